import { nullTranslator } from "@jupyterlab/translation";
import { describe, expect, it } from "vitest";
import { factsOf } from "../../labextension/src/facts.ts";
import { sampleRun } from "../protocol/sampleRun.ts";

const trans = nullTranslator.load("jupyterlab_cellar");
const facts = (node: number, base = undefined as ReturnType<typeof sampleRun> | undefined) =>
  Object.fromEntries(factsOf(sampleRun(), node, base, trans));

describe("factsOf", () => {
  it("tells what a hit saved and which run computed it", () => {
    expect(facts(1)).toMatchObject({ "time saved": "32 s", "computed in": "run 12", "defined in": "basics, line 3" });
  });

  it("shows versions before and after where the run to compare with had others", () => {
    const base = sampleRun({ data: ["", "", "c1d2e3f4a5b6", "", ""] });
    expect(facts(2, base)["data version"]).toBe("c1d2e3f4a5b6 → 6a7b8c9d0e1f");
    expect(facts(2)["data version"]).toBe("6a7b8c9d0e1f");
  });

  it("tells size, output and tags", () => {
    expect(facts(2)).toMatchObject({ stored: "20.5 kB", printed: "120 B" });
    expect(facts(4).owner).toBe("me");
  });
});
