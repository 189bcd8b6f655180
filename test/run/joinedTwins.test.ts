import { expect, it } from "vitest";
import { notebook, ranBy, tallies } from "../driver/notebook.ts";

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
