// What becomes of nodes with the same key in one run? They are one computation: the first executes, the others hit (R2).
import type { Entry } from "../../contracts.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import { isOpaque } from "../decide/question.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { recordHit } from "../record/recordHit.ts";
import type { Board } from "./board.ts";

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

/**
 * A twin that is decided after its like has come to its end: its version, or why it has none; neither where it has to wait.
 */
export function joinTwin(
  x: ExecutionParts,
  board: Board,
  i: number,
): { readonly version?: string; readonly lost?: string } {
  const { closure, recorder, resolution } = x;
  const like = resolution.sameAs[i]!;
  if (board.stage[like] === "failed" || board.stage[like] === "skipped")
    return { lost: recorder.detailOf(like)?.reason ?? `\`${closure.nodes[like]!.name}\` failed` };
  if (board.stage[like] !== "settled") return {};
  const version = resolution.versions[like]!;
  const value = board.values[like];
  if (board.hasValue[like] === 1 && (isOpaque(version) || isImmutable(value))) board.put(i, value);
  resolution.saved[i] = resolution.saved[like];
  recordHit(x, i, resolution.entries[like]);
  return { version };
}
