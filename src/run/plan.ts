// What would execute, and what would not? The decisions of a run, before it runs.
import type { CueRecord, PlanWord } from "../protocol/index.ts";
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

/** The word of a plan for a decision: `waiting` is a third answer, not a guess (architecture, 2.1). */
export function planWord(resolution: Resolution, i: number, isGiven: boolean): PlanWord {
  switch (resolution.decisions[i]!) {
    case "given":
      return isGiven ? "given" : "not needed";
    case "waiting":
      return "may execute";
    default:
      return resolution.decisions[i] as "hit" | "execute";
  }
}

/** Deps of a waiting node whose versions are not known yet. */
export function waitsFor(resolution: Resolution, i: number): readonly number[] {
  const deps = resolution.question.nodes[i]!.bound.map(({ dep }) => dep);
  return [...new Set(deps.filter((dep) => resolution.versions[dep] === undefined))];
}
