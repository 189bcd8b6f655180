// Is this file as it was when the process began? Then what was loaded from it is what it says now (R10).
import { statSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** Clocks of file systems tick: in a few ms, or in seconds where the times have no fraction. */
const TICK_MS = 50;
const COARSE_TICK_MS = 2000;

/** False also for a file that is not there. The time of the inode's change is looked at too: `cp -p` and `touch` set only the other. */
export function isOlderThanProcess(file: string, startedMs: number = performance.timeOrigin): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  return [stat.mtimeMs, stat.ctimeMs].every((ms) => ms + (ms % 1000 === 0 ? COARSE_TICK_MS : TICK_MS) <= startedMs);
}
