import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { explainPlan, explainRun, type Sources } from "../../../src/driver/told/explanation.ts";
import { memoryMetadata, type PlanRecord } from "../../../src/index.ts";
import { graphOf, runOf } from "../../protocol/sampleRun.ts";
import { failedBy, notebook, ranBy, tallies } from "../notebook.ts";

const nb = notebook();
const count = tallies();

const text = (
  change: Partial<{ rate: string; clean: string; total: string }> = {},
) => `const tally = (name: string) => (globalThis as any).tally(name);
export const rate = ${change.rate ?? "2"};
function trim(x: number) {
  // rounds down
  return ${change.clean ?? "Math.floor(x)"};
}
export function raw(x: number) { tally("raw"); return x; }
export function clean(raw: number) { tally("clean"); return trim(raw); }
export function rated(clean: number, bonus = 0) { tally("rated"); return clean * rate + bonus; }
export function total(rated: number, clean: number) {
  tally("total");
  return ${change.total ?? "rated + clean"};
}`;
const asked = { inputs: { x: 7 } };
const nowhere: Sources = { textsOf: async () => new Map(), runNumbered: async () => ({}) };
const lines = async (said: Promise<unknown>) => String(await said).split("\n");

describe("why a node executed", () => {
  it("names the root cause first, then what followed, then the changed line of the helper, with its place", async () => {
    await nb.run(text(), ["total"], asked);
    const dr = nb.driver(text({ clean: "Math.ceil(x) + 1" }));
    await ranBy(dr, ["total"], asked);
    expect(await lines(dr.explain("total"))).toEqual([
      "`total` executed because of `clean`: the helper `trim` changed: floor(x) → ceil(x) + 1; then `clean` changed, and `rated` changed.",
      "  basics, line 5:",
      "  -   return Math.floor(x);",
      "  +   return Math.ceil(x) + 1;",
    ]);
    const { cues, changes, status, run } = await dr.explain("total");
    expect([cues[0]!.cue, status, run]).toEqual(["helper changed", "executed", dr.cache.lastRunId]);
    expect(changes).toEqual([
      {
        node: "clean",
        name: "trim",
        module: "basics",
        lines: [
          { sign: "-", line: 5, text: "  return Math.floor(x);" },
          { sign: "+", line: 5, text: "  return Math.ceil(x) + 1;" },
        ],
      },
    ]);
  });

  it("names every root where several changes met, and the changed value of an input", async () => {
    await nb.run(text(), ["total"], asked);
    const dr = nb.driver(text({ rate: "3" }));
    await ranBy(dr, ["total"], { inputs: { x: 8, bonus: 1 } });
    expect((await lines(dr.explain("total")))[0]).toBe(
      "`total` executed because of `raw`: the input `x` changed: 7 → 8, and because of `rated`: `rate` changed: 2 → 3, and the input `bonus` changed: 0 → 1; then `clean` changed, and `rated` changed.",
    );
    expect((await lines(dr.explain("rated")))[0]).toBe(
      "`rated` executed because `rate` changed: 2 → 3, and the input `bonus` changed: 0 → 1, and because of `raw`: the input `x` changed: 7 → 8; then `clean` changed.",
    );
  });

  it("after a restart the lines come from the store; without the store's texts the reason stays", async () => {
    await nb.run(text(), ["total"], asked);
    const { record } = await nb.run(text({ total: "rated * clean" }), ["total"], asked);
    // The text has moved on since: both sides are the store's.
    const dr = nb.driver(text({ total: "rated - clean" }));
    const told = await lines(dr.explain("total", { runId: record.run }));
    expect(told.slice(1)).toEqual(["  basics, line 12:", "  -   return rated + clean;", "  +   return rated * clean;"]);
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("DELETE FROM part").run();
    db.close();
    expect(await lines(dr.explain("total", { runId: record.run }))).toEqual([told[0]]);
  });

  it("of a node that failed tells the lines too, though nothing of it was stored", async () => {
    await nb.run(text(), ["total"], asked);
    const dr = nb.driver(text({ total: "rated.no.clean" }));
    await failedBy(dr, ["total"], asked);
    expect((await lines(dr.explain("total"))).slice(-3)).toEqual([
      "  basics, line 12:",
      "  -   return rated + clean;",
      "  +   return rated.no.clean;",
    ]);
  });

  it("a long change is cut", async () => {
    const long = (n: number) => `[${Array.from({ length: 40 }, (_, i) => `\n${i * n}`).join(",")}].length`;
    await nb.run(text({ total: long(1) }), ["total"], asked);
    const dr = nb.driver(text({ total: long(2) }));
    await ranBy(dr, ["total"], asked);
    const told = await lines(dr.explain("total"));
    expect(told.length).toBeLessThan(20);
    expect(told.at(-1)).toMatch(/^ {2}… and \d+ more lines$/);
    expect((await dr.explain("total")).changes[0]!.lines.length).toBeGreaterThan(30);
  });

  it("of a hit names the run that it came from, and what that had cost", async () => {
    const { record } = await nb.run(text(), ["total"], asked);
    const dr = nb.driver(text());
    await ranBy(dr, ["total"], asked);
    const told = await dr.explain("total");
    expect(String(told)).toBe("`total` was a hit: nothing that it depends on changed since run 1 computed it.");
    const i = record.graph.names.indexOf("total");
    expect(told).toMatchObject({
      status: "hit",
      from: { run: record.n, runId: record.run, at: record.at, tookMs: record.took[i] },
    });
    expect(await dr.cache.run(told.from!.runId)).toEqual(record);
    expect(told.cues).toEqual([]);
  });
});

