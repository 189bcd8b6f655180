import { describe, expect, it } from "vitest";
import { rowsOf, versionsOf } from "../../labextension/src/versions.ts";
import { graphOf, runOf } from "../protocol/sampleRun.ts";

const run = (n: number, data: string, key: string, dataflow = "d") =>
  runOf(graphOf({ a: [] }), "x", {
    n,
    run: `r${n}`,
    data: [data],
    key: [key],
    dataflow: { id: dataflow, label: dataflow },
  });
const runs = [
  run(1, "d1", "k1"),
  run(2, "d2", "k2", "other"),
  run(3, "d1", "k3"),
  run(4, "", "k3"),
  run(6, "d1", "k3"),
];

describe("versionsOf", () => {
  it("counts the data versions and keys that a node had in all runs shown, and tells which one a run has", () => {
    expect(versionsOf("a", runs[1]!, runs)).toEqual({ version: 2, versions: 2, keys: 3 });
    expect(versionsOf("a", runs[2]!, runs)).toEqual({ version: 1, versions: 2, keys: 3 });
  });

  it("names the run before if that had the same data, passing over one that had none", () => {
    expect(versionsOf("a", runs[4]!, runs).same).toBe(3);
    expect(versionsOf("a", runs[0]!, runs).same).toBeUndefined();
  });

  it("knows that a failed or missing node has none", () => {
    expect(versionsOf("a", runs[3]!, runs)).toEqual({ version: 0, versions: 2, keys: 3 });
    expect(versionsOf("b", runs[0]!, runs)).toEqual({ version: 0, versions: 0, keys: 0 });
  });
});

describe("rowsOf", () => {
  it("keeps the order of a small graph, so that no row moves while scrubbing", () => {
    expect(rowsOf("hhx")).toEqual([0, 1, 2]);
  });

  it("puts first what failed or executed in a large one, and is bounded", () => {
    const rows = rowsOf(`${"h".repeat(600)}xf`);
    expect(rows.slice(0, 3)).toEqual([601, 600, 0]);
    expect(rows).toHaveLength(200);
  });
});
