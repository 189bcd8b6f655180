import { nullTranslator } from "@jupyterlab/translation";
import { describe, expect, it } from "vitest";
import { factsOf, isTold } from "../../labextension/src/facts.ts";
import { sampleRun } from "../protocol/sampleRun.ts";

const trans = nullTranslator.load("jupyterlab_cellar");
const facts = (node: number, base = undefined as ReturnType<typeof sampleRun> | undefined) =>
  Object.fromEntries(factsOf(sampleRun(), node, base, trans));

describe("factsOf", () => {
  it("tells what a hit saved and where it is defined", () => {
    expect(facts(1)).toMatchObject({ "time saved": "32 s", "defined in": "basics, line 3" });
  });

  it("shows versions before and after where the run to compare with had others", () => {
    const base = sampleRun({ data: ["", "", "c1d2e3f4a5b6", "", ""] });
    expect(facts(2, base)["data version"]).toBe("c1d2e3f4a5b6 → 6a7b8c9d0e1f");
    expect(facts(2)["data version"]).toBe("6a7b8c9d0e1f");
  });

  it("tells how often a body was called, and what the failed attempts threw, each once", () => {
    const run = sampleRun();
    const failures = ["Error: busy", "Error: busy", "TypeError: lost"];
    const tried = { ...run, detail: { ...run.detail, "2": { ...run.detail["2"], attempts: 4, failures } } };
    expect(Object.fromEntries(factsOf(tried, 2, undefined, trans))).toMatchObject({
      attempts: "4",
      "failed before": "Error: busy; TypeError: lost",
    });
    expect(facts(2)).not.toHaveProperty("attempts");
  });

  it("tells size, output and tags", () => {
    expect(facts(2)).toMatchObject({ stored: "20.5 kB", printed: "120 B" });
    expect(facts(4).owner).toBe("me");
  });

  it("R27: tells whether what it printed was shown again, or why it was not", () => {
    const run = sampleRun();
    const printed = (output: object) => {
      const told = { ...run, detail: { ...run.detail, "2": { ...run.detail["2"], output } } } as typeof run;
      return Object.fromEntries(factsOf(told, 2, undefined, trans)).printed;
    };
    expect(printed({ digest: "9e0f1a2b", bytes: 120, replayed: true })).toBe("120 B (replayed)");
    expect(printed({ bytes: 120, replayed: false, reason: "not replayable: …" })).toBe("120 B; not replayable: …");
  });
});

describe("factsOf an item node", () => {
  it("tells how many items hit and executed, and which are other ones", () => {
    const counts = { total: 3, hit: 2, executed: 1, failed: 0, skipped: 0 };
    const changed = "1 of 3 items changed: #2";
    const items = { ...counts, changed, text: "3 items: 2 hit, 1 executed" };
    const told = Object.fromEntries(factsOf(sampleRun({ detail: { "2": { items } } }), 2, undefined, trans));
    expect(told).toMatchObject({ items: "3 items: 2 hit, 1 executed", "since last time": changed });
  });
});

describe("isTold", () => {
  it("knows a sentence that says before and after itself, whatever its quotes and line breaks", () => {
    expect(isTold({ cue: "c", before: "0.73", after: "0.71", text: "the code of `a` changed: 0.73 → 0.71" })).toBe(
      true,
    );
    expect(isTold({ cue: "c", after: "f(`x`)\n  g()", text: "changed: (nothing) → f(x) g()" })).toBe(true);
    expect(isTold({ cue: "c", text: "never ran before" })).toBe(true);
  });

  it("knows a sentence that names neither, or one of them", () => {
    expect(isTold({ cue: "c", before: "c1d2", after: "6a7b", text: "`processedData` changed" })).toBe(false);
    expect(isTold({ cue: "c", before: "1", after: "6a7b", text: "changed from 1" })).toBe(false);
  });
});
