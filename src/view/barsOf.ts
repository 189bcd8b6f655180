// How tall is a run's bar in a strip of runs, and what is it made of?
import type { RunBody, StatusLetter } from "../protocol/index.ts";

export interface Bar {
  /** From the bottom up; `share` of the strip's height, 0–1. */
  readonly parts: readonly { readonly status: StatusLetter; readonly share: number }[];
}

/** A run without executions still shows a foot of hits. */
const FOOT = 0.08;

/**
 * One bar per run: its height is the time spent executing (square root, so that short runs stay visible), split by status.
 */
export function barsOf(runs: readonly Pick<RunBody, "status" | "took">[]): Bar[] {
  const spent = runs.map(timeByStatus);
  const longest = Math.max(1e-9, ...spent.map((times) => sum(times)));
  return spent.map((times, i) => {
    const total = sum(times);
    const height = Math.sqrt(total / longest) * (1 - FOOT);
    const parts = [...times].map(([status, ms]) => ({ status, share: total > 0 ? (height * ms) / total : 0 }));
    const foot: StatusLetter = runs[i]!.status.includes("h") || total === 0 ? "h" : (parts[0]?.status ?? "x");
    return { parts: [{ status: foot, share: FOOT }, ...parts.filter((part) => part.share > 0)] };
  });
}

const EXECUTED: readonly StatusLetter[] = ["x", "u", "f", "r"];

function timeByStatus({ status, took }: Pick<RunBody, "status" | "took">): Map<StatusLetter, number> {
  const times = new Map<StatusLetter, number>();
  for (let node = 0; node < status.length; node++) {
    const letter = status[node] as StatusLetter;
    // An execution too short to measure still counts as one.
    if (EXECUTED.includes(letter)) times.set(letter, (times.get(letter) ?? 0) + Math.max(0.01, took[node] ?? 0));
  }
  return times;
}

function sum(times: Map<StatusLetter, number>): number {
  return [...times.values()].reduce((total, ms) => total + ms, 0);
}
