import fc from "fast-check";
import { expect, it } from "vitest";
import { notebook, ranBy } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import { shiftedClock } from "./clock.ts";

const nb = notebook();
const clock = shiftedClock();

/** Two texts whose values differ, over a diamond with an early cut-off and values of both sizes. */
const text = (
  version: number,
) => `export function a(x: number) { return Array.from({ length: 5000 }, (_, i) => x + i); }
export function b(a: number[]) { return a.length % 2 + ${version}; }
export function c(a: number[], b: number) { return new Float64Array(a).map((value) => value * b); }
export function d(b: number, c: Float64Array) { return [b, c[1]!, c.length]; }`;
const NODES = ["a", "b", "c", "d"];

function expected(version: number, x: number): Record<string, unknown> {
  const a = Array.from({ length: 5000 }, (_, i) => x + i);
  const c = new Float64Array(a).map((value) => value * version);
  return { a, b: version, c, d: [version, c[1], 5000] };
}

const rule = fc
  .record(
    {
      olderThanMs: fc.constantFrom(0, 30_000, 3_600_000),
      maxBytes: fc.constantFrom(0, 100, 60_000, 1_000_000),
      keepRuns: fc.constantFrom(0, 1, 3),
    },
    { requiredKeys: [] },
  )
  .filter((given) => Object.keys(given).length > 0);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant("run" as const),
      x: fc.integer({ min: 0, max: 1 }),
      version: fc.integer({ min: 1, max: 2 }),
      names: fc.subarray(NODES, { minLength: 1 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("collect" as const), rule }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("pass" as const), ms: fc.constantFrom(61_000, 86_400_000) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("pin" as const), node: fc.constantFrom(...NODES) }) },
  { weight: 1, arbitrary: fc.constant({ what: "deleteAll" as const }) },
  { weight: 1, arbitrary: fc.constant({ what: "reopen" as const }) },
);

it("whatever is collected, pinned, emptied and reopened between runs: values are those of the code, and plans are kept", async () => {
  const one = async (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) => {
    let drivers = [1, 2].map((version) => nb.driver(text(version)));
    await drivers[0]!.cache.deleteAll();
    for (const each of steps) {
      const [dr] = drivers as [(typeof drivers)[0]];
      if (each.what === "run") {
        const asked = { inputs: { x: each.x } };
        const runner = drivers[each.version - 1]!;
        const plan = await runner.plan(each.names, asked);
        const { values, record } = await ranBy(runner, each.names, asked);
        const all = expected(each.version, each.x);
        expect(values).toEqual(Object.fromEntries(each.names.map((name) => [name, all[name]])));
        const reasons = record.departed.map(({ reason }) => reason);
        for (const reason of reasons) expect(reason).toMatch(/^the bytes of `\w` were collected on reading$/);
        expectPlanKept(plan, record, reasons);
        expect([record.state, record.warnings]).toEqual(["done", undefined]);
        const again = await ranBy(runner, each.names, asked);
        expect(again.record.status).toMatch(/^[gh]+$/);
      } else if (each.what === "collect") await (await dr.cache.collectGarbage(each.rule)).apply();
      else if (each.what === "pass") clock.pass(each.ms);
      else if (each.what === "pin") await dr.cache.pin({ node: each.node });
      else if (each.what === "deleteAll") await dr.cache.deleteAll();
      else {
        await nb.close();
        drivers = [1, 2].map((version) => nb.driver(text(version)));
      }
    }
    await nb.close();
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), one), { numRuns: 30 });
});
