// What would execute, and what would not? The decisions of a run, before it runs.
import type { CueRecord, PlannedItems, PlanWord } from "../../protocol/index.ts";
import type { Resolution } from "./resolution.ts";

export interface PlanRow<Name extends string = string> {
  readonly name: Name;
  readonly what: PlanWord;
  /** A hit whose bytes are read: it is asked for, or lent to a node that executes. */
  readonly read?: boolean;
  /** Of a hit: number of the run that made its value. */
  readonly from?: number;
  /** Of a hit: "formerly `totals`". */
  readonly note?: string;
  /** For `may execute`: the deps whose versions it waits for; of a node that only ignored ones need, those that read it. */
  readonly waitsFor?: readonly Name[];
  /** For `may execute`: what happens if all those deps keep their last version; not said of what waits for its readers. */
  readonly likely?: "hit" | "execute";
  /** Of a node that is computed once per item, where its items are known. */
  readonly items?: PlannedItems;
  /** What a run would say of why it executes; their `root` is an index into the plan's rows. */
  readonly cues: readonly CueRecord[];
  /** What its code reaches and its key cannot hold. */
  readonly marks?: readonly string[];
  /** Duration of its last execution, in ms; of a hit, what it saves. */
  readonly expectedMs?: number;
}

/** The words of a plan: `waiting` is a third answer, not a guess (architecture, 2.1). */
export function planWords(
  { decisions, question }: Resolution,
  needed: Uint8Array,
  isGiven: (i: number) => boolean,
): readonly PlanWord[] {
  const words: PlanWord[] = new Array(decisions.length);
  // From the end: an ignored node executes where one that reads it does, and what only it reads then follows.
  for (let i = decisions.length - 1; i >= 0; i--) {
    const decision = decisions[i]!;
    if (decision === "given") words[i] = isGiven(i) ? "given" : "not needed";
    else if (decision === "hit") words[i] = "hit";
    else if (needed[i] === 1) words[i] = decision === "waiting" ? "may execute" : "execute";
    else words[i] = question.users[i]!.some((user) => words[user] === "may execute") ? "may execute" : "not needed";
  }
  return words;
}

/**
 * What a node that may execute waits for: deps whose versions are not known yet; or, where nobody needs it for sure, those
 * that read it.
 */
export function waitsFor(
  resolution: Resolution,
  needed: Uint8Array,
  words: readonly PlanWord[],
  i: number,
): readonly number[] {
  if (needed[i] === 1) return unknownDeps(resolution, i);
  return resolution.question.users[i]!.filter((user) => words[user] === "may execute");
}

/** Deps of a node whose versions are not known yet. */
export function unknownDeps({ question, versions }: Resolution, i: number): readonly number[] {
  const deps = question.nodes[i]!.bound.map(({ dep }) => dep);
  return [...new Set(deps.filter((dep) => versions[dep] === undefined))];
}
