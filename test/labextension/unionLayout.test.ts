import { describe, expect, it } from "vitest";
import { unionLayout } from "../../labextension/src/unionLayout.ts";
import type { RunRecord } from "../../src/protocol/index.ts";
import { pictureOfRun } from "../../src/view/index.ts";
import { graphOf, grownGraph, runOf } from "../protocol/sampleRun.ts";

const before = runOf(graphOf({ a: [], b: ["a"] }), "xx", { n: 1, run: "r1" });
const after = runOf(graphOf({ new: [], a: ["new"], b: ["a"], c: ["a"] }), "xxxx", { n: 2, run: "r2" });
const layOut = unionLayout();
const placesIn = (run: RunRecord, runs: RunRecord[]) => {
  const { boxes } = layOut(pictureOfRun(run), run, runs, "LR");
  return Object.fromEntries(run.graph.names.map((name, i) => [name, boxes[i]]));
};

describe("unionLayout", () => {
  it("keeps each node in its place when the graph grows", () => {
    const runs = [before, after];
    const { a, b } = placesIn(after, runs);
    expect(placesIn(before, runs)).toEqual({ a, b });
  });

  it("draws only the edges that the run has", () => {
    const { routes } = layOut(pictureOfRun(before), before, [before, after], "LR");
    expect(routes.map(({ from, to }) => [from, to])).toEqual([[0, 1]]);
  });

  it("leaves other dataflows out of it", () => {
    const other = { ...after, dataflow: { id: "other", label: "other" } };
    expect(placesIn(before, [before, other])).toEqual(placesIn(before, [before]));
  });

  it("lays nodes of one name out apart", () => {
    const twins = runOf({ ...graphOf({ a: [], b: [] }), names: ["a", "a"] }, "xx");
    const [one, two] = layOut(pictureOfRun(twins), twins, [twins, after], "LR").boxes;
    expect(one).not.toEqual(two);
  });

  it("gives a folded graph a layout of its own", () => {
    const graph = grownGraph(400);
    const big = runOf(graph, "h".repeat(399).concat("x"));
    const picture = pictureOfRun(big);
    expect(layOut(picture, big, [before, big], "TB").boxes).toHaveLength(picture.boxes.length);
  });
});
