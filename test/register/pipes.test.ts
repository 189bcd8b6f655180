// Do steps and checks of a script do what those of a notebook do?
import { expect, it } from "vitest";
import { project, told } from "./project.ts";

const p = project();

const PRICES = `
import { checkOutput, pipeInput, pipeOutput, source, step } from "cellar";
import { double } from "./double.ts";
const LIMIT = 10 * 10;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const capped = (value: number, most: number): number => Math.min(value, most);
const isWhole = (value: number): boolean => Number.isInteger(value);
export const price = checkOutput(
  { range: [0, 50], custom: isWhole },
  pipeOutput([step(double), step(round, { digits: 0 })], (rate: number): number => rate * 1.1),
);
export const total = pipeInput({ price: [step(capped, { most: LIMIT / 5 })] }, (price: number): number => price + 1);
`;

const script = (rate: number) => `
import { Builder } from "cellar";
import * as prices from "./prices.ts";
const dr = new Builder().withModules(prices).withCache({ path: ".cellar" }).build();
const values = await dr.execute(["total"], { inputs: { rate: ${rate} } }).catch((error) => error.message);
const { graph, status } = await dr.cache.run();
console.log(JSON.stringify({ values, words: Object.fromEntries(graph.names.map((name, at) => [name, status[at]])) }));
await dr.close();
`;

const DOUBLE = "export const double = (value: number): number => value * 2;";

it("R10: steps and checks of a file hit in a new process; an edited step, import or check is seen there", () => {
  p.write({ "prices.ts": PRICES, "double.ts": DOUBLE, "ten.ts": script(10), "many.ts": script(100) });
  const run = () => told(p.run("ten.ts")) as { values: unknown; words: Record<string, string> };
  expect(run()).toMatchObject({ values: { total: 21 }, words: { "price.raw": "x", total: "x" } });
  expect(new Set(Object.values(run().words))).toEqual(new Set(["g", "h"]));
  p.write({ "prices.ts": PRICES.replace("LIMIT / 5", "LIMIT / 10") });
  expect(run()).toMatchObject({ values: { total: 11 }, words: { price: "h", "total.price.step1": "x" } });
  p.write({ "double.ts": DOUBLE.replace("* 2", "* 1") });
  expect(run()).toMatchObject({ values: { total: 11 }, words: { "price.raw": "h", "price.step1": "x" } });
  p.write({ "prices.ts": PRICES.replace("[0, 50]", "[0, 5]") });
  expect(run()).toMatchObject({ words: { "price.step2": "h", "price.check": "x", price: "f", total: "s" } });
  expect(told(p.run("many.ts"))).toMatchObject({ values: expect.stringMatching(/out of the range \[0, 5\]: 110/) });
});

it("R10: without the file's text no step is known, and the remedy is told", () => {
  p.write({
    "prices.js": `import { pipeOutput, step } from "cellar";
const same = (x) => x;
export const price = pipeOutput([step(same)], (rate) => rate);
export const total = (price) => price;
`,
    "script.js": script(1).replace(".ts", ".js"),
  });
  const { status, stderr } = p.try("script.js", []);
  expect(status).toBe(1);
  expect(stderr).toMatch(/`price` is made by modifiers, which are read from the module's text, .*cellar\/register/);
});
