// Which whole runs does a history hold?
import type { HistoryRecord } from "./historyRecord.ts";
import type { RunRecord } from "./runRecord.ts";

/** Joins each run of a history with its graph, oldest first; a run whose graph is missing is left out. */
export function runsOf(history: HistoryRecord): RunRecord[] {
  const graphs = new Map(history.graphs.map((graph) => [graph.id, graph]));
  return history.runs.flatMap((run) => {
    const graph = graphs.get(run.graph);
    return graph === undefined ? [] : [{ ...run, graph }];
  });
}
