// What becomes of nodes with the same key in one run? They are one computation: the first executes, the others hit (R2).
import type { Entry } from "../contracts.ts";
import { isImmutable } from "../values/isImmutable.ts";
import type { Board } from "./board.ts";
import { isOpaque } from "./decide/question.ts";
import type { ExecutionParts } from "./executionParts.ts";
import { recordHit } from "./record/recordHit.ts";

/**
 * Gives the value of a node that executed to its twins; those that are settled by it.
 *
 * @param made the value, where it was made by this run
 */
export function settleTwins(
  x: ExecutionParts,
  board: Board,
  i: number,
  entry: Entry | undefined,
  made?: { readonly value: unknown },
): number[] {
  if (!x.resolution.hasTwins) return [];
  const settled: number[] = [];
  x.resolution.sameAs.forEach((of, twin) => {
    if (of !== i || board.stage[twin] !== "idle") return;
    // Two asked names must not be one object: what was stored is read again.
    if (made !== undefined && (entry === undefined || isImmutable(made.value))) board.put(twin, made.value);
    x.resolution.saved[twin] = x.resolution.saved[i];
    recordHit(x, twin, entry);
    settled.push(twin);
  });
  return settled;
}

/** A twin that is decided after its like has settled: its version, or undefined where it has to wait. */
export function joinTwin(x: ExecutionParts, board: Board, i: number): string | undefined {
  const twin = x.resolution.sameAs[i]!;
  if (board.stage[twin] !== "settled") return undefined;
  const version = x.resolution.versions[twin]!;
  const value = board.values[twin];
  if (board.hasValue[twin] === 1 && (isOpaque(version) || isImmutable(value))) board.put(i, value);
  x.resolution.saved[i] = x.resolution.saved[twin];
  recordHit(x, i, x.resolution.entries[twin]);
  return version;
}
