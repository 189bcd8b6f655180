import { describe, expect, it } from "vitest";
import { buildGraph } from "../../../src/dataflow/graph.ts";
import { moduleOf } from "../../../src/dataflow/module.ts";
import { nodeInfos, withTags } from "../../../src/driver/told/nodeInfo.ts";
import { Builder, isCellarError, type PlanRecord, type TagFilter } from "../../../src/index.ts";
import { asDataflowRecord, DATAFLOW_MIME, isProblem } from "../../../src/protocol/index.ts";
import { shapeOf } from "../../../src/run/record/shape.ts";
import { type AnyDriver, notebook, ranBy, tallies } from "../notebook.ts";

const nb = notebook();
const count = tallies();

const text = `const tally = (name: string) => (globalThis as any).tally(name);
/** Reads the rows. */
export function rows(source: string, limit = 10) { tally("rows"); return [source, limit]; }
export function kept(rows: unknown[], cutoff: number) { tally("kept"); return rows.length > cutoff ? rows : []; }
export function total(kept: unknown[]) { tally("total"); return kept.length; }`;
const inputs = { source: "a", cutoff: 1 };
const display = (view: object) =>
  (view as Record<symbol, () => Promise<Record<string, unknown>>>)[Symbol.for("Jupyter.display")]!();
const uncached = () => new Builder().withModules(nb.cell(text)).build() as unknown as AnyDriver;

describe("which nodes are there", () => {
  it("with their deps, those they can do without, module, line and doc; inputs among them", () => {
    const dr = nb.driver(text);
    expect(dr.listAvailableVariables()).toEqual(dr.nodes);
    expect(dr.nodes.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "input source",
      "input limit",
      "node rows",
      "input cutoff",
      "node kept",
      "node total",
    ]);
    expect(dr.nodes[2]).toEqual({
      name: "rows",
      kind: "node",
      deps: ["source", "limit"],
      optionalDeps: ["limit"],
      module: "basics",
      line: 3,
      doc: "Reads the rows.",
      tags: {},
    });
    expect(dr.nodes[0]).toMatchObject({ module: undefined, line: undefined, doc: undefined, deps: [] });
  });

  it("upstream, downstream and between, by name", () => {
    const dr = nb.driver(text);
    const names = (infos: readonly { name: string }[]) => infos.map(({ name }) => name);
    expect(names(dr.whatIsUpstreamOf("kept"))).toEqual(["source", "limit", "rows", "cutoff", "kept"]);
    expect(names(dr.whatIsDownstreamOf("cutoff", "kept"))).toEqual(["cutoff", "kept", "total"]);
    expect(names(dr.whatIsThePathBetween("source", "total"))).toEqual(["source", "rows", "kept", "total"]);
    expect(dr.whatIsThePathBetween("total", "source")).toEqual([]);
    expect(() => dr.whatIsUpstreamOf("totl")).toThrow("Did you mean `total`?");
  });

  it("by tag: a value, one of several, any; all tags must fit, and an unknown tag names the nearest", () => {
    const graph = buildGraph([moduleOf(nb.cell(text))!], { allowModuleOverrides: false });
    const tags: Record<string, Record<string, string>> = {
      rows: { owner: "me", stage: "raw" },
      kept: { owner: "you", stage: "raw" },
      total: { owner: "me", constructor: "odd" },
    };
    const nodes = graph.nodes.map((node) => (node.kind === "node" ? { ...node, tags: tags[node.name]! } : node));
    const infos = nodeInfos({ ...graph, nodes });
    const names = (filter: TagFilter) => withTags(infos, filter).map(({ name }) => name);
    expect(names({ owner: "me" })).toEqual(["rows", "total"]);
    expect(names({ owner: ["me", "you"], stage: "raw" })).toEqual(["rows", "kept"]);
    expect(names({ constructor: true } as unknown as TagFilter)).toEqual(["total"]);
    expect(names({ owner: "nobody" })).toEqual([]);
    expect(names({})).toHaveLength(6);
    expect(() => names({ ownr: "me" })).toThrow("No node has a tag `ownr`. Did you mean `owner`?");
    expect(() => names({ owner: 5 as never })).toThrow("a text, a list of texts, or `true`");
    expect(() => nb.driver(text).listAvailableVariables({ tags: { owner: "me" } })).toThrow("No node has a tag.");
    expect(() => nb.driver(text).listAvailableVariables({ tag: { owner: "me" } } as never)).toThrow(
      "listAvailableVariables() has no option `tag`. Did you mean `tags`?",
    );
    // A record tells them, so that a browser can show them.
    const { record } = shapeOf({ nodes, deps: graph.deps });
    expect(record.tags).toEqual({ 2: tags["rows"], 4: tags["kept"], 5: tags["total"] });
    expect(shapeOf(graph).record).not.toHaveProperty("tags");
  });
});

