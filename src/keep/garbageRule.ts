// What does the user call garbage? Checked before anything is looked at.
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";

/** What may go; pinned values never do. At least one field must be given. */
export interface GarbageRule {
  /** Values that no run has needed for this long, in ms. Use is known to the hour. */
  readonly olderThanMs?: number;
  /** Then, until what is stored takes no more than this many bytes: the values that were needed least recently. */
  readonly maxBytes?: number;
  /**
   * Values of the newest runs, that many of each dataflow, stay whatever the other rules say. Given alone, all others go.
   */
  readonly keepRuns?: number;
}

const NAMES = ["olderThanMs", "maxBytes", "keepRuns"] as const;

/** @throws CellarError `bad-option` that names the field and what it may be */
export function checkRule(rule: GarbageRule): void {
  if (rule === null || typeof rule !== "object" || Array.isArray(rule)) {
    throw bad(
      `takes a rule, e.g. { olderThanMs: 30 * 24 * 3600 * 1000 }, not ${rule === null ? "null" : typeof rule}.`,
    );
  }
  for (const name of Object.keys(rule)) {
    if (!(NAMES as readonly string[]).includes(name))
      throw bad(`has no rule \`${name}\`.${didYouMean(name, NAMES)} Rules are olderThanMs, maxBytes, keepRuns.`);
  }
  const given = NAMES.filter((name) => rule[name] !== undefined);
  if (given.length === 0) {
    throw bad("needs a rule: olderThanMs, maxBytes or keepRuns. To delete everything, call dr.cache.deleteAll().");
  }
  for (const name of given) checkNumber(name, rule[name]);
}

function checkNumber(name: (typeof NAMES)[number], value: unknown): void {
  const unit = { olderThanMs: "milliseconds", maxBytes: "bytes", keepRuns: "runs" }[name];
  const isWhole = name === "olderThanMs" || Number.isSafeInteger(value);
  if (typeof value === "number" && Number.isFinite(value) && value >= 0 && isWhole) return;
  const what = name === "olderThanMs" ? "a number" : "a whole number";
  throw bad(`: ${name} is ${what} of ${unit} from 0, not ${shown(value)}.`);
}

function shown(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? (JSON.stringify(value) ?? "") : typeof value;
}

function bad(said: string) {
  return cellarError("bad-option", `collectGarbage()${said.startsWith(":") ? "" : " "}${said}`);
}
