// What is remembered of a run as long as its driver lives? What it did, and none of its values.
import type { Behavior, Binding } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { RunRecord } from "../../protocol/index.ts";
import type { Asked } from "../decide/ask.ts";
import type { Resolution } from "../decide/resolution.ts";
import type { RunOptions } from "../parts.ts";
import type { Recorder } from "./recorder.ts";

/** The record of a run, and the full versions that it shows shortened. */
export interface PastRun {
  readonly record: RunRecord;
  /** By node; undefined for nodes that the run did not touch. */
  versionsOf(node: string): NodeVersions | undefined;
  /** By node and input. */
  behaviors(): Readonly<Record<string, Behavior>>;
}

export interface NodeVersions {
  readonly data: string | undefined;
  readonly code: string | undefined;
  readonly key: string | undefined;
  /** What the key was made of, by parameter; undefined for an input, and where there is no key. */
  readonly bindings: readonly Binding[] | undefined;
}

/** Made apart: what is made within the run would keep all of it, values included. */
export function pastRun(
  record: RunRecord,
  { indexOf }: Closure,
  { versions, keys }: Pick<Recorder, "versions" | "keys">,
  codes: Asked["codes"],
  bindings: Resolution["bindings"],
  { recompute, behaviors }: RunOptions,
): PastRun {
  return {
    record,
    versionsOf(name) {
      const i = indexOf.get(name);
      if (i === undefined) return undefined;
      return { data: versions[i], code: codes[i]?.code.version, key: keys[i], bindings: bindings[i] };
    },
    behaviors: () =>
      Object.fromEntries(record.graph.names.map((name) => [name, behaviorIn({ recompute, behaviors }, name)])),
  };
}

function behaviorIn({ recompute, behaviors }: Pick<RunOptions, "recompute" | "behaviors">, name: string): Behavior {
  const { behavior } = behaviors.get(name)!;
  return behavior === "default" && recompute !== true && recompute.has(name) ? "recompute" : behavior;
}
