// What would a run do, as one JSON document? What `exportExecution` writes and what a plan's picture is drawn from.
import type { CueRecord, GraphRecord } from "./runRecord.ts";

export type PlanWord = "hit" | "execute" | "may execute" | "given" | "not needed";

/** Of a node that is computed once per item, where its items are known. */
export interface PlannedItems {
  readonly total: number;
  readonly hit: number;
  readonly execute: number;
}

/** What there is to say of one node beyond its word. */
export interface PlanDetail {
  /** True of a hit whose bytes are read: it is asked for, or lent to a node that executes. */
  readonly read?: boolean;
  /** Of a hit: number of the run that made its value. */
  readonly from?: number;
  /** Of a hit: "formerly `totals`". */
  readonly note?: string;
  /** Of `may execute`: indices of the nodes whose values it waits for. */
  readonly waitsFor?: readonly number[];
  /** Of `may execute`: what happens if all of those keep the value that they had last. */
  readonly likely?: "hit" | "execute";
  readonly items?: PlannedItems;
  readonly cues?: readonly CueRecord[];
  /** What its code reaches and its key cannot hold. */
  readonly marks?: readonly string[];
  /** Duration of its last execution, in ms. */
  readonly expectedMs?: number;
}

/** Nodes and inputs that a request touches, in topological order; arrays are parallel to `graph.names`. */
export interface PlanRecord {
  readonly v: 1;
  readonly type: "plan";
  readonly dataflow: { readonly label: string };
  /** Indices of the nodes that were asked for. */
  readonly asked: readonly number[];
  readonly graph: GraphRecord;
  readonly what: readonly PlanWord[];
  /** By node index, only where there is something to say. */
  readonly detail: Readonly<Record<string, PlanDetail>>;
  /** Duration in ms of what executes for sure, and of all that may execute; one after the other, as far as it was timed. */
  readonly expected: { readonly leastMs: number; readonly mostMs: number };
}
