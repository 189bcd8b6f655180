// What is told of a node that hits while the run is under way?
import type { Entry } from "../contracts.ts";
import { hitNote } from "../cues/notes.ts";
import type { ExecutionParts } from "./executionParts.ts";

export function recordHit(x: ExecutionParts, i: number, entry: Entry | undefined): void {
  const { journal, closure, resolution, recorder } = x;
  const note = entry === undefined ? undefined : hitNote(closure.nodes[i]!.name, entry, closure.indexOf);
  journal.change(i, {
    status: "h",
    key: resolution.keys[i],
    data: entry?.dataVersion,
    from: entry?.runId ?? recorder.runId,
    took: entry?.durationMs ?? 0,
    ...(note === undefined ? {} : { detail: { note } }),
  });
}
