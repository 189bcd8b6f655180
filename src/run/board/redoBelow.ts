// What if a node that had been a hit executed to another value? All that was decided from the old one is decided again.

import { below } from "../decide/readable.ts";
import type { ExecutionParts } from "../executionParts.ts";
import type { Board } from "./board.ts";

export function redoBelow({ resolution, closure, recorder }: ExecutionParts, board: Board, i: number): void {
  const name = closure.nodes[i]!.name;
  recorder.departed.push({ node: i, reason: `\`${name}\` executed to another value; what reads it was decided again` });
  const again = below(resolution, [i]);
  for (const node of again) {
    board.reset(node);
    resolution.forget(node);
  }
  resolution.versions[i] = undefined;
  board.isTold[i] = 0;
  for (const node of again) board.recount(node);
}
