// How are the items of one node decided? Each by its own key; what a saver wrote counts as it does outside of lists (R29).
import type { ItemRun } from "./itemRun.ts";
import type { ItemWorld } from "./itemWorld.ts";
import type { Snapshot } from "./question.ts";
import { Resolution } from "./resolution.ts";
import { savedState } from "./savedFiles.ts";

/** What the items read of a saver counts by all that it saved: of a list, by the files of all its items. */
export function itemResolution(
  x: Pick<ItemWorld, "resolution" | "parts">,
  { question, sources }: ItemRun,
  snapshot: Snapshot,
): Resolution {
  const resolution = new Resolution(question, snapshot, (entry) => savedState(entry, x.parts));
  for (const [at, source] of sources.entries())
    if (source !== undefined) resolution.saved[at] = x.resolution.saved[source.dep];
  return resolution;
}
