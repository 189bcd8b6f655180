import { expect, it } from "vitest";
import { lookAt, notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

it("R2, R25: nodes of one computation, of which another run has begun the first: both hit, and what is below goes on", async () => {
  const text = `export async function first(x: number) { (globalThis as any).tally("first"); await new Promise((r) => setTimeout(r, 20)); return { x }; }
export async function second(x: number) { (globalThis as any).tally("first"); await new Promise((r) => setTimeout(r, 20)); return { x }; }
export const sum = (first: { x: number }, second: { x: number }) => first.x + second.x;`;
  const cell = nb.cell(text);
  const drivers = [nb.driver(cell), nb.driver(cell)];
  const asking = { inputs: { x: 3 } };
  const [one, other] = await Promise.all(drivers.map((dr) => ranBy(dr, ["sum", "first", "second"], asking)));
  expect([one!.values, other!.values, count]).toEqual([
    { sum: 6, first: { x: 3 }, second: { x: 3 } },
    one!.values,
    { first: 1 },
  ]);
  expect([other!.words["first"], other!.words["second"]]).toEqual(["hit", "hit"]);
  expect(other!.values["first"]).not.toBe(other!.values["second"]);
});

it("R2: a node whose like has failed before it was decided is skipped for the same reason, and so is what is below", async () => {
  const text = `import { inject, source } from "cellar";
export const soon = () => 1;
export async function late() { await new Promise((r) => setTimeout(r, 20)); return 1; }
export const first = inject({ n: source("soon") }, (n: number): number => { throw new Error("no " + n); });
export const second = inject({ n: source("late") }, (n: number): number => { throw new Error("no " + n); });
export const sum = (second: number) => second;`;
  const dr = nb.driver(text);
  await expect(dr.execute(["first", "sum"])).rejects.toThrow("`first` failed: Error: no 1");
  const { words, record } = lookAt(await dr.cache.run());
  expect(words).toMatchObject({ first: "failed", second: "skipped", sum: "skipped" });
  const { names } = record.graph;
  expect(record.detail[names.indexOf("sum")]?.reason).toBe("`first` failed");
});
