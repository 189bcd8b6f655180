// Which runs does a store know? Records with their graphs, for `run(id)` and histories.
import type { MetadataStore, RunScope, StoredRun } from "../../contracts.ts";
import {
  applyEvents,
  type GraphRecord,
  type HistoryRecord,
  type RunBody,
  type RunEvent,
  type RunRecord,
} from "../../protocol/index.ts";

/** Bounds of a history in a notebook: it is saved with it (architecture, 6). */
const NEWEST = 50;
const MOST_BYTES = 256 * 1024;
/** Of an input's value. */
const MOST_LETTERS = 200;

/** A run by its id; undefined where the store does not know it. */
export async function readRun(metadata: MetadataStore, runName: string): Promise<RunRecord | undefined> {
  const stored = await metadata.runNamed(runName);
  if (stored === undefined) return undefined;
  const [graph] = await metadata.graphsOf([stored.graphId]);
  return graph === undefined ? undefined : { ...bodyOf(stored, graph), graph: JSON.parse(graph) as GraphRecord };
}

/**
 * The newest runs, oldest first; graphs once each. Where not all have room, the older ones tell their columns only, without
 * details, before a run is left out.
 */
export async function readHistory(
  metadata: MetadataStore,
  scope: RunScope,
  limit: number = NEWEST,
): Promise<HistoryRecord> {
  const { runs, total } = await metadata.runsOf(scope, { limit });
  const ids = [...new Set(runs.map((run) => run.graphId))];
  const texts = await metadata.graphsOf(ids);
  const graphs = new Map(ids.flatMap((id, at) => (texts[at] === undefined ? [] : [[id, texts[at]] as const])));
  const known = runs.filter((run) => graphs.has(run.graphId));
  const { kept, isCut } = keepWithin(
    MOST_BYTES,
    known.map((run) => {
      const graph = graphs.get(run.graphId)!;
      return { body: inShort({ ...bodyOf(run, graph), graph: run.graphId.slice(0, 12) }), graph };
    }),
  );
  const used = new Set(known.slice(0, kept.length).map((run) => run.graphId));
  return {
    v: 1,
    type: "history",
    scope: scope.scope,
    graphs: [...used].map((id) => JSON.parse(graphs.get(id)!) as GraphRecord),
    runs: kept.reverse(),
    more: total - kept.length,
    ...(isCut ? { trimmed: true } : {}),
  };
}

type Body = RunBody & { readonly graph: string };

/**
 * First the newest run whole, if that leaves half of the room; then as many runs as have room for their columns; then details,
 * the newest first, as far as there is room left.
 *
 * @param runs - Newest first.
 */
function keepWithin(most: number, runs: readonly { readonly body: Body; readonly graph: string }[]) {
  const used = new Set<string>();
  const kept: Body[] = [];
  const spare: number[] = [];
  let left = most;
  for (const { body, graph } of runs) {
    const bare: Body = { ...body, detail: {}, trimmed: true };
    const bytes = sizeOf(bare) + (used.has(graph) ? 0 : Buffer.byteLength(graph));
    // A run too large for the whole document is better than none.
    if (bytes > left && kept.length > 0) break;
    left -= bytes;
    used.add(graph);
    const more = sizeOf(body) - sizeOf(bare);
    const isWhole = kept.length === 0 && more <= left - most / 2;
    if (isWhole) left -= more;
    kept.push(isWhole ? body : bare);
    spare.push(isWhole ? 0 : more);
  }
  const isComplete = kept.length === runs.length;
  for (const [at, more] of spare.entries()) {
    if (kept[at] === runs[at]!.body) continue;
    // A run between two whole ones that has none would only puzzle.
    if (more > left) break;
    left -= more;
    kept[at] = runs[at]!.body;
  }
  return { kept, isCut: !isComplete || kept.some((body, at) => body !== runs[at]!.body) };
}

function sizeOf(body: Body): number {
  return Buffer.byteLength(JSON.stringify(body));
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

/** Without previews, but for those of inputs, cut: what a run was given is what tells it from others. */
function inShort<Run extends RunBody>(body: Run): Run {
  const detail = Object.fromEntries(
    Object.entries(body.detail).map(([node, { preview, ...rest }]) => [
      node,
      preview === undefined || body.status[Number(node)] !== "g"
        ? rest
        : {
            ...rest,
            preview: { type: preview.type, ...(preview.text === undefined ? {} : { text: cut(preview.text) }) },
          },
    ]),
  );
  return { ...body, detail };
}

function cut(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}
