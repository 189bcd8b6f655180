// What is the record of a run whose process died? What its journal told, and that it was interrupted.
import { applyEvents, endWait, type RunEvent, type RunRecord } from "../../protocol/index.ts";

/** @param startRecord as the run began; all as JSON */
export function foldRun(startRecord: string, events: readonly string[]): string {
  const start = JSON.parse(startRecord) as RunRecord;
  const told = applyEvents(
    start,
    events.map((event) => JSON.parse(event) as RunEvent),
  );
  const status = told.status.replaceAll(/[pwr]/g, "s");
  const skipped = [...status].filter((letter) => letter === "s").length;
  const detail = Object.fromEntries(Object.entries(told.detail).map(([node, said]) => [node, endWait(said)]));
  return JSON.stringify({ ...told, state: "interrupted", status, detail, counts: { ...told.counts, skipped } });
}
