// Which nodes can no longer have what they wait for, now that this one failed?

import type { Resolution } from "../decide/resolution.ts";
import type { Board } from "./board.ts";

/** Nearest first. Nodes below that have their value, or hit without it, go on. */
export function lostBelow(resolution: Resolution, board: Board, failed: number): readonly number[] {
  const lost: number[] = [];
  const found = new Set<number>();
  const stack = [failed];
  while (stack.length > 0) {
    const from = stack.pop()!;
    const near = [...resolution.question.users[from]!];
    if (resolution.hasTwins) {
      resolution.sameAs.forEach((of, twin) => {
        if (of === from) near.push(twin);
      });
    }
    for (const node of near) {
      if (found.has(node)) continue;
      const stage = board.stage[node];
      const isTwin = resolution.sameAs[node] === from;
      const waitsForVersion = stage === "idle" && (resolution.versions[from] === undefined || isTwin);
      const waitsForValue = stage === "wants" && board.hasValue[from] === 0;
      if (!waitsForVersion && !waitsForValue) continue;
      found.add(node);
      lost.push(node);
      stack.push(node);
    }
  }
  return lost;
}
