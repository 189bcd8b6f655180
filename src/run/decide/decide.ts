// What of a request is decided before it runs? From metadata alone: no value is read, nothing executes.
import type { Payload } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { checkInputs } from "../../dataflow/inputs.ts";
import type { RunOptions, RunParts } from "../parts.ts";
import { type Teller, teller } from "../record/story.ts";
import { savedState } from "../store/savedFiles.ts";
import { type Asked, ask } from "./ask.ts";
import { decideReadable } from "./readable.ts";
import { Resolution } from "./resolution.ts";
import { type StoreSnapshot, storeSnapshot } from "./storeSnapshot.ts";
import { unstoppableText } from "./unstoppable.ts";

/** What a plan shows and a run carries out. */
export interface Decided {
  readonly asked: Asked;
  readonly resolution: Resolution;
  /** Per node: is it a hit whose value is read? */
  readonly reads: readonly boolean[];
  readonly snapshot: StoreSnapshot;
  readonly teller: Teller;
  /** Why a node that executes cannot be stopped in time, if it has to be. */
  unstoppable(i: number): string | undefined;
}

/** @throws CellarError `missing-input`, `bad-option` */
export async function decide(
  graph: Graph,
  closure: Closure,
  inputs: Readonly<Record<string, unknown>>,
  parts: RunParts,
  options: RunOptions,
  runName: string,
): Promise<Decided> {
  checkInputs(graph, closure, inputs);
  const asked = await ask(closure, inputs, parts, options, runName);
  const prefetching = parts.metadata.entriesOfLastRun(parts.dataflowId);
  const lastSeen = prefetching instanceof Promise ? await prefetching : prefetching;
  const isReadable = (p: Payload) => parts.formats.named(p.format)?.version === p.formatVersion;
  const snapshot = storeSnapshot(parts.metadata, parts.results, lastSeen, isReadable, parts.formats.standard.name);
  const resolution = new Resolution(asked.question, snapshot, (entry) => savedState(entry, parts));
  const reads = await decideReadable(resolution, snapshot);
  const unstoppable = (i: number): string | undefined => {
    const node = closure.nodes[i]!;
    const stays = node.kind === "input" || resolution.decisions[i] === "hit";
    return stays ? undefined : unstoppableText(node, parts, options);
  };
  const telling = teller(closure, asked, resolution, snapshot, parts.metadata);
  return { asked, resolution, reads, snapshot, teller: telling, unstoppable };
}