it("a store that breaks costs an explanation its lines, not its reason", async () => {
  const metadataStore = memoryMetadata();
  const cache = { metadataStore };
  await nb.driver(text(), cache).execute(["total"], asked);
  const dr = nb.driver(text({ total: "rated * clean" }), cache);
  await dr.execute(["total"], asked);
  const told = await lines(dr.explain("total"));
  expect(told).toHaveLength(4);
  await metadataStore.close();
  expect(await lines(dr.explain("total"))).toEqual([told[0]]);
  expect(await dr.explain("clean")).toMatchObject({ status: "hit", from: { run: 1 } });
});

describe("what a run would do with a node, and why, before it runs", () => {
  it("would execute, may execute, would be a hit: in the words that the run then uses", async () => {
    await nb.run(text(), ["total"], asked);
    const dr = nb.driver(text({ rate: "3" }));
    const before = { ...count };
    expect(await lines(dr.explain("rated", asked))).toEqual([
      "`rated` would execute because `rate` changed: 2 → 3.",
      "  basics, line 2:",
      "  - export const rate = 2;",
      "  + export const rate = 3;",
    ]);
    expect((await lines(dr.explain("total", asked)))[0]).toBe(
      "`total` may execute because of `rated`: `rate` changed: 2 → 3; it waits for `rated`, likely hit.",
    );
    expect(await lines(dr.explain("clean", asked))).toEqual([
      "`clean` would be a hit: nothing that it depends on changed since run 1 computed it.",
    ]);
    expect(await dr.explain("clean", asked)).toMatchObject({
      status: "hit",
      from: { run: 1, tookMs: expect.any(Number) },
    });
    expect(await dr.explain("clean", asked)).not.toHaveProperty("run");
    expect(count).toEqual(before);
    expect(dr.cache.runIds).toEqual([]);
    await ranBy(dr, ["total"], asked);
    expect((await lines(dr.explain("rated")))[0]).toBe("`rated` executed because `rate` changed: 2 → 3.");
  });

  it("may execute because of what reads a hit with the value of another run", async () => {
    await nb.run(text(), ["total"], asked);
    await nb.run(text(), ["raw"], { inputs: { x: 9 } });
    const dr = nb.driver(text());
    expect(String(await dr.explain("rated", { inputs: { x: 9 } }))).toBe(
      "`rated` may execute because of `clean`: `raw` changed; it waits for `clean`, likely hit.",
    );
  });

  it("of inputs, and of what was never there", async () => {
    const dr = nb.driver(text());
    expect(await lines(dr.explain("x", asked))).toEqual(["`x` would be given as an input."]);
    expect((await lines(dr.explain("total", asked)))[0]).toBe(
      "`total` may execute because of `raw`: `raw` never ran before; it waits for `rated`, `clean`, likely execute.",
    );
    expect(await lines(dr.explain("raw", asked))).toEqual(["`raw` would execute because `raw` never ran before."]);
  });

  it("is refused as the run would be, and a run that was and one that would be are not asked for at once", async () => {
    const dr = nb.driver(text());
    await expect(dr.explain("total", { inputs: {} })).rejects.toMatchObject({ code: "missing-input" });
    await expect(dr.explain("totl", asked)).rejects.toThrow("Did you mean `total`?");
    await expect(dr.explain("total", { runId: "r", ...asked })).rejects.toThrow("not both");
    await ranBy(dr, ["clean"], asked);
    await expect(dr.explain("total", { runId: dr.cache.lastRunId! })).rejects.toMatchObject({ code: "unknown-node" });
  });
});

