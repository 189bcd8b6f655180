import { describe, expect, it } from "vitest";
import { failedBy, notebook, ranBy, tallies } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();
const count = tallies();
const text = (name: string, more = "") => `const tally = () => (globalThis as any).tally("called");
export function ${name}(x: number) { tally(); return [x, x]; }
export function total(${name}: number[]) { return ${name}.length; }${more}`;
const asked = { inputs: { x: 1 } };

describe("R2: a node that was renamed", () => {
  it("hits, as formerly its old name, in the record, the plan, the explanation and the printed run; and back", async () => {
    await nb.run(text("rows"), ["rows"], asked);
    const dr = nb.driver(text("lines"));
    const plan = await dr.plan(["lines"], asked);
    expect(plan.rows.find((row) => row.name === "lines")).toMatchObject({
      what: "hit",
      note: "formerly `rows`",
      from: 1,
    });
    const { words, why } = await ranBy(dr, ["lines"], asked);
    expect([words["lines"], why("lines")]).toEqual(["hit", ["formerly `rows`"]]);
    const sentence = "a hit: nothing that it depends on changed since run 1 computed it, formerly `rows`.";
    expect(String(await dr.explain("lines"))).toBe(`\`lines\` was ${sentence}`);
    expect(String(await dr.explain("lines", asked))).toBe(`\`lines\` would be ${sentence}`);
    expect(await dr.cache.viewRun().text()).toContain("formerly `rows`");
    expect(await dr.cache.get("lines")).toEqual([1, 1]);
    const back = await nb.run(text("rows"), ["rows"], asked);
    expect([back.words["rows"], back.why("rows"), count]).toEqual(["hit", [], { called: 1 }]);
  });

  it("beside one of the old name is the same computation: it runs once", async () => {
    await nb.run(text("rows"), ["rows"], asked);
    const both = text("lines", "\nexport function rows(x: number) { tally(); return [x, x]; }");
    const { words, why } = await nb.run(both, ["lines", "rows"], asked);
    expect([words["lines"], why("lines"), why("rows")]).toEqual(["hit", ["same computation as `rows`"], []]);
    expect(count).toEqual({ called: 1 });
  });

  it("beside one of the same computation fails once, and is skipped behind it, as its plan was to be", async () => {
    const failing = (name: string) =>
      `export function ${name}() { globalThis.tally("called"); throw new Error("no"); }\n`;
    for (const times of [1, 2]) {
      const dr = nb.driver(failing("rows") + failing("lines"));
      const plan = await dr.plan(["lines", "rows"]);
      const { record, words } = await failedBy(dr, ["lines", "rows"]);
      expectPlanKept(plan, record);
      expect(Object.values(words).sort()).toEqual(["failed", "skipped"]);
      const skipped = record.graph.names.findIndex((name) => words[name] === "skipped");
      expect(record.detail[skipped]?.reason).toBe(`\`${record.graph.names[1 - skipped]}\` failed`);
      expect(count).toEqual({ called: times });
    }
  });
});

describe("what a run saved", () => {
  const slow =
    "export function slow(x: number) { const end = performance.now() + 8; while (performance.now() < end); return new Float64Array(1000); }\nexport const size = (slow: Float64Array) => slow.length;";

  it("is the time that its hits had taken, and the bytes that were read instead", async () => {
    const dr = nb.driver(slow);
    const first = await ranBy(dr, ["slow", "size"], asked);
    expect(first.record.saved).toEqual({ ms: 0, bytes: 0 });
    const { record } = await ranBy(dr, ["slow", "size"], asked);
    const took = first.record.took[1]! + first.record.took[2]!;
    expect(record.saved.ms).toBeCloseTo(took, 0);
    expect(took).toBeGreaterThan(7);
    const sizes = [1, 2].map((i) => first.record.detail[i]!.size!);
    expect(record.saved.bytes).toBe(sizes[0]! + sizes[1]!);
    expect(await dr.cache.viewRun().text()).toMatch(/2 hits, saved \d+(\.\d)? ms/);
  });

  it("counts every hit's time, but only bytes that were really read; the store tells the same later", async () => {
    const first = await nb.run(slow, ["size"], asked);
    const { record } = await nb.run(slow, ["size"], asked);
    expect(record.saved.bytes).toBe(first.record.detail[2]!.size);
    expect(record.saved.ms).toBeGreaterThan(7);
    expect((await nb.driver(slow).cache.run(record.run)).saved).toEqual(record.saved);
  });
});
