import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Box, type Graph, type Layout, layoutGraph } from "../../../src/view/layout/layoutGraph.ts";
import { routePath } from "../../../src/view/layout/routePath.ts";
import { grownGraph } from "../../protocol/sampleRun.ts";

const lay = (deps: number[][], direction: "LR" | "TB" = "LR"): Layout =>
  layoutGraph({ names: deps.map((_, i) => `n${i}`), deps }, { direction });
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const chain = (length: number): Graph => ({
  names: Array.from({ length }, (_, i) => `n${i}`),
  deps: Array.from({ length }, (_, i) => (i === 0 ? [] : [i - 1])),
});
const anyDeps = fc
  .integer({ min: 1, max: 25 })
  .chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }));

describe("layoutGraph", () => {
  it("puts each node after what it reads, in the direction of the flow", () => {
    const { boxes } = lay([[], [0], [0], [1, 2]]);
    expect(boxes.map((box) => box.layer)).toEqual([0, 1, 1, 2]);
    expect(boxes[1]!.x).toBeGreaterThanOrEqual(boxes[0]!.x + boxes[0]!.width);
    const down = lay([[], [0]], "TB").boxes;
    expect(down[1]!.y).toBeGreaterThanOrEqual(down[0]!.y + down[0]!.height);
  });

  it("draws a chain as a straight line", () => {
    const { boxes, routes } = lay([[], [0], [1], [2]]);
    expect(new Set(boxes.map((box) => box.y)).size).toBe(1);
    expect(routes.every((route) => !routePath(route, "LR").includes("C"))).toBe(true);
  });

  it("pulls an input next to its first reader", () => {
    const { boxes } = lay([[], [0], [1], [2, 4], []]);
    expect(boxes[4]!.layer).toBe(boxes[3]!.layer - 1);
  });

  it("lays any graph out without overlaps, inside its frame, each edge once, circles and loops included", () => {
    fc.assert(
      fc.property(anyDeps, fc.constantFrom("LR" as const, "TB" as const), (deps, direction) => {
        const { boxes, routes, width, height } = lay(deps, direction);
        boxes.forEach((box, i) => {
          expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
          for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(false);
        });
        const edges = new Set(
          deps.flatMap((list, node) => list.filter((dep) => dep !== node).map((dep) => `${dep} ${node}`)),
        );
        const drawn = routes.map(({ from, to }) => `${from} ${to}`);
        expect(drawn.every((edge) => edges.has(edge))).toBe(true);
        expect(new Set(drawn).size).toBe(drawn.length);
      }),
      { numRuns: 150 },
    );
  });

  it("gives the same picture for the same graph", () => {
    expect(layoutGraph(grownGraph(80), { direction: "TB" })).toEqual(layoutGraph(grownGraph(80), { direction: "TB" }));
  });

  it("lays out a chain of 10,000 nodes and a star of 3,000 without trouble", () => {
    expect(layoutGraph(chain(10_000), { direction: "LR" }).boxes[9_999]!.layer).toBe(9_999);
    const star = [[], ...Array.from({ length: 3_000 }, () => [0])];
    expect(lay(star).routes).toHaveLength(3_000);
  });

  it("bounds the work on a graph made to hurt: a long chain whose first node feeds all others", () => {
    const { names, deps } = chain(5_000);
    const hurt = deps.map((list, i) => (i > 1 ? [...list, 0] : list));
    expect(layoutGraph({ names, deps: hurt }, { direction: "LR" }).routes).toHaveLength(9_997);
  });

  it("draws nothing for nothing", () => {
    expect(lay([])).toMatchObject({ boxes: [], routes: [] });
  });
});
