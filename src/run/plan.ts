// What would execute, and what would not? The decisions of a run, before it runs.
import type { CueRecord, PlanWord } from "../protocol/index.ts";
import { executesIgnored } from "./readable.ts";
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
  /** For `may execute`: the deps whose versions it waits for. */
  readonly waitsFor?: readonly Name[];
  /** For `may execute`: what happens if all those deps keep their last version. */
  readonly likely?: "hit" | "execute";
  /** What a run would say of why it executes; their `root` is an index into the plan's rows. */
  readonly cues: readonly CueRecord[];
  /** What its code reaches and its key cannot hold. */
  readonly marks?: readonly string[];
  /** Duration of its last execution, in ms; of a hit, what it saves. */
  readonly expectedMs?: number;
}

/** The words of a plan: `waiting` is a third answer, not a guess (architecture, 2.1). */
export function planWords(resolution: Resolution, isGiven: (i: number) => boolean): readonly PlanWord[] {
  const { decisions, question } = resolution;
  const executing = executesIgnored(resolution);
  const words: PlanWord[] = new Array(decisions.length);
  // From the end: an ignored node executes where one that reads it does.
  for (let i = decisions.length - 1; i >= 0; i--) {
    const decision = decisions[i]!;
    if (decision === "given") words[i] = isGiven(i) ? "given" : "not needed";
    else if (decision === "waiting") words[i] = "may execute";
    else if (decision !== "ignored") words[i] = decision;
    else if (executing[i] === true) words[i] = "execute";
    else words[i] = question.users[i]!.some((user) => words[user] === "may execute") ? "may execute" : "not needed";
  }
  return words;
}

/** Deps of a waiting node whose versions are not known yet. */
export function waitsFor(resolution: Resolution, i: number): readonly number[] {
  // An ignored node waits for those that read it.
  if (resolution.decisions[i] === "ignored") return resolution.question.users[i]!;
  const deps = resolution.question.nodes[i]!.bound.map(({ dep }) => dep);
  return [...new Set(deps.filter((dep) => resolution.versions[dep] === undefined))];
}
