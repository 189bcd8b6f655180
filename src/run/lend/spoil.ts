// What becomes of a live value that a body has changed? Nobody is to get it any more (R20).
import { cellarError } from "../../errors.ts";
import type { Board } from "../board/board.ts";
import type { Body } from "../body.ts";
import type { ExecutionParts } from "../executionParts.ts";

/**
 * Takes spoiled values off the board; inputs are replaced by a copy of what was given.
 *
 * @returns nodes that had counted on one of them and must ask again
 */
export function spoil(
  { closure, resolution }: ExecutionParts,
  board: Board,
  body: Body,
  values: readonly number[],
): readonly number[] {
  const asking: number[] = [];
  for (const i of values) {
    if (closure.nodes[i]!.kind === "input") {
      const copy = body.copyOfInput(i);
      if (copy !== undefined) board.put(i, copy.value);
      continue;
    }
    if (board.hasValue[i] === 0) continue;
    board.drop(i);
    for (const user of resolution.question.users[i]!)
      if (board.stage[user] === "ready" || board.stage[user] === "wants") asking.push(user);
  }
  return [...new Set(asking)];
}

/**
 * Asked values that a later body has changed are read again, so that the caller gets what was stored.
 *
 * @throws CellarError `mutated-input` where the store cannot give one again
 */
export async function restoreAsked(x: ExecutionParts, board: Board, spoiled: readonly number[]): Promise<void> {
  for (const i of spoiled) {
    const reading = await x.read(x.resolution.versions[i]!);
    if ("lost" in reading) {
      const { name } = x.closure.nodes[i]!;
      const said = `\`${name}\` was changed by another node after it was computed, and the store cannot give it again. Copy it before changing it, e.g. [...${name}].`;
      throw cellarError("mutated-input", said);
    }
    board.put(i, reading.value);
  }
}
