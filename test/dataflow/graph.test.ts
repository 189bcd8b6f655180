import { describe, expect, it } from "vitest";
import { closureOf } from "../../src/dataflow/closure.ts";
import { buildGraph } from "../../src/dataflow/graph.ts";
import type { ModuleInstance } from "../../src/dataflow/module.ts";
import { Builder, isCellarError } from "../../src/index.ts";
import { type AnyDriver, notebook, ranBy } from "../driver/notebook.ts";

const nb = notebook();

/** What building a driver of these cells, or executing it, says. */
async function said(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    return isCellarError(error) ? `${error.code}: ${error.message}` : `not ours: ${String(error)}`;
  }
  return "nothing";
}

describe("tying nodes by the names of their parameters", () => {
  it("only exported functions are nodes; other exports and helpers are not", async () => {
    const dr = nb.driver(`
export const rate = 2;
export class Point {}
function helper(a: number) { return a * rate; }
export const a = () => 1;
export function b(a: number) { return helper(a); }
export async function c(b: number) { return b; }
const d = (c: number) => c;
export { d as e };`);
    expect(dr.nodes.map(({ name, kind }) => `${kind} ${name}`)).toEqual(["node a", "node b", "node c", "node e"]);
    expect(dr.nodes.map(({ deps }) => deps)).toEqual([[], ["a"], ["b"], ["c"]]);
    expect((await ranBy(dr, ["e"])).values).toEqual({ e: 2 });
    expect((await ranBy(dr, ["e"])).words).toEqual({ a: "hit", b: "hit", c: "hit", e: "hit" });
  });

  it("a missing dep is named with who needs it, and the nearest name", async () => {
    const dr = nb.driver(
      "export function prices() { return [1]; }\nexport function total(price: number[]) { return price.length; }",
    );
    expect(await said(() => dr.execute(["total"]))).toBe(
      "missing-input: `total` needs `price`, but no cell defines it and no input gives it. Did you mean `prices`? Give it: { inputs: { price: … } }.",
    );
  });

  it("a misspelt input is the nearest name", async () => {
    const dr = nb.driver("export function total(cutoff: number) { return cutoff; }");
    expect(await said(() => dr.execute(["total"], { inputs: { cutof: 1 } }))).toContain("Did you mean `cutof`?");
  });

  it("all missing inputs are told at once", async () => {
    const dr = nb.driver(
      "export function a(x: number, y: number) { return x + y; }\nexport function b(y: number) { return y; }",
    );
    expect((await said(() => dr.execute(["a", "b"]))).split("\n")).toEqual([
      "missing-input: `a` needs `x`, but no cell defines it and no input gives it. Give it: { inputs: { x: … } }.",
      "`a` and 1 more need `y`, but no cell defines it and no input gives it. Give it: { inputs: { y: … } }.",
    ]);
  });

  it("a dep that is an unexported function says: add `export`", async () => {
    const dr = nb.driver(
      "function prices() { return [1]; }\nexport function total(prices: number[]) { return prices.length; }",
    );
    expect(await said(() => dr.execute(["total"]))).toBe(
      "missing-input: `total` needs `prices`, but no cell defines it and no input gives it. `basics` has a function of that name (line 1): add `export` to make it a node.",
    );
    expect(await said(() => dr.execute(["prices"]))).toContain("missing-input");
  });

  it("asking for an unexported function says: add `export`", async () => {
    const dr = nb.driver("function secret() { return 1; }\nexport function total() { return secret(); }");
    expect(await said(() => dr.execute(["secret"]))).toBe(
      "unknown-node: `secret` is a function of `basics` but no node: add `export` before it.",
    );
  });

  it("an unknown node names the nearest and the nodes there are", async () => {
    const dr = nb.driver("export function total() { return 1; }\nexport function mean() { return 1; }");
    for (const ask of [
      () => dr.execute(["totl"]),
      () => dr.plan(["totl"]),
      () => dr.explain("totl"),
      () => dr.execute(["mean"], { recompute: ["totl"] }),
    ]) {
      expect(await said(ask)).toBe(
        "unknown-node: No node is called `totl`. Did you mean `total`? Nodes are `total`, `mean`.",
      );
    }
    expect(await said(() => nb.driver("export function total() { return 1; }", { recompute: ["totl"] }))).toBe(
      "unknown-node: withCache({ recompute }) names `totl`, which is no node. Did you mean `total`?",
    );
  });

  it("a node that two cells define names both places, and allowModuleOverrides lets the later win", async () => {
    const [first, second] = [
      "export function a() { return 1; }",
      "\nexport function a() { return 2; }\nexport function b(a: number) { return a; }",
    ];
    expect(await said(() => nb.driver([first, second]))).toBe(
      "duplicate: `a` is defined twice: in `basics` (line 1) and `cell1` (line 2). Rename one, or call allowModuleOverrides() to let the later module win.",
    );
    for (const word of ["executed", "hit"]) {
      const builder = new Builder().withModules(nb.cell(first), nb.cell(second, "later")).allowModuleOverrides();
      const dr = builder.withCache({ path: nb.cache }).build() as unknown as AnyDriver;
      const { values, words } = await ranBy(dr, ["b"]);
      expect([values, words]).toEqual([{ b: 2 }, { a: word, b: word }]);
      await dr.close();
    }
  });

  it("10,000 nodes in a row, written backwards, come in the order in which they can be computed", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
    const nodes = names.map((name, i) => ({ name, parameters: i === 0 ? [] : [{ name: `n${i - 1}` }] }));
    const module = {
      name: "chain",
      facts: { nodes: nodes.reverse(), problems: [], parts: {} },
    } as unknown as ModuleInstance;
    const graph = buildGraph([module], { allowModuleOverrides: false });
    expect(graph.nodes.map((node) => node.name)).toEqual(names);
    expect(closureOf(graph, ["n9999"]).nodes).toHaveLength(10_000);
  });

  it("a circle is named in full, each needing the next", async () => {
    const text =
      "export function a(b: number) { return b; }\nexport function b(c: number) { return c; }\nexport function c(a: number) { return a; }";
    expect(await said(() => nb.driver(`export function top(a: number) { return a; }\n${text}`))).toBe(
      "circular: Nodes need each other in a circle: `a` → `b` → `c` → `a` (each needs the next). Break it by renaming a parameter or splitting a function.",
    );
    expect(await said(() => nb.driver("export function a(a: number) { return a; }"))).toContain("`a` → `a` (each");
  });

  it("a destructured parameter, a rest parameter and a free name are errors with their place", async () => {
    const text =
      "export function a({ x }: { x: number }) { return x; }\nexport function b(...c: number[]) { return c; }\nexport function d() { return nowhere; }";
    const lines = (await said(() => nb.driver(text))).split("\n");
    expect(lines[0]).toMatch(/^bad-parameter: basics:1:19 `a` \(line 1\) takes its parameter/);
    expect(lines[1]).toMatch(/^basics:2:19 `b` \(line 2\) takes a rest parameter/);
    expect(lines[2]).toMatch(/^basics:3:30 `d` uses `nowhere` \(line 3\)/);
  });

  it("an input that bears a node's name is refused", async () => {
    const dr = nb.driver("export function a() { return 1; }\nexport function b(a: number) { return a; }");
    for (const ask of [() => dr.execute(["b"], { inputs: { a: 5 } }), () => dr.plan(["b"], { inputs: { a: 5 } })]) {
      expect(await said(ask)).toBe(
        "bad-option: `a`: a node cannot be given as an input. Give it as an override, { overrides: { a: … } }, or rename the input.",
      );
    }
  });

  it("modules without a node, and what is no module, are refused", async () => {
    expect(await said(() => nb.driver("export const a = 1;"))).toMatch(/^no-nodes: There is no node/);
    expect(await said(() => nb.driver([null as unknown as object]))).toBe(
      "bad-option: withModules(): argument 1 is null, not a module.",
    );
    const dr = nb.driver("export function a() { return 1; }");
    expect(await said(() => dr.execute("a" as unknown as string[]))).toMatch(
      /^bad-option: Node names are given as a list/,
    );
  });
});

