// What is told of a node that hits while the run is under way?
import type { Entry } from "../../contracts.ts";
import { hitNote } from "../../cues/notes.ts";
import type { NodeDetail } from "../../protocol/index.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { marksOf } from "./marksOf.ts";

/** @param how where there is more to say than the entry says */
export function recordHit(x: ExecutionParts, i: number, entry: Entry | undefined, how?: NodeDetail["note"]): void {
  const { journal, closure, resolution, recorder } = x;
  const note = (entry && hitNote(closure.nodes[i]!.name, entry, closure.indexOf)) ?? how;
  // Only now is the age of its value known.
  const isImpure = (x.asked.codes[i]?.reads.length ?? 0) > 0;
  const marks = isImpure ? marksOf(x, i, (dep) => closure.nodes[dep]!.name) : undefined;
  journal.change(i, {
    status: "h",
    key: resolution.keys[i],
    data: entry?.dataVersion,
    from: entry?.runId ?? recorder.runId,
    took: entry?.durationMs ?? 0,
    ...(note === undefined && marks === undefined
      ? {}
      : { detail: { ...(note === undefined ? {} : { note }), ...(marks === undefined ? {} : { marks }) } }),
  });
}
