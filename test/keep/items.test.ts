// Does garbage collection know that a list needs its items?
import { expect, it } from "vitest";
import { notebook, ranBy, tallies } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import { shiftedClock } from "./clock.ts";

const nb = notebook();
const count = tallies();
const clock = shiftedClock();
const DAY = 24 * 3_600_000;

const text = `
import { collect, parallelizable } from "cellar";
export const item = parallelizable((list: number[]) => list);
export function plus(item: number): number { globalThis.tally("plus"); return item + 1; }
export const all = collect({}, (plus: number[], by = 0) => plus.map((p) => p + by));
`;

it("what a list in use holds stays, whoever hits only the list; items that no list holds go, and execute again", async () => {
  const dr = nb.driver(text);
  await dr.execute(["all"], { inputs: { list: [10, 20] } });
  await dr.execute(["all"], { inputs: { list: [30] } });
  clock.pass(40 * DAY);
  // Only the list is resolved here: no item is read.
  await dr.execute(["all"], { inputs: { list: [10, 20] } });
  const plan = await dr.cache.collectGarbage({ olderThanMs: 30 * DAY });
  expect(plan.nodes).toContain("plus");
  await plan.apply();
  clock.pass(DAY);
  await (await dr.cache.collectGarbage({ olderThanMs: 30 * DAY })).apply();
  expect(count).toEqual({ plus: 3 });
  const kept = await ranBy(dr, ["all"], { inputs: { list: [10, 20], by: 1 } });
  expect(kept.values).toEqual({ all: [12, 22] });
  expect(count).toEqual({ plus: 3 });
  const asking = { inputs: { list: [30], by: 1 } };
  const gone = await dr.plan(["all"], asking);
  const ran = await ranBy(dr, ["all"], asking);
  expectPlanKept(gone, ran.record);
  expect([ran.values, count]).toEqual([{ all: [32] }, { plus: 4 }]);
});

it("a pin of a run keeps the items of its lists, also of lists that it did not read", async () => {
  const dr = nb.driver(text);
  for (const _ of [1, 2]) await dr.execute(["all"], { inputs: { list: [1, 2] } });
  await dr.cache.pin({ run: (await dr.cache.run()).run });
  clock.pass(40 * DAY);
  await (await dr.cache.collectGarbage({ olderThanMs: 30 * DAY })).apply();
  expect((await dr.execute(["all"], { inputs: { list: [1, 2], by: 5 } }))["all"]).toEqual([7, 8]);
  expect(count).toEqual({ plus: 2 });
});
