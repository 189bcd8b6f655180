// Does a node that it reads have another value?
import { shortDigest } from "../../identity/digest.ts";
import type { CueRecord } from "../../protocol/index.ts";
import type { Difference } from "../subject.ts";
import { changedBindings } from "./bindingChanged.ts";

export const depChanged: Difference = (facts) =>
  changedBindings(facts).flatMap(({ parameter, before, now }): CueRecord[] => {
    const index = facts.depOf.get(parameter);
    if (index === undefined) return [];
    return [
      {
        cue: "dep changed",
        field: `dep/${parameter}`,
        before: shortDigest(before[2]),
        after: shortDigest(now[2]),
        root: rootOf(facts.cuesOf, index),
        text: `\`${facts.boundTo.get(parameter) ?? parameter}\` changed`,
      },
    ];
  });

/** The node in which the change began: a dep that executed for a reason of its own is the root. */
function rootOf(cuesOf: (index: number) => readonly CueRecord[], index: number): number {
  return cuesOf(index).find((cue) => cue.root !== undefined)?.root ?? index;
}
