// Does an edit of how code looks execute nothing, and an edit of what it means leave no stale value? Over random dataflows.
import fc from "fast-check";
import { expect, it } from "vitest";
import { makeBench, type Setting } from "./bench.ts";
import { type Edit, edit, editOf } from "./edits.ts";
import { type Program, program } from "./program.ts";

/** Random dataflows per property; 10,000 before a release (CONTRIBUTING). */
const RUNS = Number(process.env["CELLAR_PROPERTY_RUNS"] ?? 200);
const TIMEOUT_MS = 60_000 + RUNS * 1000;

const setting: fc.Arbitrary<Setting> = fc.record({
  store: fc.constantFrom("memory", "folder"),
  concurrency: fc.constantFrom(1, 8),
  restart: fc.boolean(),
});

/** What executed although nothing asks for it in every run. */
const ran = (words: Readonly<Record<string, string>>, always: ReadonlySet<string>) =>
  Object.keys(words).filter((name) => ["executed", "unchanged"].includes(words[name]!) && !always.has(name));

it("a comment, the layout, a spelling or a type annotation executes nothing", { timeout: TIMEOUT_MS }, async () => {
  let edits = 0;
  const one = async (first: Program, changes: readonly Edit[], how: Setting) => {
    const bench = makeBench(how);
    try {
      const { values } = await bench.run(first);
      let now = first;
      for (const change of changes) {
        const edited = editOf("styles", now, change);
        if (edited === undefined) continue;
        now = edited.program;
        edits++;
        const again = await bench.run(now);
        expect(again.values).toEqual(values);
        expect(ran(again.words, again.written.always)).toEqual([]);
      }
    } finally {
      await bench.close();
    }
  };
  const changes = fc.array(edit, { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(program, changes, setting, one), { numRuns: RUNS });
  expect(edits).toBeGreaterThan(RUNS / 2);
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant("edit" as const), edit }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("look" as const), edit }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("input" as const), x: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant("mode" as const), mode: fc.constantFrom("one", "two", "three") }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("back" as const), to: fc.nat(3) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The program after a step, and the declaration whose meaning alone was edited, if it is one. */
function after(each: Step, past: readonly Program[]): { readonly program: Program; readonly declaration?: number } {
  const now = past.at(-1)!;
  if (each.what === "edit") return editOf("choices", now, each.edit) ?? { program: now };
  if (each.what === "look") return { program: editOf("styles", now, each.edit)?.program ?? now };
  if (each.what === "input") return { program: { ...now, x: each.x } };
  if (each.what === "mode") return { program: { ...now, mode: each.mode } };
  return { program: past[each.to % past.length]! };
}

it("an edit of a function, helper, class, constant, default or modifier, of an input or the config, leaves no stale value, and executes nothing that does not reach it", {
  timeout: TIMEOUT_MS,
}, async () => {
  let changed = 0;
  const one = async (first: Program, steps: readonly Step[], how: Setting, some: readonly number[]) => {
    const bench = makeBench(how);
    try {
      let before = await bench.run(first);
      const past = [first];
      for (const each of steps) {
        const { program: now, declaration } = after(each, past);
        past.push(now);
        const { asked } = before.written;
        const names = some.length === 0 ? undefined : [...new Set(some.map((i) => asked[i % asked.length]!))];
        const truth = await bench.uncached(now, names);
        const result = await bench.run(now, names);
        expect(result.values).toEqual(truth);
        if (declaration !== undefined && names === undefined) {
          const may = new Set([
            ...before.written.always,
            ...result.written.always,
            ...result.written.reached[declaration]!,
          ]);
          expect(ran(result.words, may)).toEqual([]);
        }
        if (Object.keys(truth).some((name) => JSON.stringify(truth[name]) !== JSON.stringify(before.values[name])))
          changed++;
        before = { ...result, values: { ...before.values, ...truth } };
      }
    } finally {
      await bench.close();
    }
  };
  const steps = fc.array(step, { minLength: 1, maxLength: 4 });
  const some = fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(20), { maxLength: 2 }) },
  );
  await fc.assert(fc.asyncProperty(program, steps, setting, some, one), { numRuns: RUNS });
  expect(changed).toBeGreaterThan(RUNS / 2);
});
