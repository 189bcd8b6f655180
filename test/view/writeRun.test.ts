import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatDuration,
  writeDataflow,
  writeHistory,
  writeRun,
  writeSummary,
} from "../../src/view/index.ts";
import { BASICS, graphOf, grownGraph, historyOf, runOf, sampleRun } from "../protocol/sampleRun.ts";

describe("writeRun", () => {
  it("tells a summary, then each node with sign, word, cost and reason, root cause first", () => {
    expect(writeRun(sampleRun()).split("\n")).toEqual([
      "2 executed (1 unchanged), 2 hits, saved 40.2 s · run 57 · sales.ipynb · basics",
      "◇ cutoffDate        given       2024-09-01",
      "✓ rawData           hit         saved 32 s",
      "▶ processedData     executed    402 ms        `rates` changed: Canada 0.73 → 0.71",
      "≡ rounded           unchanged   1.1 ms        `rates` changed: Canada 0.73 → 0.71 (in processedData); `processedData` changed",
      "✓ amountPerCountry  hit         saved 8.2 s   formerly `totals`",
    ]);
  });

  it("tells for whom a waiting node waits", () => {
    const detail = { 0: { waits: "waits for process 12 on box", cues: [{ cue: "never ran", text: "never ran" }] } };
    const text = writeRun(runOf(graphOf({ a: [] }), "w", { detail, state: "running" }));
    expect(text).toContain("… a  waiting                   waits for process 12 on box");
  });

  it("tells the error of a failed node and the reason of a skipped one", () => {
    const detail = { 0: { error: { name: "TypeError", message: "no\nrows" } }, 1: { reason: "`a` failed" } };
    const text = writeRun(runOf(graphOf({ a: [], b: ["a"] }), "fs", { detail, state: "failed" }));
    expect(text).toContain("✕ a  failed                    TypeError: no rows");
    expect(text).toContain("⊘ b  skipped                   `a` failed");
  });

  it("stays within 200 lines and names what changed in a large run", () => {
    const graph = grownGraph(1000);
    const text = writeRun(runOf(graph, graph.names.map((_, i) => (i === 500 ? "x" : "h")).join("")));
    expect(text).toContain("▶ step500");
    expect(text).toContain("… and 999 more");
    expect(writeRun(runOf(graph, "x".repeat(1000))).split("\n").length).toBeLessThan(200);
  });

  it("lets no terminal codes through", () => {
    expect(writeRun(runOf(graphOf({ "a\u001b[31m\nb": [] }), "x"))).not.toContain("\u001b");
  });
});

describe("writeSummary", () => {
  it.each([
    ["ghhhh", "done", 0, "4 hits"],
    ["ghxuf", "failed", 72_000, "1 failed, 2 executed (1 unchanged), 1 hit, saved 1 m 12 s"],
    ["ghrpp", "running", 0, "running, 1 hit, 3 to go"],
    ["gnnnn", "done", 0, "0 executed"],
    ["gxsss", "interrupted", 0, "interrupted, 1 executed, 3 skipped"],
  ] as const)("%s, %s → %s ms saved: %s", (status, state, ms, told) => {
    expect(writeSummary(runOf(BASICS, status, { state, saved: { ms, bytes: 0 } }))).toBe(told);
  });
});

describe("writeHistory", () => {
  it("one run is one run", () => {
    expect(writeHistory(historyOf([runOf(BASICS, "ghhhh", { n: 1 })], 0)).split("\n")[0]).toBe("1 run");
  });

  it("tells the runs, newest first, and how many are older", () => {
    const runs = [1, 2].map((n) => runOf(BASICS, "ghhhh", { n, at: Date.UTC(2024, 10, 21, 3, n) }));
    expect(writeHistory(historyOf(runs, 5)).split("\n")).toEqual([
      "7 runs",
      "2024-11-21 03:02:00Z  run 2 · sales.ipynb · basics: 4 hits",
      "2024-11-21 03:01:00Z  run 1 · sales.ipynb · basics: 4 hits",
      "… and 5 older",
    ]);
  });
});

describe("writeDataflow", () => {
  it("tells what each node reads", () => {
    const text = writeDataflow({ v: 1, type: "dataflow", label: "basics", graph: BASICS });
    expect(text).toContain("◇ cutoffDate (input)");
    expect(text).toContain("▢ processedData ← rawData, cutoffDate");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [0.01, "0.1 ms"],
    [1.14, "1.1 ms"],
    [412.6, "413 ms"],
    [999.7, "1 s"],
    [32_000, "32 s"],
    [59_960, "1 m"],
    [72_000, "1 m 12 s"],
    [3_599_900, "1 h"],
    [7_500_000, "2 h 5 m"],
    [93_600_000, "1 d 2 h"],
    [Number.NaN, "0 ms"],
  ])("%d ms is %s", (ms, told) => {
    expect(formatDuration(ms)).toBe(told);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [120, "120 B"],
    [20_480, "20.5 kB"],
    [999_600, "1 MB"],
    [18_230_112, "18.2 MB"],
  ])("%d bytes are %s", (bytes, told) => {
    expect(formatBytes(bytes)).toBe(told);
  });
});
