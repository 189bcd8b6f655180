import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldGraph } from "../../src/view/foldGraph.ts";
import { grownGraph } from "../protocol/sampleRun.ts";

/** True if some walk along `deps` returns to where it began. */
function hasCircle(deps: readonly (readonly number[])[]): boolean {
  const waiting = deps.map((list) => list.length);
  const ready = deps.flatMap((list, node) => (list.length === 0 ? [node] : []));
  for (const node of ready)
    deps.forEach((list, reader) => {
      if (list.includes(node) && --waiting[reader]! === 0) ready.push(reader);
    });
  return ready.length < deps.length;
}

const { deps } = grownGraph(300);
const statuses = fc.array(fc.constantFrom(..."hhhhhhhhxuf"), { minLength: 300, maxLength: 300 });

describe("foldGraph", () => {
  it("leaves a small graph as it is", () => {
    expect(foldGraph({ deps: [[], [0]], status: "hx", asked: [], most: 2 }).groups).toEqual([[0], [1]]);
  });

  it("keeps every node in exactly one box, ties no circle and stays near the limit", () => {
    fc.assert(
      fc.property(statuses, fc.integer({ min: 8, max: 120 }), (letters, most) => {
        const folded = foldGraph({ deps, status: letters.join(""), asked: [299], most });
        expect(folded.groups.flat().sort((a, b) => a - b)).toEqual(deps.map((_, node) => node));
        expect(hasCircle(folded.deps)).toBe(false);
        expect(folded.groups.length).toBeLessThanOrEqual(2 * most + 2);
      }),
      { numRuns: 60 },
    );
  });

  it("draws failed nodes before executed ones", () => {
    const status = deps.map((_, node) => (node > 290 ? "f" : "x")).join("");
    const { groups } = foldGraph({ deps, status, asked: [], most: 20 });
    for (let node = 291; node < 300; node++) expect(groups).toContainEqual([node]);
  });

  it("ends on a graph that is all circles", () => {
    const circle = Array.from({ length: 200 }, (_, node) => [(node + 1) % 200]);
    expect(foldGraph({ deps: circle, status: "h".repeat(200), asked: [], most: 50 }).groups.flat()).toHaveLength(200);
  });
});
