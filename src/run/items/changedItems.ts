// Which items are other ones than last time? Told by their versions, for those that read the list.
import type { CueRecord } from "../../protocol/index.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { ItemList } from "./itemList.ts";
import { numbersOf } from "./itemsFailed.ts";

/**
 * @param before version of the list as it was
 * @returns undefined where the list as it was cannot be read any more
 */
export async function changedText(x: ExecutionParts, before: string, now: ItemList): Promise<string | undefined> {
  const reading = await x.read(before);
  return "lost" in reading || !(reading.value instanceof ItemList) ? undefined : differenceText(reading.value, now);
}

function differenceText({ versions: before }: ItemList, { versions: now }: ItemList): string {
  const known = new Set(before);
  const changed = now.flatMap((version, at) => (known.has(version) ? [] : [at]));
  const count = before.length === now.length ? "" : ` (${before.length} items → ${now.length})`;
  if (changed.length > 0) {
    return `${changed.length} of ${now.length} items changed: ${numbersOf(changed)}${count}`;
  }
  return count === "" ? "its items are in another order" : `its items are the same, but for their number${count}`;
}

/** The cues of a node, with what changed in the lists of items that it reads. */
export function withItemChanges({ recorder, closure }: ExecutionParts, i: number, cues: readonly CueRecord[]) {
  return cues.map((cue): CueRecord => {
    const edge = closure.edges[i]!.find(
      ({ parameter }) => cue.cue === "dep changed" && cue.field === `dep/${parameter}`,
    );
    const changed = edge === undefined ? undefined : recorder.detailOf(edge.dep)?.items?.changed;
    return changed === undefined ? cue : { ...cue, text: `${cue.text}: ${changed}` };
  });
}
