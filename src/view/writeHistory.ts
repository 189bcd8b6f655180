// What happened in many runs, as plain text?
import { type HistoryRecord, runsOf } from "../protocol/index.ts";
import { countRuns } from "./countRuns.ts";
import { titleOf } from "./drawRun.ts";
import { writeSummary } from "./writeSummary.ts";

const MOST_LINES = 100;

/** A line per run, newest first; then how many more there are. */
export function writeHistory(history: HistoryRecord): string {
  const runs = runsOf(history).reverse();
  if (runs.length === 0) return "No runs yet";
  const shown = runs.slice(0, MOST_LINES);
  const lines = shown.map((run) => `${isoOf(run.at)}  ${titleOf(run)}: ${writeSummary(run)}`);
  const left = runs.length - shown.length + history.more;
  if (left > 0) lines.push(`… and ${left} older`);
  return [countRuns(runs.length + history.more), ...lines].join("\n");
}

/** `2024-11-21 03:12:00Z`: the moment, the same on every machine. */
function isoOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;
}
