// What is told of a node that is computed once per item? How many hit, executed, failed, and which.
import type { ItemCounts } from "../../protocol/index.ts";
import type { Recorder } from "../record/recorder.ts";
import type { ItemRun } from "./itemRun.ts";
import { numbersOf } from "./itemsFailed.ts";

/** Of equal items the first executes, the others hit (R2). */
export function itemCounts({ places }: ItemRun, { status }: Recorder): ItemCounts {
  const seen = new Set<number>();
  const failed: number[] = [];
  let executed = 0;
  let hit = 0;
  let skipped = 0;
  places.forEach((place, item) => {
    if (typeof place !== "number") {
      skipped++;
      return;
    }
    const letter = status[place]!;
    if (letter === "f") failed.push(item);
    else if (letter === "s") skipped++;
    else if ((letter === "x" || letter === "u") && !seen.has(place)) executed++;
    else if ("hxu".includes(letter)) hit++;
    seen.add(place);
  });
  const said = [
    [hit, "hit"],
    [executed, "executed"],
    [failed.length, failed.length === 0 ? "failed" : `failed (${numbersOf(failed)})`],
    [skipped, "skipped"],
  ] as const;
  const total = places.length;
  const words = said.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  const text = total === 0 ? "no items" : `${total} item${total === 1 ? "" : "s"}: ${words.join(", ")}`;
  return { total, hit, executed, failed: failed.length, skipped, text };
}
