import { describe, expect, it } from "vitest";
import { versionsOf } from "../../labextension/src/versions.ts";
import { graphOf, runOf } from "../protocol/sampleRun.ts";

const run = (n: number, data: string, key: string) =>
  runOf(graphOf({ a: [] }), "x", { n, run: `r${n}`, data: [data], key: [key] });
const runs = [run(1, "d1", "k1"), run(2, "d2", "k2"), run(3, "d1", "k3"), run(4, "", "k3")];

describe("versionsOf", () => {
  it("counts the data versions and keys that a node had, and tells which one a run has", () => {
    expect(versionsOf("a", runs[1]!, runs)).toEqual({ version: 2, versions: 2, keys: 3 });
    expect(versionsOf("a", runs[2]!, runs)).toEqual({ version: 1, versions: 2, keys: 3 });
  });

  it("knows that a failed or missing node has none", () => {
    expect(versionsOf("a", runs[3]!, runs).version).toBe(0);
    expect(versionsOf("b", runs[0]!, runs)).toEqual({ version: 0, versions: 0, keys: 0 });
  });
});