describe("in a chain of 10,000 nodes the first is named", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
  const graph = graphOf(Object.fromEntries(names.map((name, i) => [name, i === 0 ? [] : [`n${i - 1}`]])));
  const changed = { cue: "code changed", text: "the code of `n0` changed: 1 → 2" };

  it("of a run", async () => {
    const detail = names.map((_, i) =>
      i === 0
        ? { cues: [changed] }
        : { cues: [{ cue: "dep changed", field: `dep/n${i - 1}`, root: 0, text: `\`n${i - 1}\` changed` }] },
    );
    const record = runOf(graph, "x".repeat(10_000), { detail: Object.fromEntries(detail.entries()) });
    expect(String(await explainRun(record, "n9999", nowhere))).toBe(
      "`n9999` executed because of `n0`: the code of `n0` changed: 1 → 2; then `n9998` changed.",
    );
  });

  it("of a plan", async () => {
    const detail = names.map((_, i) => (i === 0 ? { cues: [changed] } : { waitsFor: [i - 1], likely: "hit" as const }));
    const record: PlanRecord = {
      v: 1,
      type: "plan",
      dataflow: { label: "" },
      asked: [9_999],
      graph,
      what: names.map((_, i) => (i === 0 ? "execute" : "may execute")),
      detail: Object.fromEntries(detail.entries()),
      expected: { leastMs: 0, mostMs: 0 },
    };
    expect(String(await explainPlan(record, "n9999", nowhere))).toBe(
      "`n9999` may execute because of `n0`: the code of `n0` changed: 1 → 2; it waits for `n9998`, likely hit.",
    );
  });
});

it("many roots are named up to four, and counted beyond", async () => {
  const names = Array.from({ length: 9 }, (_, i) => `n${i}`);
  const graph = graphOf({ ...Object.fromEntries(names.map((name) => [name, []])), all: names });
  const own = names.map((name, i) => [i, { cues: [{ cue: "never ran", text: `\`${name}\` never ran before` }] }]);
  const cues = names.map((name, root) => ({
    cue: "dep changed",
    field: `dep/${name}`,
    root,
    text: `\`${name}\` changed`,
  }));
  const record = runOf(graph, "x".repeat(10), { detail: Object.fromEntries([...own, [9, { cues }]]) });
  expect(String(await explainRun(record, "all", nowhere))).toContain(
    "because of `n3`: `n3` never ran before, and because of 5 more; then `n0` changed",
  );
});
