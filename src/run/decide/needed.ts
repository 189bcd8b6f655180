// Which nodes does a run need? Those that only ignored nodes read wait until somebody needs one of these (R22).
import type { Board } from "../board/board.ts";
import type { Resolution } from "./resolution.ts";

/**
 * For each node, 1 if this run needs it for sure. An ignored node is needed where it is asked for or read by what executes;
 * any other where it is asked for, or read by one that is needed.
 */
export function neededNodes({
  decisions,
  question,
  sameAs,
}: Pick<Resolution, "decisions" | "question" | "sameAs">): Uint8Array {
  const needed = new Uint8Array(decisions.length);
  if (!decisions.includes("ignored")) return needed.fill(1);
  for (const i of question.asked) needed[i] = 1;
  for (let i = decisions.length - 1; i >= 0; i--) {
    if (needed[i] === 0) continue;
    if (sameAs[i] !== -1) needed[sameAs[i]!] = 1;
    const reads = decisions[i] === "execute" || decisions[i] === "ignored";
    for (const { dep } of question.nodes[i]?.bound ?? []) if (reads || decisions[dep] !== "ignored") needed[dep] = 1;
  }
  return needed;
}

/**
 * Marks what a node needs that no other had needed so far.
 *
 * @returns those of them that can be begun at once, the others follow as their deps become known
 */
export function needAlso({ decisions, question, sameAs, versions }: Resolution, board: Board, node: number): number[] {
  const ready: number[] = [];
  const stack = [node];
  while (stack.length > 0) {
    const i = stack.pop()!;
    if (board.needed[i] === 1) continue;
    board.needed[i] = 1;
    if (sameAs[i] !== -1) stack.push(sameAs[i]!);
    else if (decisions[i] === "execute" && board.unknownDeps[i] === 0) ready.push(i);
    for (const { dep } of question.nodes[i]?.bound ?? []) if (versions[dep] === undefined) stack.push(dep);
  }
  return ready;
}
