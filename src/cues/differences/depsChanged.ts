// Does it have other parameters than in the baseline?
import type { Difference } from "../subject.ts";
import { byParameter } from "../subject.ts";

export const depsChanged: Difference = (facts) => {
  if (facts.before === undefined) return [];
  const before = byParameter(facts.before.recipe.bindings);
  const now = byParameter(facts.now.recipe.bindings);
  const added = [...now.keys()].filter((name) => !before.has(name));
  const removed = [...before.keys()].filter((name) => !now.has(name));
  return [
    ...added.map((name) => ({ cue: "dep added", field: `dep/${name}`, after: name, text: `it now reads \`${name}\`` })),
    ...removed.map((name) => ({
      cue: "dep removed",
      field: `dep/${name}`,
      before: name,
      text: `it no longer reads \`${name}\``,
    })),
  ];
};
