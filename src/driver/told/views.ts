// What does a run or a history look like as a cell's last expression, or printed by a script?
import type { DataflowRecord, HistoryRecord, PlanRecord, RunRecord } from "../../protocol/index.ts";
import { DATAFLOW_MIME, HISTORY_MIME, RUN_MIME } from "../../protocol/index.ts";
import {
  drawDataflow,
  drawHistory,
  drawPlan,
  drawRun,
  writeDataflow,
  writeHistory,
  writePlan,
  writeRun,
} from "../../view/index.ts";
import { type MimeBundle, theHost } from "../host.ts";

/** Displays itself; loads when shown. */
export interface View<Record> {
  /** What it shows, as data; made for other programs. */
  record(): Promise<Record>;
  /** All of its forms by MIME type, as Jupyter displays take them. */
  bundle(): Promise<MimeBundle>;
  /** As lines for a terminal. */
  text(): Promise<string>;
  /** As a picture for documents: it needs no script and follows the reader's light or dark theme. */
  svg(): Promise<string>;
  /** Shows it beside the running cell; a script prints its text. */
  show(): Promise<void>;
}

export type RunView = View<RunRecord>;
export type HistoryView = View<HistoryRecord>;
export type DataflowView = View<DataflowRecord>;
export type PlanView = View<PlanRecord>;

const DISPLAY = Symbol.for("Jupyter.display");

export function viewOfRun(record: () => Promise<RunRecord>): RunView {
  return viewOf(record, RUN_MIME, drawRun, writeRun);
}

export function viewOfHistory(record: () => Promise<HistoryRecord>): HistoryView {
  return viewOf(record, HISTORY_MIME, drawHistory, writeHistory);
}

export function viewOfDataflow(record: () => Promise<DataflowRecord>): DataflowView {
  return viewOf(record, DATAFLOW_MIME, drawDataflow, writeDataflow);
}

/** Shown as a picture everywhere: no browser knows its record. */
export function viewOfPlan(record: () => Promise<PlanRecord>): PlanView {
  return viewOf(record, undefined, drawPlan, writePlan);
}

function viewOf<R>(
  load: () => Promise<R>,
  mime: string | undefined,
  draw: (record: R) => string,
  write: (record: R) => string,
): View<R> {
  const bundle = async (): Promise<MimeBundle> => {
    const record = await load();
    return {
      ...(mime === undefined ? {} : { [mime]: record }),
      "image/svg+xml": draw(record),
      "text/plain": write(record),
    };
  };
  return {
    record: load,
    bundle,
    text: async () => write(await load()),
    svg: async () => draw(await load()),
    show: async () => theHost().display(await bundle()),
    [DISPLAY]: bundle,
  } as View<R>;
}
