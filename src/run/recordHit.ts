// What is told of a node that hits while the run is under way?
import type { Entry } from "../contracts.ts";
import { hitNote } from "../cues/notes.ts";
import type { NodeDetail } from "../protocol/index.ts";
import type { ExecutionParts } from "./executionParts.ts";

/** @param how where there is more to say than the entry says */
export function recordHit(x: ExecutionParts, i: number, entry: Entry | undefined, how?: NodeDetail["note"]): void {
  const { journal, closure, resolution, recorder } = x;
  const note = (entry && hitNote(closure.nodes[i]!.name, entry, closure.indexOf)) ?? how;
  journal.change(i, {
    status: "h",
    key: resolution.keys[i],
    data: entry?.dataVersion,
    from: entry?.runId ?? recorder.runId,
    took: entry?.durationMs ?? 0,
    ...(note === undefined ? {} : { detail: { note } }),
  });
}
