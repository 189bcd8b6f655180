// Was another input given, or does another default apply?

import { arrow } from "../arrow.ts";
import { describeChange } from "../describeChange.ts";
import type { Difference } from "../subject.ts";
import { changedBindings } from "./bindingChanged.ts";

export const inputChanged: Difference = (facts) =>
  changedBindings(facts)
    .filter(({ parameter }) => !facts.depOf.has(parameter))
    .map(({ parameter, before, now }) => {
      const words = describeChange(facts.lookup.preview(before[2]), facts.lookup.preview(now[2]));
      return {
        cue: "input changed",
        field: `input/${parameter}`,
        ...words,
        text: `the input \`${parameter}\` changed: ${arrow(words.before, words.after)}`,
      };
    });
