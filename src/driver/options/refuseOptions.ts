// Are these options that there are, and of the right kind? A slip is told; nothing that was asked for is left out silently.
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";

/** What is wrong with a value, after `execute({ onError }) `; a value that is right gives `undefined`. */
type Check = (value: unknown) => string | undefined;

export type OptionChecks<Options> = Readonly<Record<keyof Options & string, Check>>;

/**
 * @param where in whose words, e.g. `execute`
 * @throws CellarError `bad-option` that says what is there, with the nearest name
 */
export function refuseOptions<Options>(where: string, given: unknown, checks: OptionChecks<Options>): void {
  const names = Object.keys(checks);
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    const list = names.map((name) => `\`${name}\``).join(", ");
    throw bad(`${where}() takes its options as an object, with ${list}, not ${kindOf(given)}.`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, name))
      throw bad(
        `${where}() has no option \`${name}\`.${didYouMean(name, names)} It takes ${names.map((known) => `\`${known}\``).join(", ")}.`,
      );
    const fault = value === undefined ? undefined : checks[name as keyof Options & string](value);
    if (fault !== undefined) throw bad(`${where}({ ${name} }) ${fault}`);
  }
}

/** For what is checked where it is read. */
export const ANYTHING: Check = () => undefined;

export const FLAG: Check = (value) =>
  typeof value === "boolean" ? undefined : `is true or false, not ${shown(value)}.`;

export const TEXT: Check = (value) => (typeof value === "string" ? undefined : `is a text, not ${shown(value)}.`);

export const SIGNAL: Check = (value) =>
  value instanceof AbortSignal ? undefined : `is an AbortSignal, e.g. AbortSignal.timeout(1000), not ${shown(value)}.`;

/** @param words all that there are */
export function oneOf(...words: readonly string[]): Check {
  const list = words.map((word) => `"${word}"`).join(", ");
  return (value) =>
    words.includes(value as string)
      ? undefined
      : `is one of ${list}, not ${shown(value)}.${didYouMean(String(value), words)}`;
}

/** @param example of such an object, in an error */
export function objectLike(example: string): Check {
  return (value) =>
    typeof value === "object" && value !== null ? undefined : `is an object, e.g. ${example}, not ${shown(value)}.`;
}

/** A value in an error; what has parts is only named. */
export function shown(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? JSON.stringify(value) : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : typeof value;
}

function bad(message: string): Error {
  return cellarError("bad-option", message);
}
