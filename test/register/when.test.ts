// Does a script choose between variants as a notebook does?
import { expect, it } from "vitest";
import { project, told } from "./project.ts";

const p = project();

const PRICES = `
import { oneOf, when } from "cellar";
const exact = (rate: number, scale = 10 * 10): number => rate * scale;
export const price = oneOf(
  when({ mode: "fast" }, (rate: number, scale = 5 + 5): number => Math.floor(rate * scale)),
  when({ mode: "exact" }, exact),
);
export const total = (price: number): number => price + 1;
`;

const script = (mode: string) => `
import { Builder } from "cellar";
import * as prices from "./prices.ts";
const dr = new Builder().withModules(prices).withConfig({ mode: ${JSON.stringify(mode)} }).withCache({ path: ".cellar" }).build();
const values = await dr.execute(["total"], { inputs: { rate: 1.25 } });
const { graph, status } = await dr.cache.run();
console.log(JSON.stringify({ values, words: Object.fromEntries(graph.names.map((name, at) => [name, status[at]])) }));
await dr.close();
`;

it("R10: without the file's text nothing is chosen, and the remedy is told", () => {
  const plain = "const rate = 5;\nexport const total = () => rate;\n";
  p.write({
    "prices.js": `import { oneOf, tag, when } from "cellar";
export const price = oneOf(when({ mode: "fast" }, (rate) => rate), (rate) => 2 * rate);
export const tax = tag({ owner: "me" }, (rate) => rate);
${plain}`,
    "script.js": script("exact").replace(".ts", ".js"),
  });
  const { status, stderr } = p.try("script.js", []);
  expect(status).toBe(1);
  for (const name of ["price", "tax"])
    expect(stderr).toMatch(
      new RegExp(
        `\`${name}\` is made by modifiers, which are read from the module's text, and that is not known: start with \`node --import cellar/register\``,
      ),
    );
});

it("R10: a file's variant is chosen by the config and hits in a new process; another variant's edit executes nothing", () => {
  p.write({ "prices.ts": PRICES, "fast.ts": script("fast"), "exact.ts": script("exact") });
  expect(told(p.run("fast.ts"))).toMatchObject({ values: { total: 13 }, words: { price: "x", total: "x" } });
  expect(told(p.run("exact.ts"))).toMatchObject({ values: { total: 126 }, words: { price: "x", total: "x" } });
  p.write({ "prices.ts": PRICES.replace("Math.floor", "Math.ceil") });
  expect(told(p.run("exact.ts"))).toMatchObject({ values: { total: 126 }, words: { price: "h", total: "h" } });
  expect(told(p.run("fast.ts"))).toMatchObject({ values: { total: 14 }, words: { price: "x", total: "x" } });
});
