import { describe, expect, it } from "vitest";
import { chooseDirection } from "../../labextension/src/direction.ts";
import { layoutPicture, pictureOfRun } from "../../src/view/index.ts";
import { graphOf, runOf } from "../protocol/sampleRun.ts";

const panel = { width: 336, height: 700 };
const inPanel = (deps: Record<string, string[]>) => {
  const graph = graphOf(deps);
  const picture = pictureOfRun(runOf(graph, "x".repeat(graph.names.length)));
  return chooseDirection((direction) => layoutPicture(picture, direction), panel, "TB");
};

describe("chooseDirection", () => {
  it("lets a chain run down in a panel", () => {
    expect(inPanel({ a: [], b: ["a"], c: ["b"] })).toBe("TB");
  });

  it("turns a graph with many nodes in a layer, so that it is not drawn too small to read", () => {
    expect(inPanel({ a: [], b: [], c: [], d: [], e: [], sum: ["a", "b", "c", "d", "e"] })).toBe("LR");
  });

  it("keeps the usual direction where the other is no larger", () => {
    expect(chooseDirection(() => ({ width: 2000, height: 2000 }), panel, "TB")).toBe("TB");
    expect(chooseDirection(() => ({ width: 2000, height: 2000 }), panel, "LR")).toBe("LR");
  });
});