describe("validating a request", () => {
  it("tells all that is wrong at once, and runs nothing", () => {
    const dr = nb.driver(text);
    const said = dr.validateExecution(["totl", "kept", "total"] as never, {
      inputs: { rows: 1, cutof: 2 },
    });
    expect(said.ok).toBe(false);
    expect(said.problems.map(({ code, name }) => [code, name])).toEqual([
      ["unknown-node", "totl"],
      ["bad-option", "rows"],
      ["missing-input", "source"],
      ["missing-input", "cutoff"],
      ["bad-option", "cutof"],
    ]);
    expect(String(said).split("\n")).toEqual([
      "5 problems",
      "✕ No node is called `totl`. Did you mean `total`? Nodes are `rows`, `kept`, `total`.",
      "✕ `rows`: a node cannot be given as an input. Give it as an override, { overrides: { rows: … } }, or rename the input.",
      "✕ `rows` needs `source`, but no cell defines it and no input gives it. Give it: { inputs: { source: … } }.",
      "✕ `kept` needs `cutoff`, but no cell defines it and no input gives it. Did you mean `cutof`? Give it: { inputs: { cutoff: … } }.",
      "✕ No node takes an input `cutof`. Did you mean `cutoff`? Inputs are `source`, `limit`, `cutoff`.",
    ]);
    expect(count).toEqual({});
  });

  it("says ready where a run would begin, with what may surprise", async () => {
    const dr = nb.driver(text);
    expect(String(dr.validateExecution(["total"], { inputs }))).toBe("ready: 3 nodes");
    const said = dr.validateExecution(["rows"], { inputs: { ...inputs, source: { socket: () => 1 } } });
    expect([said.ok, said.problems]).toEqual([true, []]);
    expect(said.warnings.map(({ code, name }) => [code, name])).toEqual([
      ["not-needed", "cutoff"],
      ["unversionable", "source"],
    ]);
    expect(String(said)).toContain(
      "! The input `source` has no version: `.socket` is a function. `rows` would execute in every run.",
    );
    expect(dr.validateExecution([]).warnings).toMatchObject([{ code: "nothing-asked" }]);
  });

  it("names modules whose source is not known: their nodes execute in every run", () => {
    const dr = nb.driver({ a: () => 1, b: (a: number) => a });
    const { ok, warnings } = dr.validateExecution(["b"]);
    expect(ok).toBe(true);
    expect(warnings).toMatchObject([{ code: "source-unknown" }]);
    expect(warnings[0]!.text).toMatch(/was loaded without its source text: `a`, `b` would execute in every run\.$/);
  });

  it("never throws, whatever it is given", () => {
    const dr = uncached();
    for (const [names, given] of [
      ["total", undefined],
      [undefined, null],
      [[undefined, 5, "constructor", "__proto__"], { inputs: [] }],
      [["total"], { inputs: "x" }],
      [["total"], { inputs: null }],
      [[Object.create(null), Symbol("total"), ["total"]], {}],
    ] as const) {
      const said = dr.validateExecution(names as never, given as never);
      expect(said.ok).toBe(false);
      expect(said.problems.length).toBeGreaterThan(0);
      expect(String(said)).toMatch(/^\d+ problems?/);
    }
    expect(String(dr.validateExecution("total" as never))).toContain("not a string");
    const throwing = Object.defineProperty({ ...inputs }, "limit", {
      enumerable: true,
      get: () => {
        throw new Error("not now");
      },
    });
    expect(String(dr.validateExecution(["total"], { inputs: throwing }))).toContain(
      "The inputs cannot be read: Error: not now.",
    );
  });

  it("agrees with execute: what it refuses is refused, what it lets pass runs", async () => {
    const dr = nb.driver(text);
    const requests = [
      [["total"], { inputs }],
      [["total"], { inputs: { source: "a" } }],
      [["total"], {}],
      [["rows"], { inputs: { source: "a" } }],
      [["rows"], { inputs: { source: "a", kept: 1 } }],
      [["rows", "nothing"], { inputs }],
      [["cutoff"], {}],
      [["cutoff"], { inputs }],
      [[], {}],
    ] as const;
    for (const [names, given] of requests) {
      const { ok } = dr.validateExecution(names as never, given);
      const ran = await dr.execute(names, given).then(
        () => true,
        (error: unknown) => !isCellarError(error),
      );
      expect(ran, JSON.stringify([names, given])).toBe(ok);
    }
  });
});

