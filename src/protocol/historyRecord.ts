// What are the runs of a dataflow, a notebook or a cache, as one JSON document?
import type { GraphRecord, RunBody } from "./runRecord.ts";

/** Runs oldest first; each names its graph by id. */
export interface HistoryRecord {
  readonly v: 1;
  readonly type: "history";
  readonly scope: "driver" | "dataflow" | "notebook" | "cache";
  readonly dataflow?: { readonly id: string; readonly label: string; readonly notebook?: string };
  readonly graphs: readonly GraphRecord[];
  readonly runs: readonly (RunBody & { readonly graph: string })[];
  /** How many older runs the store holds beyond these. */
  readonly more: number;
  readonly trimmed?: boolean;
}
