// What may happen between two runs of a random program? Edits of its code, and changes of what is outside it.
import fc from "fast-check";
import { edit, editOf } from "./edits.ts";
import { lists, type Program } from "./program.ts";

const held = fc.record({ at: fc.nat(1), to: fc.nat(3) });

export const step = fc.oneof(
  { weight: 9, arbitrary: fc.record({ what: fc.constant("edit" as const), edit }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("look" as const), edit }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("input" as const), x: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant("mode" as const), mode: fc.constantFrom("one", "two", "three") }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("file" as const), held }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("variable" as const), held }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("seed" as const), seed: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("behaviors" as const), lists }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("harm" as const), at: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("back" as const), to: fc.nat(3) }) },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

export interface After {
  readonly program: Program;
  /** What alone is another than before, as nodes ask for it; undefined where it may be much. */
  readonly cause?: string;
}

export function after(each: Step, past: readonly Program[]): After {
  const now = past.at(-1)!;
  switch (each.what) {
    case "edit":
      return editOf("choices", now, each.edit) ?? { program: now, cause: "nothing" };
    case "look":
      return { program: editOf("styles", now, each.edit)?.program ?? now, cause: "nothing" };
    case "input":
      return { program: { ...now, x: each.x }, cause: "x" };
    case "mode":
      return { program: { ...now, mode: each.mode }, cause: "mode" };
    case "file":
      return { program: { ...now, files: now.files.with(each.held.at, each.held.to) }, cause: `file${each.held.at}` };
    case "variable": {
      const { at, to } = each.held;
      return { program: { ...now, variables: now.variables.with(at, to) }, cause: `variable${at}` };
    }
    case "seed":
      return { program: { ...now, seed: each.seed }, cause: "seed" };
    case "behaviors":
      return { program: { ...now, lists: each.lists } };
    case "harm":
      return { program: now, cause: "saved" };
    case "back":
      return { program: past[each.to % past.length]! };
  }
}
