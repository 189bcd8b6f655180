// Which runs does a store know? Records with their graphs, for `run(id)` and histories.
import type { MetadataStore, RunScope, StoredRun } from "../contracts.ts";
import {
  applyEvents,
  type GraphRecord,
  type HistoryRecord,
  type RunBody,
  type RunEvent,
  type RunRecord,
} from "../protocol/index.ts";

/** Bounds of a history in a notebook: it is saved with it (architecture, 6). */
const NEWEST = 50;
const MOST_BYTES = 256 * 1024;

/** A run by its id; undefined where the store does not know it. */
export async function readRun(metadata: MetadataStore, runName: string): Promise<RunRecord | undefined> {
  const stored = await metadata.runNamed(runName);
  if (stored === undefined) return undefined;
  const [graph] = await metadata.graphsOf([stored.graphId]);
  return graph === undefined ? undefined : { ...bodyOf(stored, graph), graph: JSON.parse(graph) as GraphRecord };
}

/** The newest runs, oldest first, without previews; graphs once each. */
export async function readHistory(
  metadata: MetadataStore,
  scope: RunScope,
  limit: number = NEWEST,
): Promise<HistoryRecord> {
  const { runs, total } = await metadata.runsOf(scope, { limit });
  const ids = [...new Set(runs.map((run) => run.graphId))];
  const texts = await metadata.graphsOf(ids);
  const graphs = new Map(ids.flatMap((id, at) => (texts[at] === undefined ? [] : [[id, texts[at]] as const])));
  const kept: (RunBody & { graph: string })[] = [];
  let bytes = 0;
  let trimmed = false;
  const used = new Set<string>();
  for (const run of runs) {
    const graph = graphs.get(run.graphId);
    if (graph === undefined) continue;
    const body = { ...withoutPreviews(bodyOf(run, graph)), graph: run.graphId.slice(0, 12) };
    bytes += JSON.stringify(body).length + (used.has(run.graphId) ? 0 : graph.length);
    if (bytes > MOST_BYTES && kept.length > 0) {
      trimmed = true;
      break;
    }
    used.add(run.graphId);
    kept.unshift(body);
  }
  return {
    v: 1,
    type: "history",
    scope: scope.scope,
    graphs: [...used].map((id) => JSON.parse(graphs.get(id)!) as GraphRecord),
    runs: kept,
    more: total - kept.length,
    ...(trimmed ? { trimmed } : {}),
  };
}

/** The record that the store keeps, with the events of a run that still lives, and the number that the store gave it. */
function bodyOf(stored: StoredRun, graph: string): RunBody {
  const body = JSON.parse(stored.record) as RunBody;
  if (stored.events.length === 0) return { ...body, n: stored.runId };
  const start = { ...body, graph: JSON.parse(graph) as GraphRecord };
  const { graph: _, ...now } = applyEvents(
    start,
    stored.events.map((event) => JSON.parse(event) as RunEvent),
  );
  return { ...now, n: stored.runId };
}

function withoutPreviews(body: RunBody): RunBody {
  const detail = Object.fromEntries(Object.entries(body.detail).map(([node, { preview: _, ...rest }]) => [node, rest]));
  return { ...body, detail };
}
