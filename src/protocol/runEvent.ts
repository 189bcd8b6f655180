// What happened to one node of a live run?
import type { NodeDetail, RunBody, StatusLetter } from "./runRecord.ts";

/** A change of one node. Events of a run are numbered from 1 without gaps; a reader that sees a gap asks for the record. */
export interface RunEvent {
  readonly v: 1;
  readonly type: "event";
  readonly run: string;
  readonly seq: number;
  readonly node: number;
  readonly status: StatusLetter;
  readonly set?: {
    readonly key?: string;
    readonly data?: string;
    readonly from?: number;
    readonly took?: number;
    readonly detail?: NodeDetail;
  };
}

/** The end of a run: the fields of the record that only its end knows. */
export interface RunEndEvent {
  readonly v: 1;
  readonly type: "end";
  readonly run: string;
  readonly seq: number;
  readonly set: Partial<Pick<RunBody, "state" | "ms" | "saved" | "counts" | "departed" | "warnings" | "trimmed">>;
}
