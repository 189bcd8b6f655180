// Does an edit of how code looks execute nothing, and an edit of what it means leave no stale value? Over random dataflows.
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeBench, type Setting } from "./bench.ts";
import { type Edit, edit, editOf } from "./edits.ts";
import { type Program, program } from "./program.ts";
import { after, type Step, step } from "./steps.ts";
import { expectTrue } from "./truth.ts";

/** Random dataflows per property; 10,000 before a release (CONTRIBUTING). */
const RUNS = Number(process.env["CELLAR_PROPERTY_RUNS"] ?? 200);
const TIMEOUT_MS = 60_000 + RUNS * 1000;

const setting: fc.Arbitrary<Setting> = fc.record({
  store: fc.constantFrom("memory", "folder"),
  concurrency: fc.constantFrom(1, 8),
  restart: fc.boolean(),
});

// Checks that warn do so in each uncached run.
const listeners = process.listeners("warning");
beforeAll(() => {
  process.removeAllListeners("warning");
});
afterAll(() => {
  for (const each of listeners) process.on("warning", each);
});

/** What executed although nothing asks for it. */
const ran = (words: Readonly<Record<string, string>>, may: (name: string) => boolean) =>
  Object.keys(words).filter((name) => ["executed", "unchanged"].includes(words[name]!) && !may(name));

it("a comment, the layout, a spelling or a type annotation executes nothing", { timeout: TIMEOUT_MS }, async () => {
  let edits = 0;
  const one = async (first: Program, changes: readonly Edit[], how: Setting) => {
    const bench = makeBench(how);
    try {
      const { values, saved } = await bench.run(first);
      let now = first;
      for (const change of changes) {
        const edited = editOf("styles", now, change);
        if (edited === undefined) continue;
        now = edited.program;
        edits++;
        const again = await bench.run(now);
        const { mayExecute } = again.written;
        const same = (name: string) => !mayExecute(name, "nothing");
        for (const name of Object.keys(values).filter(same)) expect(again.values[name], name).toEqual(values[name]);
        expect(Object.keys(again.saved)).toEqual(Object.keys(saved));
        expect(ran(again.words, (name) => mayExecute(name, "nothing"))).toEqual([]);
      }
    } finally {
      await bench.close();
    }
  };
  const changes = fc.array(edit, { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(program, changes, setting, one), { numRuns: RUNS });
  expect(edits).toBeGreaterThan(RUNS / 2);
});

it("an edit of a function, helper, step, check, item, module or modifier, of an input, a file, a variable or the config, leaves no stale value, and executes nothing that does not reach it", {
  timeout: TIMEOUT_MS,
}, async () => {
  let changed = 0;
  const one = async (first: Program, steps: readonly Step[], how: Setting, some: readonly number[]) => {
    const bench = makeBench(how);
    try {
      let before = await bench.run(first);
      await expectTrue(bench, first, before, before.written.asked);
      const past = [first];
      for (const each of steps) {
        const { program: now, cause } = after(each, past);
        past.push(now);
        if (each.what === "harm") bench.harm(each.at);
        const { asked } = before.written;
        const names = some.length === 0 ? asked : [...new Set(some.map((i) => asked[i % asked.length]!))];
        const result = await bench.run(now, names);
        await expectTrue(bench, now, result, names);
        if (cause !== undefined && some.length === 0) {
          const both = [before.written, result.written];
          expect(ran(result.words, (name) => both.some(({ mayExecute }) => mayExecute(name, cause)))).toEqual([]);
        }
        const values: typeof before.values = { ...before.values, ...result.values };
        if (names.some((name) => JSON.stringify(values[name]) !== JSON.stringify(before.values[name]))) changed++;
        before = { ...result, values };
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
  // Many an edit reaches no value that is asked for: about one dataflow in two is changed by its steps, give or take a fifth.
  expect(changed).toBeGreaterThan(RUNS / 4);
});
