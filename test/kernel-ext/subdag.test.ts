import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.run('import { Builder } from "cellar";');
});
afterAll(() => kernel.close());

it("a cell's module is a part of another cell's dataflow, with its names and their types", async () => {
  await kernel.run(`%%cell_to_module sales
export const rows = (region: string): number[] => [region.length, 2];
export const total = (rows: number[], rate = 2): number => rate * rows.reduce((a, b) => a + b, 0);`);
  const cell = await kernel.run(`%%cell_to_module regions
import { subdag } from "cellar";
import * as sales from "./sales";
export const north = subdag({ modules: [sales], inputs: { region: "north" } }, (total: number): string => "N" + total);
export const east = subdag({ modules: [sales], inputs: { region: "east" } }, (total: number): string => "E" + total);`);
  expect(cell.error).toBeUndefined();
  const ran = await kernel.run(`const dr = new Builder().withModules(regions).withCache().build();
const got = await dr.execute(["north", "east", "north.rows"]);
const [text, rows]: [string, number[]] = [got.north, got["north.rows"]];
[text, got.east, rows]`);
  expect(ran.error).toBeUndefined();
  expect(ran.result).toEqual({ "text/plain": "[ 'N14', 'E12', [ 5, 2 ] ]" });
  const wrong = await kernel.run('await dr.execute(["north.row"]);');
  expect(wrong.error?.evalue).toContain("Did you mean '\"north.rows\"'?");
});
