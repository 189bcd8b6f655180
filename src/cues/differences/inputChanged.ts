// Was another input or override given, or does another default apply?

import { arrow } from "../arrow.ts";
import { describeChange } from "../describeChange.ts";
import type { Difference } from "../subject.ts";
import { changedBindings } from "./bindingChanged.ts";
import { isDeclared } from "./declaredChanged.ts";

export const inputChanged: Difference = (facts) => {
  const isOverride = (parameter: string) => facts.overridden.has(parameter);
  return changedBindings(facts)
    .filter(({ parameter, before, now }) => !facts.depOf.has(parameter) && !isDeclared(before, now))
    .map(({ parameter, before, now }) => {
      const words = describeChange(facts.lookup.preview(before[2]), facts.lookup.preview(now[2]));
      return {
        cue: "input changed",
        field: `input/${parameter}`,
        ...words,
        text: `${isOverride(parameter) ? "the override of" : "the input"} \`${facts.boundTo.get(parameter) ?? parameter}\` changed: ${arrow(words.before, words.after)}`,
      };
    });
};
