import { describe, expect, it } from "vitest";
import { keptBy } from "../planKept.ts";
import { failedBy, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

/** Runs with a new driver and checks that its plan was kept. */
async function kept(text: string, names: readonly string[], asking = {}) {
  return keptBy(nb.driver(text), names, asking);
}
const problem = (text: string) => () => nb.driver(text);

describe("a wrapped function", () => {
  const TEXT = `
import { cache, tag as label } from "cellar";
import * as cellar from "cellar";
const clean = (text: string): string => text.trim();
export const rows = cache({ behavior: "default" }, label({ owner: "me" }, (): string[] => [clean(" a "), "b"]));
export const first = cellar.tag({ team: "data" }, function (rows: string[]): string { return rows[0]!; });
function lengthOf(rows: string[]): number { return rows.length; }
export const size = label({ owner: "you" }, lengthOf);
`;

  it("is a node like any other, and can be called as itself", async () => {
    const [first, again] = [await kept(TEXT, ["first", "size"]), await kept(TEXT, ["first", "size"])];
    expect(first.values).toEqual({ first: "a", size: 2 });
    expect(again.words).toEqual({ rows: "hit", first: "hit", size: "hit" });
    const module = nb.cell(TEXT);
    await nb.driver(module).execute(["first"]);
    expect((module["rows"] as () => unknown)()).toEqual(["a", "b"]);
    expect(module["rows"]!.name).toBe("");
    expect(module["size"]!.length).toBe(1);
  });

  it("modifiers that only tell about it cost no run: to add, change and remove them", async () => {
    await kept(TEXT, ["first", "size"]);
    const plain = TEXT.replace(/cache\(.*?\}, /, "")
      .replace("[0]!; })", "[0]!; })")
      .replace('"me" }', '"her", since: "May" }');
    const changed = plain.replace('(): string[] => [clean(" a "), "b"]));', '(): string[] => [clean(" a "), "b"]);');
    expect((await kept(changed, ["first", "size"])).words).toEqual({ rows: "hit", first: "hit", size: "hit" });
    const bare = TEXT.replace('label({ owner: "you" }, lengthOf)', "lengthOf")
      .replace("function lengthOf", "export function size2")
      .replaceAll("lengthOf", "size2");
    expect((await kept(bare, ["size2"])).words["size2"]).toBe("hit");
  });

  it("an edit of its helper or its body is seen", async () => {
    await kept(TEXT, ["first"]);
    const edited = await kept(TEXT.replace("text.trim()", "text.toUpperCase()"), ["first"]);
    expect(edited.words["rows"]).toBe("executed");
    expect(edited.why("rows")).toEqual(["the helper `clean` changed: trim → toUpperCase"]);
  });

  it("is found by its module's names only: a function of another origin wraps nothing", () => {
    const text =
      "const cache = (o: object, f: () => number) => f; export const rows = cache({}, () => 1); export const one = () => 1;";
    expect(nb.driver(text).nodes.map(({ name }) => name)).toEqual(["one"]);
  });
});

describe("dataLoader and dataSaver", () => {
  const TEXT = `
import { dataLoader, dataSaver } from "cellar";
export const rows = dataLoader(async (scale: number): Promise<[number[], { source: string }]> => {
  globalThis.tally("rows");
  return [[1 * scale, 2], { source: "memory" }];
});
export function total(rows: number[]): number { return rows.reduce((a, b) => a + b, 0); }
export const saved = dataSaver((total: number) => { globalThis.tally("saved"); return { written: total }; });
`;
  const asking = { inputs: { scale: 3 } };

  it("a loader is two nodes: what it gave, and the data; both are cached and retrieved", async () => {
    const first = await kept(TEXT, ["rows.loader", "rows", "total", "saved"], asking);
    expect(first.values).toEqual({
      "rows.loader": [[3, 2], { source: "memory" }],
      rows: [3, 2],
      total: 5,
      saved: { written: 5 },
    });
    const again = await kept(TEXT, ["saved"], asking);
    expect(again.words).toEqual({ scale: "given", "rows.loader": "hit", rows: "hit", total: "hit", saved: "hit" });
    expect(count).toEqual({ rows: 1, saved: 1 });
  });

  it("a loader that is executed anew and gives the same lets all else hit", async () => {
    await kept(TEXT, ["saved"], asking);
    const dr = nb.driver(TEXT, { defaultLoaderBehavior: "recompute", defaultSaverBehavior: "disable" });
    const ran = await ranBy(dr, ["saved"], asking);
    expect(ran.words).toEqual({
      scale: "given",
      "rows.loader": "unchanged",
      rows: "unchanged",
      total: "hit",
      saved: "executed",
    });
  });

  it("a list that names the data means its loader too", async () => {
    await kept(TEXT, ["total"], asking);
    const ran = await ranBy(nb.driver(TEXT, { recompute: ["rows"] }), ["total"], asking);
    expect(ran.words).toEqual({ scale: "given", "rows.loader": "unchanged", rows: "unchanged", total: "hit" });
  });

  it("called as a plain function it gives the data", async () => {
    const module = nb.cell(TEXT);
    await nb.driver(module).execute(["rows"], asking);
    expect(await (module["rows"] as unknown as (n: number) => unknown)(2)).toEqual([2, 2]);
  });

  it("a loader that gives no pair is told what it should give", async () => {
    const text = `import { dataLoader } from "cellar"; export const rows = dataLoader((): any => [1, 2, 3]);`;
    const { error, words } = await failedBy(nb.driver(text), ["rows"]);
    expect(String(error)).toMatch(/`rows\.loader` gives a list of 3, but a loader gives a pair/);
    expect(words).toEqual({ "rows.loader": "failed", rows: "skipped" });
  });
});

describe("extractFields and extractColumns", () => {
  const TEXT = `
import { extractFields } from "cellar";
const FIELDS = ["mean", "most"] as const;
export const stats = extractFields(FIELDS, (scale: number) => ({ mean: 2 * scale, most: 3, least: 1 }));
export function spread(most: number, mean: number): number { return most - mean; }
`;

  it("each field is a node beside the whole value", async () => {
    const asking = { inputs: { scale: 1 } };
    const first = await kept(TEXT, ["stats", "spread"], asking);
    expect(first.values).toEqual({ stats: { mean: 2, most: 3, least: 1 }, spread: 1 });
    const again = await kept(TEXT, ["spread"], asking);
    expect(again.words).toEqual({ scale: "given", stats: "hit", most: "hit", mean: "hit", spread: "hit" });
  });

  it("a field that keeps its value keeps what reads it, though the whole changed", async () => {
    await kept(TEXT, ["most"], { inputs: { scale: 1 } });
    const other = await kept(TEXT.replace("most - mean", "most"), ["spread", "most"], { inputs: { scale: 2 } });
    expect(other.words).toMatchObject({ stats: "executed", most: "unchanged", mean: "executed" });
  });

  it("R3: another field of the same function is another computation", async () => {
    await kept(TEXT, ["most"], { inputs: { scale: 1 } });
    const renamed = TEXT.replace('["mean", "most"]', '["mean", "least"]').replace(
      "spread(most: number, mean: number): number { return most - mean",
      "spread(mean: number): number { return mean",
    );
    expect((await kept(renamed, ["least"], { inputs: { scale: 1 } })).words).toEqual({
      scale: "given",
      stats: "hit",
      least: "executed",
    });
  });

  it("a field that is not there is named", async () => {
    const { error } = await failedBy(nb.driver(TEXT.replace("most: 3, ", "")), ["spread"], { inputs: { scale: 1 } });
    expect(String(error)).toMatch(/`most`: `stats` gives an object without a field `most`/);
  });

  it("columns come from frames, from rows and from objects of columns", async () => {
    const text = `
import { extractColumns } from "cellar";
export const byRow = extractColumns(["city"], () => [{ city: "Rome" }, { city: "Oslo" }]);
export const table = extractColumns(["amount"], () => ({ amount: new Float64Array([1, 2]) }));
`;
    const asked = ["city", "amount"];
    expect((await kept(text, asked)).values).toEqual({ city: ["Rome", "Oslo"], amount: new Float64Array([1, 2]) });
    expect((await kept(text, asked)).words).toEqual({ byRow: "hit", city: "hit", table: "hit", amount: "hit" });
  });
});

describe("parameterize and inject", () => {
  const TEXT = `
import { inject, parameterize, source } from "cellar";
const RATE = 0.5;
export const base = () => 10;
export const other = () => 20;
export const scaled = parameterize(
  { low: { rate: 0.1 }, high: { rate: RATE, from: source("other") } },
  (from: number, rate: number): number => { globalThis.tally("scaled"); return from * rate; },
);
export const shifted = inject({ by: 5, value: source("base") }, (value: number, by: number, again = by): number => value + by + again);
`;
  const asking = { inputs: { from: 100 } };

  it("each case is a node, in place of the function's own", async () => {
    const ran = await kept(TEXT, ["low", "high", "shifted"], asking);
    expect(ran.values).toEqual({ low: 10, high: 10, shifted: 20 });
    expect(Object.keys(ran.words)).not.toContain("scaled");
    expect((await kept(TEXT, ["low", "high", "shifted"], asking)).words).toEqual({
      from: "given",
      low: "hit",
      other: "hit",
      high: "hit",
      base: "hit",
      again: "not needed",
      shifted: "hit",
    });
  });

  it("each edited literal, constant and source is seen, by the case that has it alone", async () => {
    const words = async (text: string) => (await kept(text, ["low", "high"], asking)).words;
    await words(TEXT);
    expect(await words(TEXT.replace("rate: 0.1", "rate: 0.2"))).toMatchObject({ low: "executed", high: "hit" });
    expect(await words(TEXT.replace("RATE = 0.5", "RATE = 0.6"))).toMatchObject({ low: "hit", high: "executed" });
    expect(await words(TEXT.replace(', from: source("other")', ""))).toMatchObject({ low: "hit", high: "executed" });
    expect(await words(TEXT.replace("low:", "least:").replace("low", "low")).catch(String)).toMatch(
      /No node is called `low`/,
    );
  });

  it("R1: a case is the same computation as any with equal bindings, whatever it is called", async () => {
    await kept(TEXT, ["low"], asking);
    const renamed = await kept(TEXT.replace("{ low:", "{ least:"), ["least"], asking);
    expect(renamed.words["least"]).toBe("hit");
    expect(renamed.why("least")).toEqual(["formerly `low`"]);
  });

  it("a bound value that is changed by a body is another for the next", async () => {
    const text = `
import { inject } from "cellar";
export const first = inject({ list: [1, 2] }, (list: number[]): number => list.push(3));
export const second = inject({ list: [1, 2] }, (list: number[]): number => list.length);
`;
    expect((await kept(text, ["first", "second"])).values).toEqual({ first: 3, second: 2 });
  });

  it("source() under another name, of a constant, and kept in a constant, reads the node; one of another origin is a value", async () => {
    const text = `
import * as engine from "cellar";
import { inject, source as nodeNamed } from "cellar";
const NAME = "rows";
const ROWS = engine.source(NAME);
const mine = { source: (text: string): string => text.toUpperCase() };
export const rows = (): number => 3;
export const renamed = inject({ from: nodeNamed("rows") }, (from: unknown): unknown => [from]);
export const held = inject({ from: ROWS }, (from: unknown): unknown => [from, 1]);
export const named = inject({ from: nodeNamed(NAME) }, (from: unknown): unknown => [from, 2]);
export const other = inject({ from: mine.source("rows") }, (from: unknown): unknown => [from, 3]);
`;
    const names = ["renamed", "held", "named", "other"];
    expect((await kept(text, names)).values).toEqual({
      renamed: [3],
      held: [3, 1],
      named: [3, 2],
      other: ["ROWS", 3],
    });
    const edited = await kept(text.replace("=> 3;", "=> 4;"), names);
    expect(edited.values).toEqual({ renamed: [4], held: [4, 1], named: [4, 2], other: ["ROWS", 3] });
    expect(edited.words["other"]).toBe("hit");
  });

  it("runs without a cache too", async () => {
    const { Builder } = await import("../../src/index.ts");
    const dr = new Builder().withModules(nb.cell(TEXT)).build();
    expect(await dr.execute(["low", "high", "shifted"] as string[], asking)).toEqual({
      low: 10,
      high: 10,
      shifted: 20,
    });
  });
});

describe("options of modifiers", () => {
  it("may be products of numbers and constants of the module, within them too; to write them out executes nothing", async () => {
    const text = (ttlMs: string) => `
import { cache, retry, tag } from "cellar";
const HOUR_MS = 60 * 60 * 1000;
const owner = "me";
export const rows = cache({ ttlMs: ${ttlMs} }, tag({ owner }, retry({ times: 2 + 1 }, (): number => 1)));
`;
    const dr = nb.driver(text("24 * HOUR_MS"));
    expect(dr.nodes[0]!.tags).toEqual({ owner: "me" });
    expect((await ranBy(dr, ["rows"])).words["rows"]).toBe("executed");
    expect((await kept(text("86_400_000"), ["rows"])).words["rows"]).toBe("hit");
    expect((await kept(text("HOUR_MS / HOUR_MS / 1e9"), ["rows"])).why("rows")[0]).toMatch(/old/);
  });
});

describe("bad modifiers are errors at build(), with their place and the remedy", () => {
  const text = (wrapped: string) =>
    `import { cache, dataLoader, extractFields, inject, parameterize, source, tag } from "cellar";\nexport const rows = ${wrapped};`;
  it.each([
    [
      'cache({ behaviour: "recompute" }, () => 1)',
      /basics:2:21 `rows` \(line 2\): cache\(\) has no option `behaviour`\. Did you mean `behavior`\?/,
    ],
    ['cache({ behavior: "recompte" }, () => 1)', /not "recompte"\. Did you mean `recompute`\?/],
    ["cache({ ttlMs: -1 }, () => 1)", /cache\(\{ ttlMs \}\) is a number of ms above 0, not -1/],
    ["cache(options, () => 1)", /takes its options first, written out/],
    ["cache({}, 5)", /cache\(\) wraps a function that stands last/],
    ["cache({}, missing)", /cache\(\) wraps a function that stands last/],
    ["tag({ owner: 5 }, () => 1)", /tag\(\{ owner \}\) is a text, not 5/],
    ["dataLoader({}, () => 1)", /dataLoader\(\) takes the function alone/],
    ["extractFields([], () => ({}))", /extractFields\(\) takes its options first/],
    ['extractFields(["a", "a"], () => ({}))', /extractFields\(\) names `a` twice/],
    [
      "inject({ scal: 1 }, (scale: number) => scale)",
      /inject\(\) binds `scal`, which is no parameter of the function\. Did you mean `scale`\?/,
    ],
    ["parameterize({}, (scale: number) => scale)", /parameterize\(\) has no case/],
    ["parameterize({ a: 5 }, (scale: number) => scale)", /parameterize\(\{ a \}\) takes an object of parameters/],
    [
      'parameterize({ a: { s: 1 } }, extractFields(["x"], (s: number) => ({ x: s })))',
      /would make each extracted node once per case/,
    ],
    ['extractFields(["x"], parameterize({ a: { s: 1 } }, (s: number) => ({ x: s })))', /does not say which case/],
    ['extractFields(["rows"], () => ({ rows: 1 }))', /`rows` is defined twice/],
    [
      "inject({ value: source(String(1)) }, (value: number) => value)",
      /`source\(String\(1\)\)`: source\(\) takes the name of a node or input as a text/,
    ],
    [
      'inject({ values: [source("a"), source("b")] }, (values: number[]) => values)',
      /source\(\) stands alone, as what a parameter is bound to, not within a value/,
    ],
    ["cache({ ttlMs: 60 * Date.now() }, () => 1)", /takes its options first, written out/],
    ["cache({ ttlMs: -1 * 60 }, () => 1)", /cache\(\{ ttlMs \}\) is a number of ms above 0, not -60/],
    [
      'inject({ value: source("rows") }, (value: number) => value)',
      /Nodes need each other in a circle: `rows` → `rows`/,
    ],
  ])("%s", (wrapped, message) => {
    expect(problem(text(wrapped))).toThrow(message);
  });
});
