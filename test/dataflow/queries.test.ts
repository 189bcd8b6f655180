import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/dataflow/graph.ts";
import { moduleOf } from "../../src/dataflow/module.ts";
import { downstreamOf, pathBetween, upstreamOf } from "../../src/dataflow/queries.ts";
import { moduleFromText } from "../../src/index.ts";

const graphOf = (text: string) =>
  buildGraph([moduleOf(moduleFromText(text, { name: "basics", folder: import.meta.dirname }))!], {
    allowModuleOverrides: false,
  });
const named = (graph: ReturnType<typeof graphOf>, indices: readonly number[]) =>
  indices.map((index) => graph.nodes[index]!.name);

const text = `export function raw(x: number) { return x; }
export function clean(raw: number, y = 1) { return raw + y; }
export function left(clean: number) { return clean; }
export function right(clean: number, z: number) { return clean * z; }
export function total(left: number, right: number) { return left + right; }
export function alone() { return 0; }`;

describe("the nodes above, below and between", () => {
  const graph = graphOf(text);

  it("upstream are the named ones with all that they need, inputs too", () => {
    expect(named(graph, upstreamOf(graph, ["left"]))).toEqual(["x", "raw", "y", "clean", "left"]);
    expect(named(graph, upstreamOf(graph, ["alone", "raw"]))).toEqual(["x", "raw", "alone"]);
    expect(upstreamOf(graph, [])).toEqual([]);
  });

  it("downstream are the named ones with all that is computed from them", () => {
    expect(named(graph, downstreamOf(graph, ["z"]))).toEqual(["z", "right", "total"]);
    expect(named(graph, downstreamOf(graph, ["raw", "alone"]))).toEqual([
      "raw",
      "clean",
      "left",
      "right",
      "total",
      "alone",
    ]);
  });

  it("a path holds every way, and nothing beside the ways", () => {
    expect(named(graph, pathBetween(graph, "raw", "total"))).toEqual(["raw", "clean", "left", "right", "total"]);
    expect(named(graph, pathBetween(graph, "z", "total"))).toEqual(["z", "right", "total"]);
    expect(named(graph, pathBetween(graph, "left", "left"))).toEqual(["left"]);
    expect(pathBetween(graph, "total", "raw")).toEqual([]);
    expect(pathBetween(graph, "alone", "total")).toEqual([]);
  });

  it("an unknown name is an error with the nearest one, a node or an input", () => {
    expect(() => upstreamOf(graph, ["totl"])).toThrow("No node is called `totl`. Did you mean `total`?");
    const longer = graphOf("export function a(cutoffDate: string) { return cutoffDate; }");
    expect(() => pathBetween(longer, "cutofDate", "a")).toThrow("Did you mean `cutoffDate`?");
    expect(() => downstreamOf(longer, ["a", "constructor"])).toThrow("No node is called `constructor`");
  });
});

it("of any graph: upstream and downstream are each other's mirror, and a path is what both hold", () => {
  const graphs = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
    .map((list) => list.map((deps, i) => [...new Set(deps.map((dep) => dep % (i + 1)).filter((dep) => dep < i))]));
  fc.assert(
    fc.property(graphs, (deps) => {
      const source = deps.map((d, i) => `export const n${i} = (${d.map((k) => `n${k}: number`).join(", ")}) => ${i};`);
      const graph = graphOf(source.join("\n"));
      const names = graph.nodes.map((node) => node.name);
      for (const a of names) {
        const below = named(graph, downstreamOf(graph, [a]));
        for (const b of names) {
          const above = named(graph, upstreamOf(graph, [b]));
          expect(below.includes(b)).toBe(above.includes(a));
          expect(named(graph, pathBetween(graph, a, b))).toEqual(
            names.filter((n) => below.includes(n) && above.includes(n)),
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});

it("a chain of 10,000 nodes is no deeper than one of ten", () => {
  const lines = ["export const n0 = () => 0;"];
  for (let i = 1; i < 10_000; i++) lines.push(`export const n${i} = (n${i - 1}: number) => n${i - 1} + 1;`);
  const graph = graphOf(lines.join("\n"));
  expect(upstreamOf(graph, ["n9999"])).toHaveLength(10_000);
  expect(downstreamOf(graph, ["n0"])).toHaveLength(10_000);
  expect(pathBetween(graph, "n10", "n9990")).toHaveLength(9_981);
});