describe("pictures without a run", () => {
  it("of the whole dataflow, as a cell shows it", async () => {
    const view = nb.driver(text).displayAllFunctions();
    const bundle = await display(view);
    expect(Object.keys(bundle)).toEqual([DATAFLOW_MIME, "image/svg+xml", "text/plain"]);
    const record = asDataflowRecord(JSON.parse(JSON.stringify(bundle[DATAFLOW_MIME])));
    expect(isProblem(record)).toBe(false);
    expect(record).toEqual(await view.record());
    expect(bundle["text/plain"]).toContain(": 3 nodes, 3 inputs");
    expect(bundle["image/svg+xml"]).toMatch(/^<svg.*kept/);
  });

  it("of what lies between two nodes, and nothing else", async () => {
    const dr = nb.driver(text);
    const { graph } = await dr.visualizePathBetween("rows", "total").record();
    expect([graph.names, graph.deps]).toEqual([
      ["rows", "kept", "total"],
      [[], [0], [1]],
    ]);
    expect(() => dr.visualizePathBetween("total", "rows")).toThrow(
      'No way leads from `total` down to `rows`. One leads the other way: visualizePathBetween("rows", "total").',
    );
    expect(() => dr.visualizePathBetween("cutoff", "rows")).toThrow("`rows` needs 2 others");
    expect(() => dr.visualizePathBetween("rows", "totl" as never)).toThrow("Did you mean `total`?");
  });

  it("of what a run would do: each box says execute, may execute, hit or given, and what it cost last", async () => {
    const dr = nb.driver(text);
    const before = dr.visualizeExecution(["total"], { inputs });
    expect(await before.text()).toMatch(
      /^1 execute, 2 may execute, 0 hits\n {2}rows: execute, `rows` never ran before\n/,
    );
    await dr.execute(["total"], { inputs });
    const svg = await dr.visualizeExecution(["total"], { inputs: { ...inputs, cutoff: 5 } }).svg();
    for (const word of ["hit · saves", "execute · ≈", "may execute", "given"]) expect(svg).toContain(word);
    expect(Object.keys(await display(before))).toEqual(["image/svg+xml", "text/plain"]);
    expect(count).toEqual({ rows: 1, kept: 1, total: 1 });
  });

  it("of a request that cannot run is an error when it is shown", async () => {
    const dr = nb.driver(text);
    await expect(dr.visualizeExecution(["total"]).svg()).rejects.toThrow("`rows` needs `source`");
    await expect(dr.visualizeExecution(["totl"] as never).text()).rejects.toThrow("Did you mean `total`?");
    await expect(uncached().visualizeExecution(["total"]).text()).rejects.toThrow("`rows` needs `source`");
  });

  it("without a cache every node executes, and says why", async () => {
    const record = await uncached().visualizeExecution(["total"], { inputs }).record();
    expect(record.what).toEqual(["given", "not needed", "execute", "given", "execute", "execute"]);
    expect(record.detail[2]!.cues![0]!.text).toBe("this driver has no cache");
  });
});

describe("a run that is exported", () => {
  it("is JSON with a version: the graph, what would happen to each node and why, and times", async () => {
    const dr = nb.driver(text);
    const { record: ran } = await ranBy(dr, ["total"], { inputs });
    const told = JSON.parse(await dr.exportExecution(["total"], { inputs: { ...inputs, cutoff: 5 } })) as PlanRecord;
    expect([told.v, told.type, told.asked]).toEqual([1, "plan", [5]]);
    expect(told.graph).toEqual(ran.graph);
    expect(told.what).toEqual(["given", "not needed", "hit", "given", "execute", "may execute"]);
    expect(told.detail[4]!.cues).toMatchObject([
      { cue: "input changed", field: "input/cutoff", before: "1", after: "5" },
    ]);
    expect(told.detail[5]).toMatchObject({ waitsFor: [4], likely: "hit" });
    expect(told.expected.leastMs).toBe(told.detail[4]!.expectedMs);
    expect(told.expected.mostMs).toBeCloseTo(told.detail[4]!.expectedMs! + told.detail[5]!.expectedMs!, 9);
    expect(count).toEqual({ rows: 1, kept: 1, total: 1 });
  });

  it("is refused as `execute` would refuse it, and works without a cache", async () => {
    await expect(nb.driver(text).exportExecution(["total"])).rejects.toThrow("`rows` needs `source`");
    expect(JSON.parse(await uncached().exportExecution(["rows"], { inputs }))).toMatchObject({
      what: ["given", "not needed", "execute"],
    });
  });
});

it("a chain of 10,000 nodes is validated, exported, drawn and asked about", async () => {
  const lines = ["export const n0 = (x: number) => x;"];
  for (let i = 1; i < 10_000; i++) lines.push(`export const n${i} = (n${i - 1}: number) => n${i - 1} + 1;`);
  const dr = new Builder().withModules(nb.cell(lines.join("\n"))).build() as unknown as AnyDriver;
  const last = "n9999" as never;
  expect(dr.validateExecution([last], { inputs: { x: 1 } }).ok).toBe(true);
  expect(dr.whatIsUpstreamOf(last)).toHaveLength(10_001);
  expect(JSON.parse(await dr.exportExecution([last], { inputs: { x: 1 } })).what).toHaveLength(10_001);
  expect((await dr.displayAllFunctions().svg()).length).toBeLessThan(100_000);
  expect((await dr.visualizePathBetween("n10", last).text()).split("\n").length).toBeLessThan(200);
});
