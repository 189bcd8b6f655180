// Which keys does a run leave for the next one to compare with?
import type { Closure } from "../../dataflow/closure.ts";
import type { Decided } from "../decide/decide.ts";
import type { Recorder } from "./recorder.ts";

/** Keys that the dataflow did not have last time: what the next run compares with. */
export function newlySeen(closure: Closure, { resolution, snapshot }: Decided, recorder: Recorder) {
  const seen: { node: string; cacheKey: string }[] = [];
  closure.nodes.forEach(({ name }, i) => {
    const cacheKey = resolution.keys[i];
    const letter = recorder.status[i]!;
    const isKnown = letter === "h" || letter === "x" || letter === "u";
    if (cacheKey !== undefined && isKnown && snapshot.lastSeenOf(name)?.cacheKey !== cacheKey)
      seen.push({ node: name, cacheKey });
  });
  return seen;
}
