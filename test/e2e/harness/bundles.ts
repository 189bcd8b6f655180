// What does a kernel send to show a run or a history?
import { HISTORY_MIME, RUN_MIME, type RunRecord } from "../../../src/protocol/index.ts";
import { drawHistory, drawRun, writeHistory, writeRun } from "../../../src/view/index.ts";
import { historyOf } from "../../protocol/sampleRun.ts";

export function runBundle(run: RunRecord): Record<string, unknown> {
  return { [RUN_MIME]: run, "image/svg+xml": drawRun(run), "text/plain": writeRun(run) };
}

export function historyBundle(runs: readonly RunRecord[]): Record<string, unknown> {
  const history = historyOf(runs);
  return { [HISTORY_MIME]: history, "image/svg+xml": drawHistory(history), "text/plain": writeHistory(history) };
}
