// Did a constant of the module change: its text, or the value that it had after loading?

import type { CueRecord } from "../../protocol/index.ts";
import { arrow } from "../arrow.ts";
import { describeChange } from "../describeChange.ts";
import type { Difference } from "../subject.ts";
import { changedParts, type PartChange, partCue } from "./partChanged.ts";

export const constantChanged: Difference = (facts) =>
  changedParts(facts, ["constant"]).map((change) => {
    const told = partCue(facts, "constant changed", change, "");
    const before = valueIn(change.before?.digest);
    const now = valueIn(change.now?.digest);
    if (before === undefined || now === undefined || before === now) return told;
    return byValue(told, change, describeChange(facts.lookup.preview(before), facts.lookup.preview(now)));
  });

/** A computed constant's digest is `value version:code digest`; a literal's is that of its code alone. */
function valueIn(digest: string | undefined): string | undefined {
  const [value, code] = digest?.split(":") ?? [];
  return code === undefined ? undefined : value;
}

function byValue(told: CueRecord, change: PartChange, words: { before: string; after: string }): CueRecord {
  return { ...told, ...words, text: `\`${change.now!.name}\` changed: ${arrow(words.before, words.after)}` };
}
