import { describe, expect, it } from "vitest";
import type { GraphRecord } from "../../src/protocol/index.ts";
import { drawDataflow, drawHistory, drawRun, writeRun } from "../../src/view/index.ts";
import { BASICS, graphOf, grownGraph, historyOf, runOf, sampleRun } from "../protocol/sampleRun.ts";

const named = (name: string): GraphRecord => graphOf({ [name]: [] });

describe("drawRun", () => {
  it("tells each node's status by colour, word and sign", () => {
    const svg = drawRun(runOf(graphOf({ a: [], b: [], c: [], d: [], e: [] }), "hxufs"));
    for (const told of ["hit", "executed", "unchanged", "failed", "skipped", "✓", "▶", "≡", "✕", "⊘"])
      expect(svg).toContain(told);
    expect(new Set(svg.match(/rx="6" fill="#\w+" stroke="#\w+"/g)).size).toBe(5);
  });

  it("stands alone: no style sheet, script, link or handler", () => {
    expect(drawRun(sampleRun())).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox=.*<\/svg>$/,
    );
    expect(drawRun(sampleRun())).not.toMatch(/<style|<script|href|class=| on\w+=/);
  });

  it("draws an input as a rounded, dashed box with its value", () => {
    expect(drawRun(sampleRun())).toMatch(/rx="22" fill="#\w+" stroke="#\w+" stroke-width="1.2" stroke-dasharray="5 3"/);
    expect(drawRun(sampleRun())).toContain("given · 2024-09-01");
  });

  it("R26: draws an accepted hit apart: dashed, and in words, in the picture and in the text", () => {
    const note = { cue: "accepted", text: "accepted on 2026-01-31: the value of run 3 is kept" };
    const run = runOf(graphOf({ a: [], b: [] }), "hh", { detail: { 1: { note } } });
    expect(drawRun(run).match(/stroke-dasharray="7 4"/g)).toHaveLength(1);
    expect(drawRun(run).match(/>(hit|accepted)</g)).toEqual([">hit<", ">accepted<"]);
    expect(writeRun(run)).toContain(note.text);
    const plain = runOf(graphOf({ a: [], b: [] }), "hh");
    expect(drawRun(plain)).not.toContain("dasharray");
  });

  it.each([
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "&amp;'",
    "a\u0000b\u001b[31m\ud800",
    "\u202egnp.exe",
  ])("shows the hostile name %j as text", (name) => {
    const svg = drawRun(runOf(named(name), "x", { dataflow: { id: "d", label: name } }));
    expect(svg).not.toMatch(/<script|<img|[\p{Cc}\p{Cs}\u202e]/u);
    expect(svg.match(/<(?!\/?(svg|g|rect|path|text|tspan)\b)/g)).toBeNull();
  });

  it("shortens a name of 10,000 letters", () => {
    expect(drawRun(runOf(named("x".repeat(10_000)), "x")).length).toBeLessThan(3_000);
  });

  it("folds what did not change above 150 nodes", () => {
    const graph = grownGraph(400);
    const svg = drawRun(runOf(graph, graph.names.map((_, i) => (i === 200 ? "x" : "h")).join("")));
    expect(svg).toMatch(/>\d+ hits</);
    expect(svg).toContain(">step200<");
    expect((svg.match(/>step\d+</g) ?? []).length).toBeLessThan(20);
  });

  it.each(["x", "h", "f"])("stays below 100 kB with 5,000 nodes that are all %j", (letter) => {
    const graph = grownGraph(5_000);
    expect(Buffer.byteLength(drawRun(runOf(graph, letter.repeat(5_000))))).toBeLessThan(100_000);
  });

  it("stays below 100 kB where all names are long and made of signs to escape", () => {
    const graph = { ...grownGraph(150), names: Array.from({ length: 150 }, (_, i) => `"&<>'`.repeat(20) + i) };
    expect(Buffer.byteLength(drawRun(runOf(graph, "x".repeat(150))))).toBeLessThan(100_000);
  });
});

describe("drawDataflow", () => {
  it("draws nodes and inputs without a status", () => {
    const svg = drawDataflow({ v: 1, type: "dataflow", label: "basics", graph: BASICS });
    expect(svg).toContain("4 nodes, 1 input");
    expect(svg).not.toContain("executed");
  });
});

describe("drawHistory", () => {
  it("draws a bar per run above the newest graph", () => {
    const runs = [1, 2, 3].map((n) => runOf(BASICS, n === 1 ? "gxxxx" : "ghhhh", { n, took: [0, 5, 5, 5, 5] }));
    const svg = drawHistory(historyOf(runs, 4));
    expect(svg).toContain("7 runs");
    expect((svg.match(/width="9"/g) ?? []).length).toBe(4);
    expect(svg).toContain("run 3 · sales.ipynb · basics");
  });

  it("says that there are no runs yet", () => {
    expect(drawHistory(historyOf([]))).toContain("No runs yet");
  });
});
