// How long will these nodes take? As long as they took last: here, in an earlier run of the dataflow, or elsewhere in the store.
import type { MetadataStore } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { GraphRecord, RunBody } from "../../protocol/index.ts";
import type { Decided } from "../../run/decide/decide.ts";

/** Runs that are looked through for nodes of which no result is stored. */
const MOST_RUNS = 5;

/**
 * Durations in ms by node index; nodes that were never timed are absent. An entry tells how long its value took; a node
 * whose values are never stored is looked for in the newest runs, then under its name in the whole store.
 */
export async function expectedTimes(
  closure: Closure,
  { resolution, snapshot }: Decided,
  metadata: MetadataStore,
  dataflowId: number,
): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>();
  const open = new Map<string, number>();
  closure.nodes.forEach((node, i) => {
    if (node.kind === "input") return;
    const entry = resolution.decisions[i] === "hit" ? resolution.entries[i] : undefined;
    const known = entry ?? snapshot.lastSeenOf(node.name)?.entry;
    if (known !== undefined) times.set(i, known.durationMs);
    else open.set(node.name, i);
  });
  const settle = (name: string, ms: number): void => {
    const i = open.get(name);
    if (i === undefined) return;
    times.set(i, ms);
    open.delete(name);
  };
  if (open.size === 0) return times;
  for (const [name, ms] of await timesOfRuns(metadata, dataflowId)) settle(name, ms);
  const names = [...open.keys()];
  const rows = names.length === 0 ? [] : await metadata.baselinesOf(names, dataflowId);
  names.forEach((name, at) => {
    const entry = rows[at]?.entry;
    if (entry !== undefined) settle(name, entry.durationMs);
  });
  return times;
}

/** The newest time of each node that executed in one of the dataflow's last runs. */
async function timesOfRuns(metadata: MetadataStore, dataflowId: number): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  const { runs } = await metadata.runsOf({ scope: "dataflow", dataflowId }, { limit: MOST_RUNS });
  const ids = [...new Set(runs.map((run) => run.graphId))];
  const texts = await metadata.graphsOf(ids);
  const namesOf = new Map(
    ids.map((id, at) => [id, texts[at] === undefined ? [] : (JSON.parse(texts[at]) as GraphRecord).names]),
  );
  for (const { graphId, record } of runs) {
    const { status, took } = JSON.parse(record) as RunBody;
    namesOf.get(graphId)!.forEach((name, i) => {
      if ("xu".includes(status[i]!) && !times.has(name)) times.set(name, took[i]!);
    });
  }
  return times;
}
