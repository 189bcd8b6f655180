// How does somebody else's format come in?
import type { Awaitable } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { checkedFormat } from "./checked.ts";
import { addFormat, formatNames } from "./formats.ts";
import { Unwritable } from "./unwritable.ts";

/** A way to write values that Cellar does not know. */
export interface FormatDefinition<T = unknown> {
  /** By which it is chosen, e.g. `withCache({ formats: { scan: "tiff" } })`: letters, digits, `.`, `_`, `-`. */
  readonly name: string;
  /** A whole number from 1. To be raised whenever `decode` would not read what an older `encode` wrote: that is then written anew. */
  readonly version: number;
  /** Whether the format holds this value; a frame is told by `pl.DataFrame.isDataFrame`, since `instanceof` fails. */
  accepts(value: unknown): boolean;
  /** The bytes of a whole file, as other programs read it. */
  encode(value: T): Awaitable<Uint8Array>;
  /** An equal value. Must run no code from the bytes, and throw on bytes that `encode` does not make. */
  decode(bytes: Uint8Array): Awaitable<T>;
}

/**
 * Adds a format that nodes can be stored in. Each value is read back when it is written: one that does not come back equal
 * is refused, with its path, so a format need not be able to hold every value. `null` and `undefined` are kept without it.
 *
 * The same definition again, as when a cell runs twice, or one with a higher version takes the place of the former.
 *
 * @throws CellarError `bad-option` for a definition that lacks something; `duplicate` for a name that is taken by another
 */
export function registerFormat<T>(definition: FormatDefinition<T>): void {
  check(definition);
  checkName(definition as FormatDefinition<never>);
  registered.set(definition.name, definition as FormatDefinition<never>);
  const { name, version } = definition;
  const { accepts, encode, decode } = definition;
  addFormat(
    checkedFormat({
      name,
      version,
      remedy: 'Use format "structured", or return something that it takes.',
      write(value) {
        const isTaken: unknown = accepts.call(definition, value);
        if (isTaken !== true) throw new Unwritable("", `nothing that ${name} takes`);
        const written = encode.call(definition, value as T);
        return written instanceof Promise ? written.then(bytesOnly) : bytesOnly(written);
      },
      // A copy: the value may be these bytes, and the store may hold them still.
      read: (bytes) => decode.call(definition, new Uint8Array(bytes)),
    }),
  );
}

/** A copy: the codec may use its buffer again, or whoever has the value may change it, before it is written. */
function bytesOnly(bytes: unknown): { readonly bytes: Uint8Array } {
  if (bytes instanceof Uint8Array) return { bytes: new Uint8Array(bytes) };
  const what = bytes === null ? "null" : typeof bytes === "object" ? "an object" : `a ${typeof bytes}`;
  throw new Error(`encode gave ${what}, not a Uint8Array`);
}

function check(definition: unknown): void {
  const bad = (what: string): Error => cellarError("bad-option", `registerFormat(): ${what}.`);
  if (typeof definition !== "object" || definition === null)
    throw bad("give an object { name, version, accepts, encode, decode }");
  const { name, version, ...functions } = definition as Record<string, unknown>;
  if (typeof name !== "string" || !/^[\w.-]+$/.test(name))
    throw bad(`\`name\` is made of letters, digits, ".", "_" and "-", not ${JSON.stringify(name) ?? String(name)}`);
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    throw bad(`\`version\` of ${name} is a whole number from 1, not ${String(version)}`);
  for (const needed of ["accepts", "encode", "decode"]) {
    const given = functions[needed] ?? (definition as Record<string, unknown>)[needed];
    if (typeof given !== "function")
      throw bad(`\`${needed}\` of ${name} is a function, not ${given === null ? "null" : typeof given}`);
  }
}

/** Definitions by name, to tell a cell that runs twice from another format of the same name. */
const registered = new Map<string, FormatDefinition<never>>();

function checkName(definition: FormatDefinition<never>): void {
  const { name, version } = definition;
  const before = registered.get(name);
  const isSame =
    before?.version === version &&
    (["accepts", "encode", "decode"] as const).every((part) => String(before[part]) === String(definition[part]));
  if (isSame || (before !== undefined && version > before.version)) return;
  if (!formatNames().includes(name)) return;
  const remedy =
    before === undefined
      ? "Give yours another name."
      : "Give yours another name, or raise its version if it replaces that one.";
  throw cellarError("duplicate", `registerFormat(): there is a format ${name} already. ${remedy}`);
}
