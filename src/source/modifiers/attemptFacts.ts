// What do `retry()` and `timeout()` say, and what is wrong with it? The same words hold for the options of a run.
import { didYouMean } from "../../nearest.ts";
import type { RetryFacts } from "../facts.ts";

/** Timers of Node take no longer time: a longer one would ring at once. */
const LONGEST_MS = 2 ** 31 - 1;

const RETRY_OPTIONS: Readonly<Record<keyof RetryFacts, (value: unknown) => string | undefined>> = {
  times: (value) => (Number.isInteger(value) && (value as number) >= 0 ? undefined : "is a whole number from 0"),
  delayMs: isPause,
  factor: (value) => (isNumber(value) && value >= 1 ? undefined : "is a number from 1"),
  maxDelayMs: isPause,
  jitter: (value) => (isNumber(value) && value >= 0 && value <= 1 ? undefined : "is a number from 0 to 1"),
  only: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string")
      ? undefined
      : 'is a list of names or codes of errors, e.g. ["TimeoutError", "ECONNRESET"]',
};

/** @param where in whose words, e.g. `retry` or `execute` @returns what is wrong, in a sentence */
export function retryFault(where: string, given: unknown): string | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return `${where} takes an object, e.g. { times: 3, delayMs: 500 }, not ${shown(given)}.`;
  const names = Object.keys(RETRY_OPTIONS);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(RETRY_OPTIONS, key));
  if (unknown !== undefined) return `${where} has no option \`${unknown}\`.${didYouMean(unknown, names)}`;
  for (const [key, check] of Object.entries(RETRY_OPTIONS)) {
    const value = (given as Record<string, unknown>)[key];
    if (value === undefined && key !== "times") continue;
    const fault = check(value);
    if (fault !== undefined) return `${where}: \`${key}\` ${fault}, not ${shown(value)}.`;
  }
  return undefined;
}

/** @returns what is wrong, in a sentence */
export function timeoutFault(where: string, given: unknown): string | undefined {
  if (isNumber(given) && given > 0 && given <= LONGEST_MS) return undefined;
  return `${where} is a number of ms above 0 and up to ${LONGEST_MS}, not ${shown(given)}.`;
}

function isPause(value: unknown): string | undefined {
  return isNumber(value) && value >= 0 && value <= LONGEST_MS ? undefined : `is a number of ms from 0 to ${LONGEST_MS}`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

function shown(value: unknown): string {
  if (["number", "bigint", "undefined"].includes(typeof value)) return String(value);
  return JSON.stringify(value) ?? typeof value;
}
