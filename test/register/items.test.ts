// Does a script compute the items of a list as a notebook does?
import { expect, it } from "vitest";
import { project } from "./project.ts";

const p = project();

const ITEMS = `
import { collect, parallelizable } from "cellar";
export const word = parallelizable(function* (text: string) { yield* text.split(" "); });
export function length(word: string): number { return word.length; }
export const lengths = collect({}, (length: number[]) => length);
`;

const script = `
import { Builder } from "cellar";
import * as items from "./items.ts";
const dr = new Builder().withModules(items).withCache({ path: ".cellar" }).build();
const values = await dr.execute(["lengths"], { inputs: { text: process.argv[2] } });
const { graph, status, detail } = await dr.cache.run();
console.log(JSON.stringify([values.lengths, status, detail[graph.names.indexOf("length")]?.items?.text]));
await dr.close();
`;

it("R31: with cellar/register only the new item executes", () => {
  p.write({ "items.ts": ITEMS, "script.ts": script });
  const said = (text: string) => JSON.parse(p.run("script.ts", [text])) as unknown[];
  expect(said("a list of words")).toEqual([[1, 4, 2, 5], "gxxx", "4 items: 4 executed"]);
  expect(said("a list of words")).toEqual([[1, 4, 2, 5], "ghhh", null]);
  expect(said("a longer list of words")).toEqual([[1, 6, 4, 2, 5], "gxxx", "5 items: 4 hit, 1 executed"]);
});

it("R10: without the file's text nothing is computed item by item, and the remedy is told", () => {
  const js = ITEMS.replaceAll(/: (string|number(\[\])?)/g, "");
  p.write({ "items.js": js, "script.js": script.replace("./items.ts", "./items.js") });
  const { status, stderr } = p.try("script.js", []);
  expect(status).toBe(1);
  for (const name of ["word", "lengths"]) expect(stderr).toMatch(new RegExp(`\`${name}\` is made by modifiers`));
  expect(stderr).toContain("node --import cellar/register");
});
