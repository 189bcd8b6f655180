import { describe, expect, it } from "vitest";
import type { PlanDetail, PlanRecord, PlanWord } from "../../src/protocol/index.ts";
import { drawPlan, writePlan, writePlanTable } from "../../src/view/index.ts";
import { pictureOfPlan } from "../../src/view/picture.ts";
import { graphOf, grownGraph } from "../protocol/sampleRun.ts";

const WORDS: Readonly<Record<string, PlanWord>> = {
  g: "given",
  h: "hit",
  x: "execute",
  w: "may execute",
  n: "not needed",
};

function planOf(
  graph: PlanRecord["graph"],
  letters: string,
  detail: Record<number, PlanDetail> = {},
  expected = { leastMs: 0, mostMs: 0 },
): PlanRecord {
  const what = [...letters].map((letter) => WORDS[letter]!);
  return { v: 1, type: "plan", dataflow: { label: "sales" }, asked: [], graph, what, detail, expected };
}

const cue = (text: string) => ({ cues: [{ cue: "code changed", text }] });
const four = graphOf({ a: [], b: ["a"], c: ["b"], d: [] });

describe("a plan as text", () => {
  it("sums up, then tells each node that executes or may, and why, then marks", () => {
    const plan = planOf(
      four,
      "xwhh",
      {
        0: { ...cue("`rate` changed: 1 → 2"), expectedMs: 12_000, marks: ["`db` has no version"] },
        1: { waitsFor: [0], likely: "hit", expectedMs: 29_000 },
      },
      { leastMs: 12_000, mostMs: 41_000 },
    );
    expect(writePlan(plan).split("\n")).toEqual([
      "1 execute, 1 may execute (only if `a` changes), 2 hits, ≈ 12–41 s",
      "  a: execute, `rate` changed: 1 → 2",
      "  b: may execute, waits for `a`, likely hit",
      "  a: marked, `db` has no version",
    ]);
  });

  it.each([
    [12_000, 12_000, "≈ 12 s"],
    [400, 41_000, "≈ 400 ms–41 s"],
    [61_000, 75_000, "≈ 1 m 1 s–1 m 15 s"],
    [2_000, 9_000, "≈ 2–9 s"],
  ])("%s to %s ms is %s", (leastMs, mostMs, told) => {
    const timed = { 0: { expectedMs: 1 }, 1: { expectedMs: 1 } };
    expect(writePlan(planOf(four, "xwhh", timed, { leastMs, mostMs })).split("\n")[0]).toMatch(new RegExp(`${told}$`));
  });

  it("says which nodes no time is known of, rather than passing them off as fast", () => {
    const times = { leastMs: 5, mostMs: 5 };
    expect(writePlan(planOf(four, "xxhh", { 0: { expectedMs: 5 } }, times))).toContain(
      "≈ 5 ms without `b`, which was never timed",
    );
    expect(writePlan(planOf(four, "xxxh", { 0: { expectedMs: 5 } }, times))).toContain(
      "without 2 that were never timed",
    );
    expect(writePlan(planOf(four, "xxhh"))).not.toContain("≈");
  });

  it("stays within 200 lines and lets no terminal codes through", () => {
    const graph = grownGraph(1000);
    const text = writePlan(planOf(graph, "x".repeat(1000)));
    expect(text.split("\n").length).toBeLessThan(200);
    expect(text).toContain("… and 810 more");
    const hostile = planOf(graphOf({ "a\u001b[31m\nb": [] }), "x", { 0: cue("\u001b[2J") });
    expect(writePlan(hostile) + writePlanTable(hostile)).not.toContain("\u001b");
  });
});

it("a plan as a table: what executes first, pipes are harmless, long ones are cut", () => {
  const plan = planOf(four, "hxgw", {
    0: { expectedMs: 40 },
    1: { ...cue("`a | b` changed"), expectedMs: 5 },
    3: { waitsFor: [1], likely: "execute" },
  });
  expect(writePlanTable(plan).split("\n").slice(0, 6)).toEqual([
    "| node | what | why | last time |",
    "| --- | --- | --- | --- |",
    "| `b` | execute | `a \\| b` changed | 5 ms |",
    "| `d` | may execute | waits for `b`, likely execute |  |",
    "| `a` | hit |  | saves 40 ms |",
    "| `c` | given |  |  |",
  ]);
  expect(writePlanTable(planOf(grownGraph(1000), "h".repeat(1000)))).toContain("… and 810 more");
  // Marks are told below it: a notebook shows the table alone.
  const marked = writePlanTable(planOf(four, "hxgw", { 0: { marks: ["reads the clock"] } }));
  expect(marked.split("\n").slice(-2)).toEqual(["", "- ⚑ `a` reads the clock"]);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, { marks: ["reads the clock"] }]));
  expect(writePlanTable(planOf(grownGraph(30), "h".repeat(30), many))).toContain("- … and 10 more marks");
});

it("a box of a plan tells the word, and what it costs as far as there is room", () => {
  const subs = (letters: string, expectedMs: number) =>
    pictureOfPlan(planOf(graphOf({ a: [] }), letters, { 0: { expectedMs } })).boxes.map(({ sub }) => sub);
  expect(subs("x", 402)).toEqual(["execute · ≈ 402 ms"]);
  expect(subs("h", 8_200)).toEqual(["hit · saves 8.2 s"]);
  expect(subs("w", 29_000)).toEqual(["may execute · 29 s"]);
  expect(subs("w", 72_000)).toEqual(["may execute"]);
});

it("a plan as a picture stays below 100 kB, with what executes drawn one by one", () => {
  const graph = grownGraph(5000);
  const svg = drawPlan(planOf(graph, graph.names.map((_, i) => (i === 2500 ? "x" : "h")).join("")));
  expect(svg.length).toBeLessThan(100_000);
  expect(svg).toContain(">step2500<");
  expect(svg).toMatch(/>\d+ hits</);
  expect(drawPlan(planOf(graph, "w".repeat(5000)))).toMatch(/>\d+ may execute</);
});
