import { describe, expect, it } from "vitest";
import { boxByKey } from "../../labextension/src/graphKeys.ts";
import { layoutGraph } from "../../src/view/index.ts";

// a feeds b and c, which feed d
const graph = { names: ["a", "b", "c", "d"], deps: [[], [0], [0], [1, 2]] };
const flat = layoutGraph(graph, { direction: "LR" });
const down = layoutGraph(graph, { direction: "TB" });

describe("boxByKey", () => {
  it("walks along the flow by edges", () => {
    expect(boxByKey(flat, 1, "ArrowRight")).toBe(3);
    expect(boxByKey(flat, 1, "ArrowLeft")).toBe(0);
    expect(boxByKey(down, 1, "ArrowDown")).toBe(3);
  });

  it("walks across the flow within a layer", () => {
    const upper = flat.boxes[1]!.y < flat.boxes[2]!.y ? 1 : 2;
    expect(boxByKey(flat, upper, "ArrowDown")).toBe(3 - upper);
    expect(boxByKey(flat, 3 - upper, "ArrowUp")).toBe(upper);
  });

  it("stays at the edges, jumps to the ends, and leaves other keys alone", () => {
    expect(boxByKey(flat, 3, "ArrowRight")).toBe(3);
    expect(boxByKey(flat, 0, "ArrowUp")).toBe(0);
    expect([boxByKey(flat, 2, "Home"), boxByKey(flat, 2, "End")]).toEqual([0, 3]);
    expect(boxByKey(flat, 0, "x")).toBeUndefined();
  });
});
