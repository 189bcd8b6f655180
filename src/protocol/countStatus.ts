// How many nodes of a run are in each state?
import type { RunBody, StatusLetter } from "./runRecord.ts";

type Counts = RunBody["counts"];

/** The counts that a status adds one to: an unchanged node was executed, too. */
const ADDS_TO: Readonly<Partial<Record<StatusLetter, readonly (keyof Counts)[]>>> = {
  g: ["given"],
  h: ["hit"],
  x: ["executed"],
  u: ["executed", "unchanged"],
  f: ["failed"],
  s: ["skipped"],
};

export const NO_COUNTS: Counts = { given: 0, hit: 0, executed: 0, unchanged: 0, failed: 0, skipped: 0 };

/**
 * Counts a run's status column.
 *
 * @param status - One `StatusLetter` per node.
 */
export function countStatus(status: string): Counts {
  const counts = { ...NO_COUNTS };
  for (const letter of status) addStatus(counts, letter, 1);
  return counts;
}

/** Adds `by` to the counts that a status belongs to, in place. */
export function addStatus(counts: { -readonly [Count in keyof Counts]: number }, letter: string, by: 1 | -1): void {
  for (const count of ADDS_TO[letter as StatusLetter] ?? []) counts[count] += by;
}
