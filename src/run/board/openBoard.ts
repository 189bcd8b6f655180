// What is settled before a run begins, and what can be begun at once?

import type { ExecutionParts } from "../executionParts.ts";
import type { Board } from "./board.ts";

/** @returns nodes that execute and wait for no version */
export function openBoard({ resolution, closure }: ExecutionParts, board: Board): readonly number[] {
  const wanted: number[] = [];
  closure.nodes.forEach((node, i) => {
    const decision = resolution.decisions[i]!;
    const isHit = decision === "hit" && resolution.sameAs[i] === -1;
    if (node.kind === "input" || isHit || decision === "ignored") board.stage[i] = "settled";
    if (node.kind === "input") return;
    if (decision === "execute" && board.needed[i] === 1 && board.unknownDeps[i] === 0) wanted.push(i);
  });
  return wanted;
}
