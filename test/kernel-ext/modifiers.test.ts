import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

it("a cell's modifiers make nodes that later cells know with their types", async () => {
  const cell = await kernel.run(`%%cell_to_module sales
import { cache, dataLoader, extractFields, parameterize, source } from "cellar";

export const rows = cache(
  { behavior: "recompute" },
  dataLoader((path: string): [number[], { path: string }] => [[1, 2, 3], { path }]),
);
export const stats = extractFields(["mean", "most"], (rows: number[]) => ({
  mean: rows.reduce((a, b) => a + b, 0) / rows.length,
  most: Math.max(...rows),
}));
export const scaled = parameterize({ low: { rate: 0.1 }, high: { rate: source("most") } }, (mean: number, rate: number) => mean * rate);
`);
  expect(cell.error).toBeUndefined();
  const built = await kernel.run(`import { Builder } from "cellar";
const dr = new Builder().withModules(sales).withCache({ ignore: ["rows.loader"] }).build();
const { low, high, "rows.loader": loaded } = await dr.execute(["low", "high", "rows.loader"], { inputs: { path: "x.csv" } });
const told: string = loaded[1].path;
[low, high, told]`);
  expect(built.error).toBeUndefined();
  expect(built.result?.["text/plain"]).toBe("[ 0.2, 6, 'x.csv' ]");
});

it("a value of a node that a modifier made is checked like any other", async () => {
  const { error } = await kernel.run('const { low } = await dr.execute(["low"]); const text: string = low;');
  expect(error?.evalue).toContain("TS2322: Type 'number' is not assignable to type 'string'.");
  const missing = await kernel.run('await dr.execute(["scaled"]);');
  expect(missing.error?.evalue).toContain("TS2322");
});

it("a bad modifier is told with its place in the cell", async () => {
  const { error, reply } = await kernel.run(
    '%%cell_to_module bad\nimport { cache } from "cellar";\nexport const one = cache({ behavior: "recompte" as never }, () => 1);',
  );
  expect(error?.evalue).toContain(`In[${reply.execution_count}]:3:20`);
  expect(error?.evalue).toContain("Did you mean `recompute`?");
});

it("a cell's steps and checks are nodes that later cells know with their types, and their inputs are inputs", async () => {
  const cell = await kernel.run(`%%cell_to_module piped
import { checkOutput, pipeInput, pipeOutput, source, step } from "cellar";
const scale = (value: number, by: number): number => value * by;
const text = (value: number): string => String(value);
export const price = checkOutput({ range: [0, 9] }, pipeOutput([step(scale, { by: source("factor") }).named("scaled")], (start: number): number => start));
export const told = pipeInput({ price: [step(text)] }, (price: string): string => price + "!");`);
  expect(cell.error).toBeUndefined();
  const run = await kernel.run(`const pipes = new Builder().withModules(piped).withCache().build();
const { told: said, "price.scaled": scaled, "told.price.step1": step1, "price.check": check } = await pipes.execute(
  ["told", "price.scaled", "told.price.step1", "price.check"], { inputs: { start: 2, factor: 3 } });
const kinds: [string, number, string, boolean] = [said, scaled, step1, check.passed];
kinds`);
  expect(run.error).toBeUndefined();
  expect(run.result?.["text/plain"]).toBe("[ '6!', 6, '6', true ]");
  const failing = await kernel.run('await pipes.execute(["told"], { inputs: { start: 5, factor: 3 } });');
  expect(failing.error?.evalue).toContain(
    "`price` (line 5) does not pass checkOutput(): is out of the range [0, 9]: 15",
  );
  const wrong = await kernel.run('await pipes.execute(["price.sclaed"], { inputs: { start: 5, factor: 3 } });');
  expect(wrong.error?.evalue).toContain("Did you mean '\"price.scaled\"'?");
});
