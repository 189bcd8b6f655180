// What happened in a run, in one line?
import type { RunBody } from "../protocol/index.ts";
import { formatDuration } from "./formatDuration.ts";

/** `3 executed (1 unchanged), 12 hits, saved 1 m 12 s`. */
export function writeSummary(run: Pick<RunBody, "counts" | "saved" | "state" | "status">): string {
  const { executed, unchanged, hit, failed, skipped } = run.counts;
  const parts: string[] = [];
  if (run.state === "running") parts.push("running");
  if (run.state === "interrupted") parts.push("interrupted");
  if (failed > 0) parts.push(`${failed} failed`);
  if (executed > 0 || (hit === 0 && failed === 0 && run.state !== "running"))
    parts.push(`${executed} executed${unchanged > 0 ? ` (${unchanged} unchanged)` : ""}`);
  if (hit > 0) parts.push(hit === 1 ? "1 hit" : `${hit} hits`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  const left = run.status.replace(/[^pwr]/g, "").length;
  if (left > 0) parts.push(`${left} to go`);
  if (run.saved.ms > 0) parts.push(`saved ${formatDuration(run.saved.ms)}`);
  return parts.join(", ");
}
