// Can the values that this run needs be read? Hits that are asked for or lent must have bytes; the others need not.
import type { Digest } from "../../contracts.ts";
import { neededNodes } from "./needed.ts";
import type { Snapshot } from "./question.ts";
import type { Resolution } from "./resolution.ts";

/**
 * Decides, and decides again wherever a hit that must be read has no bytes, until nothing more is found missing.
 *
 * Only before anything executes: it forgets all that stands below a lost value, also what would have executed by then.
 *
 * @returns for each node, whether it is a hit whose value is read
 */
export async function decideReadable(resolution: Resolution, snapshot: Snapshot): Promise<boolean[]> {
  const present = new Map<Digest, boolean>();
  for (;;) {
    await resolution.decideAll();
    const lost = await findLost(resolution, snapshot, present);
    if (lost.length === 0) return markReads(resolution);
    for (const i of lost)
      resolution.loseBytes(i, (await snapshot.collectedOf(resolution.entries[i]!.dataVersion)) ?? "missing");
    for (const i of below(resolution, lost)) resolution.forget(i);
  }
}

/** From the end to the beginning: a lost hit executes and so lends its deps, which may be lost in turn. */
async function findLost(resolution: Resolution, snapshot: Snapshot, present: Map<Digest, boolean>): Promise<number[]> {
  const { decisions, question, entries } = resolution;
  const needed = neededNodes(resolution);
  const isRead = new Uint8Array(decisions.length);
  const lost: number[] = [];
  for (const i of question.asked) isRead[i] = 1;
  for (let i = decisions.length - 1; i >= 0; i--) {
    let executes = needed[i] === 1 && (decisions[i] === "execute" || decisions[i] === "ignored");
    const entry = entries[i];
    if (decisions[i] === "hit" && isRead[i] === 1 && entry !== undefined) {
      const version = entry.dataVersion;
      let has = present.get(version);
      if (has === undefined) {
        const answer = snapshot.hasBytes([version]);
        has = (answer instanceof Promise ? await answer : answer)[0]!;
        present.set(version, has);
      }
      if (!has) {
        lost.push(i);
        executes = true;
      }
    }
    if (executes) for (const { dep } of question.nodes[i]!.bound) isRead[dep] = 1;
  }
  return lost;
}

/** All that stands below the given nodes and was decided from their versions. */
export function below({ question }: Resolution, from: readonly number[]): number[] {
  const found = new Set<number>();
  const stack = [...from];
  while (stack.length > 0) {
    for (const user of question.users[stack.pop()!]!) {
      if (found.has(user)) continue;
      found.add(user);
      stack.push(user);
    }
  }
  return [...found];
}

function markReads(resolution: Resolution): boolean[] {
  const { decisions, question } = resolution;
  const reads: boolean[] = new Array(decisions.length).fill(false);
  const mark = (i: number) => {
    if (decisions[i] === "hit") reads[i] = true;
  };
  const needed = neededNodes(resolution);
  for (const i of question.asked) mark(i);
  decisions.forEach((decision, i) => {
    const executes = decision === "execute" || decision === "ignored";
    if (executes && needed[i] === 1) for (const { dep } of question.nodes[i]!.bound) mark(dep);
  });
  return reads;
}
