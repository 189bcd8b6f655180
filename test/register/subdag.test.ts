// Does a script use modules as parts as a notebook does?
import { expect, it } from "vitest";
import { project, told } from "./project.ts";

const p = project();

const SALES = `
export const rows = (region: string): number[] => [region.length, 2];
export const total = (rows: number[], rate = 2): number => rate * rows.reduce((a, b) => a + b, 0);
`;
const MAIN = `
import { oneOf, subdag, tag, when } from "cellar";
import * as sales from "./sales.ts";
export const north = subdag({ modules: [sales], inputs: { region: "north" } }, (total: number): number => total);
export const east = oneOf(
  when({ mode: "zero" }, subdag({ modules: [sales], inputs: { region: "", rate: 0 } }, (total: number): number => total)),
  tag({ owner: "me" }, subdag({ modules: [sales], inputs: { region: "east", rate: 1 } }, (total: number): number => total)),
);
`;
const SCRIPT = `
import { Builder } from "cellar";
import * as main from "./main.ts";
const dr = new Builder().withModules(main).withCache({ path: ".cellar" }).build();
const values = await dr.execute(["north", "east", "north.rows"]);
const { graph, status } = await dr.cache.run();
console.log(JSON.stringify({ values, words: Object.fromEntries(graph.names.map((name, at) => [name, status[at]])) }));
await dr.close();
`;

it("R10: inner nodes count by the code that runs, hit in a new process, and share with the notebook's names", () => {
  p.write({ "sales.ts": SALES, "main.ts": MAIN, "script.ts": SCRIPT });
  const values = { north: 14, east: 6, "north.rows": [5, 2] };
  expect(told(p.run("script.ts"))).toMatchObject({
    values,
    words: { north: "x", "north.rows": "x", "east.total": "x" },
  });
  expect(told(p.run("script.ts"))).toMatchObject({ values, words: { north: "h", "north.rows": "h" } });
  p.write({ "sales.ts": SALES.replace("rate *", "1 + rate *") });
  const edited = told(p.run("script.ts"));
  expect(edited).toMatchObject({
    values: { north: 15, east: 7, "north.rows": [5, 2] },
    words: { "north.rows": "h", "north.total": "x", north: "x" },
  });
});

it("without the hook it says how its modules are found", () => {
  p.write({
    "sales.js": SALES.replace(/: (string|number\[\]|number)/g, ""),
    "main.js": MAIN.replace(/: number/g, "").replace("sales.ts", "sales.js"),
    "script.js": SCRIPT.replace("main.ts", "main.js"),
  });
  const { status, stderr } = p.try("script.js", []);
  expect(status).toBe(1);
  expect(stderr).toContain("node --import cellar/register");
});