describe("optional inputs", () => {
  const text = "export function a(x: number, y?: number, z = 3) { return [x, y, z]; }";

  it("an input that nothing takes is refused, with the one that was meant; one of a node not asked for is fine", async () => {
    const dr = nb.driver("export const a = (factor = 2) => factor;\nexport const b = (other: number) => other;");
    for (const ask of [
      () => dr.execute(["a"], { inputs: { facto: 5 } }),
      () => dr.plan(["a"], { inputs: { facto: 5 } }),
    ]) {
      expect(await said(ask)).toBe(
        "bad-option: No node takes an input `facto`. Did you mean `factor`? Inputs are `factor`, `other`.",
      );
    }
    for (const values of [{ a: 2 }, { a: 2 }])
      expect(await dr.execute(["a"], { inputs: { other: 1 } })).toEqual(values);
    const none = nb.driver("export const c = () => 1;");
    expect(await said(() => none.execute(["c"], { inputs: { x: 1 } }))).toContain("This dataflow takes no inputs.");
  });

  it("may be left out; what is required may not", async () => {
    const [first, second] = await nb.runTwice(text, ["a"], { inputs: { x: 1 } });
    expect(first.values).toEqual({ a: [1, undefined, 3] });
    expect(first.words).toEqual({ x: "given", y: "not needed", z: "not needed", a: "executed" });
    expect([second.values, second.words["a"]]).toEqual([first.values, "hit"]);
  });

  it("are required only by the nodes that are asked for", async () => {
    const both = `${text}\nexport function b(z: number, y: number) { return z + y; }`;
    const [first, second] = await nb.runTwice(both, ["a"], { inputs: { x: 1 } });
    expect([first.values["a"], second.words["a"]]).toEqual([[1, undefined, 3], "hit"]);
    expect(await said(() => nb.driver(both).execute(["a", "b"], { inputs: { x: 1, y: 2 } }))).toBe(
      "missing-input: `b` needs `z`, but no cell defines it and no input gives it. Give it: { inputs: { z: … } }.",
    );
  });

  it("asked for by name must be given", async () => {
    expect(await said(() => nb.driver(text).execute(["a", "y"], { inputs: { x: 1 } }))).toContain(
      "The request needs `y`",
    );
  });

  it("bear any name, also one that every object has", async () => {
    const odd = "export function a(constructor?: number, toString = 2) { return [constructor, toString]; }";
    const [first, second] = await nb.runTwice(odd, ["a"]);
    expect(first.values).toEqual({ a: [undefined, 2] });
    expect(second.words["a"]).toBe("hit");
  });
});
