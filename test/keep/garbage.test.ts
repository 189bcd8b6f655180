import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { isCellarError, memoryMetadata, memoryResults } from "../../src/index.ts";
import { promised } from "../contract/promised.ts";
import { type AnyDriver, notebook, ranBy, tallies } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import { shiftedClock } from "./clock.ts";

const nb = notebook();
const count = tallies();
const clock = shiftedClock();
const DAY = 24 * 3_600_000;

const text = `const tally = (name: string) => (globalThis as any).tally(name);
export function small(x: number) { tally("small"); return { x }; }
export function large(small: { x: number }) { tally("large"); return new Float64Array(20000).fill(small.x); }
export function total(large: Float64Array) { tally("total"); return large[0]! + large.length; }`;
const asked = { inputs: { x: 1 } };
const all = ["small", "large", "total"];

const files = () =>
  existsSync(path.join(nb.cache, "results"))
    ? readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    : [];
function rows(sql: string): unknown[] {
  const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}
const collect = async (dr: AnyDriver, rule: Parameters<AnyDriver["cache"]["collectGarbage"]>[0]) =>
  (await dr.cache.collectGarbage(rule)).apply();

describe("a garbage plan", () => {
  it("says what would go, how large it is and what it would cost to compute again, and touches nothing", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, all, asked);
    clock.pass(40 * DAY);
    const plan = await dr.cache.collectGarbage({ olderThanMs: 30 * DAY });
    expect(plan.nodes).toEqual(["large", "small", "total"]);
    expect(plan.values.map(({ nodes }) => nodes)).toHaveLength(3);
    const large = plan.values.find(({ nodes }) => nodes[0] === "large")!;
    expect(large.dataVersion).toBe(Object.values(dr.cache.dataVersions)[0]!["large"]);
    expect(large.bytes).toBeGreaterThan(160_000);
    expect(large.recomputeMs).toBeGreaterThan(0);
    expect(plan.versions).toBe(3);
    expect(plan.bytes).toBe(plan.values.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(plan.recomputeMs).toBeCloseTo(plan.values.reduce((sum, { recomputeMs }) => sum + recomputeMs, 0));
    expect([plan.keptBytes, plan.guardedBytes]).toEqual([0, 0]);
    expect(String(plan)).toMatch(
      /^3 values of 3 nodes, 160 kB, would go; .* to compute them again; 0 B stay\. Call apply\(\) to let them go\.\n/,
    );
    expect(String(plan)).toMatch(
      /\n {2}large: [0-9a-f]{12}, 160 kB, took .*; it had not been used since \d{4}-\d\d-\d\d/,
    );
    const again = await ranBy(dr, all, asked);
    expect([again.words, count]).toEqual([
      { x: "given", small: "hit", large: "hit", total: "hit" },
      { small: 1, large: 1, total: 1 },
    ]);
  });

  it("displays itself as text, as a cell's last expression and where it is printed", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["small"], asked);
    const plan = await dr.cache.collectGarbage({ olderThanMs: 0 });
    const display = (plan as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")]!;
    expect(display()).toEqual({ "text/plain": String(plan) });
    const done = await plan.apply();
    expect(String(done)).toMatch(/^1 value \(\d+ B\) is marked, and deleted in 60 s, once the runs that are under way/);
    const empty = await dr.cache.collectGarbage({ olderThanMs: 0 });
    expect([empty.versions, String(empty), String(await empty.apply())]).toEqual([
      0,
      "Nothing would go; 0 B stay.",
      "Nothing is marked.",
    ]);
  });

  it("counts no cost for values that newer ones have replaced", async () => {
    const drawn = "export function draw() { return Math.random(); }";
    await nb.run(drawn, ["draw"]);
    const dr = nb.driver(drawn);
    await ranBy(dr, ["draw"], { recompute: true });
    const plan = await dr.cache.collectGarbage({ olderThanMs: 0 });
    expect(plan.values.map(({ nodes, recomputeMs }) => [nodes, recomputeMs > 0])).toEqual(
      expect.arrayContaining([
        [[], false],
        [["draw"], true],
      ]),
    );
    expect(String(plan)).toContain("(replaced by newer values): ");
  });

  it.each([
    [undefined, "collectGarbage() takes a rule, e.g. { olderThanMs: 30 * 24 * 3600 * 1000 }, not undefined."],
    [null, "not null."],
    [[], "takes a rule"],
    [{}, "needs a rule: olderThanMs, maxBytes or keepRuns. To delete everything, call dr.cache.deleteAll()."],
    [{ olderThanMs: undefined }, "needs a rule"],
    [{ olderThan: 3 }, "has no rule `olderThan`. Did you mean `olderThanMs`?"],
    [{ olderThanMs: -1 }, "collectGarbage(): olderThanMs is a number of milliseconds from 0, not -1."],
    [{ olderThanMs: Number.NaN }, "olderThanMs is a number of milliseconds from 0"],
    [{ olderThanMs: Number.POSITIVE_INFINITY }, "olderThanMs is a number of milliseconds from 0"],
    [{ olderThanMs: "30 days" }, 'olderThanMs is a number of milliseconds from 0, not "30 days".'],
    [{ olderThanMs: new Date() }, "olderThanMs is a number of milliseconds from 0, not object."],
    [{ maxBytes: 1.5 }, "maxBytes is a whole number of bytes from 0, not 1.5."],
    [{ maxBytes: 2 ** 60 }, "maxBytes is a whole number of bytes from 0"],
    [{ keepRuns: -1 }, "keepRuns is a whole number of runs from 0, not -1."],
    [{ keepRuns: true }, "keepRuns is a whole number of runs from 0, not boolean."],
    [{ maxBytes: 1, keepRuns: "5" }, 'keepRuns is a whole number of runs from 0, not "5".'],
  ])("refuses the rule %o and says what a rule is", async (rule, said) => {
    const dr = nb.driver(text);
    const failed = await dr.cache.collectGarbage(rule as never).catch((error: unknown) => error);
    expect([isCellarError(failed, "bad-option"), String(failed)]).toEqual([true, expect.stringContaining(said)]);
  });

  it("a driver without a cache says what it lacks", async () => {
    const { Builder } = await import("../../src/index.ts");
    const dr = new Builder().withModules(nb.cell(text)).build();
    await expect(dr.cache.collectGarbage({ olderThanMs: 0 })).rejects.toThrow("This driver has no cache");
    await expect(dr.cache.deleteAll()).rejects.toThrow("This driver has no cache");
    await expect(dr.cache.pins()).rejects.toThrow("This driver has no cache");
  });
});

describe("what was collected", () => {
  it("2.4: hits while nobody reads it, executes when it is read, and says when and why; then it hits again", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, all, asked);
    clock.pass(40 * DAY);
    expect(await collect(dr, { olderThanMs: 30 * DAY })).toMatchObject({ marked: 3 });

    const plan = await dr.plan(["total"], asked);
    const first = await ranBy(dr, ["total"], asked);
    expectPlanKept(plan, first.record);
    const why =
      /^the stored result of run 1 was collected on \d{4}-\d\d-\d\d: it had not been used since \d{4}-\d\d-\d\d$/;
    expect(first.why("total")[0]).toMatch(why);
    // To execute `total` it read `large`, and that read `small`.
    expect([first.words, count]).toEqual([
      { x: "given", small: "unchanged", large: "unchanged", total: "unchanged" },
      { small: 2, large: 2, total: 2 },
    ]);
    expect(first.record.detail[first.record.graph.names.indexOf("large")]?.cues?.[0]?.cue).toBe("collected");
    const second = await ranBy(dr, all, asked);
    expect([second.words["total"], second.words["large"], count]).toEqual([
      "hit",
      "hit",
      { small: 2, large: 2, total: 2 },
    ]);
  });

  it("2.4: does not matter to a node below that is read from the store", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    await dr.cache.pin({ node: "total" });
    expect(await collect(dr, { olderThanMs: 0 })).toMatchObject({ marked: 2 });
    const second = await ranBy(dr, ["total"], asked);
    expect([second.words, count]).toEqual([
      { x: "given", small: "hit", large: "hit", total: "hit" },
      { small: 1, large: 1, total: 1 },
    ]);
  });

  it("bytes and rows go 60 s later, with the next collection or opening; entries stay", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, all, asked);
    const done = await collect(dr, { olderThanMs: 0 });
    expect([done.marked, done.swept]).toEqual([3, { payloads: 0, bytes: 0, left: 3 }]);
    expect([files().length, rows("SELECT count(*) FROM small_bytes")]).toEqual([1, [2]]);
    clock.pass(59_000);
    expect((await collect(dr, { olderThanMs: 0 })).swept.payloads).toBe(0);
    clock.pass(1_001);
    const swept = await collect(dr, { olderThanMs: 0 });
    expect(swept).toMatchObject({ marked: 0, swept: { payloads: 3, bytes: done.markedBytes, left: 0 } });
    expect(String(swept)).toMatch(/^Nothing is marked\. 160 kB that were marked before are deleted\.$/);
    expect([files(), rows("SELECT count(*) FROM small_bytes"), rows("SELECT count(*) FROM payload")]).toEqual([
      [],
      [0],
      [0],
    ]);
    expect(rows("SELECT count(*) FROM entry")).toEqual([3]);
    const second = await ranBy(dr, ["total"], asked);
    expect(second.why("total")[0]).toContain("was collected on");
  });

  it("is swept by the next opening, where nobody collects again", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, all, asked);
    await collect(dr, { olderThanMs: 0 });
    await nb.close();
    await nb.driver(text).close();
    expect(files()).toHaveLength(1);
    clock.pass(60_001);
    await nb.driver(text).close();
    expect([files(), rows("SELECT count(*) FROM payload"), rows("SELECT count(*) FROM small_bytes")]).toEqual([
      [],
      [0],
      [0],
    ]);
    expect((await nb.run(text, ["total"], asked)).why("total")[0]).toContain("was collected on");
  });

  it("is swept by itself after 60 s, as long as the driver is open; a closed one leaves it to the next", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const dr = nb.driver(text);
      await ranBy(dr, all, asked);
      await collect(dr, { olderThanMs: 0 });
      expect(vi.getTimerCount()).toBe(1);
      clock.pass(60_001);
      vi.advanceTimersByTime(60_001);
      // The sweep is part of no promise that anybody holds: its steps are done when the loop has turned.
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect([files(), rows("SELECT count(*) FROM payload"), vi.getTimerCount()]).toEqual([[], [0], 0]);
      await ranBy(dr, ["large"], asked);
      await collect(dr, { olderThanMs: 0 });
      expect(vi.getTimerCount()).toBe(1);
      await dr.close();
      expect([vi.getTimerCount(), files().length]).toEqual([0, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("a value that is computed again before its bytes went stays", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, all, asked);
    await collect(dr, { olderThanMs: 0 });
    await ranBy(dr, ["large"], asked);
    clock.pass(60_001);
    expect((await collect(dr, { olderThanMs: 3_600_000 })).swept).toMatchObject({ payloads: 1, left: 0 });
    const second = await ranBy(dr, ["large", "small"], asked);
    expect([second.words["large"], second.words["small"], count["large"]]).toEqual(["hit", "hit", 2]);
  });

  it("a plan that is applied late takes nothing that was used or pinned since", async () => {
    const texts = ["a", "b", "c"].map((name) => `export function ${name}() { return "${name}"; }`).join("\n");
    const dr = nb.driver(texts);
    await ranBy(dr, ["a", "b", "c"]);
    clock.pass(2 * DAY);
    const plan = await dr.cache.collectGarbage({ olderThanMs: DAY });
    await ranBy(dr, ["a"]);
    await dr.cache.pin({ node: "b" });
    expect([plan.versions, await plan.apply()]).toMatchObject([3, { marked: 1 }]);
    const { words } = await ranBy(dr, ["a", "b", "c"]);
    expect(words).toEqual({ a: "hit", b: "hit", c: "unchanged" });
  });
});

describe("which values go", () => {
  const many = ["a", "b", "c", "d"].map((name) => `export function ${name}() { return "${name}".repeat(20000); }`);

  it("maxBytes: the least recently needed, until the rest has room", async () => {
    const dr = nb.driver(many.join("\n"));
    for (const name of ["a", "b", "c", "d"]) {
      await ranBy(dr, [name]);
      clock.pass(DAY);
    }
    await ranBy(dr, ["a"]);
    const { nodes, keptBytes } = await dr.cache.collectGarbage({ maxBytes: 50_000 });
    expect([nodes, keptBytes > 40_000 && keptBytes <= 50_000]).toEqual([["b", "c"], true]);
    expect((await dr.cache.collectGarbage({ maxBytes: 1_000_000 })).versions).toBe(0);
    expect((await dr.cache.collectGarbage({ maxBytes: 0 })).versions).toBe(4);
  });

  it("maxBytes after olderThanMs: what is old counts first", async () => {
    const dr = nb.driver(many.join("\n"));
    await ranBy(dr, ["a", "b"]);
    clock.pass(3 * DAY);
    await ranBy(dr, ["c"]);
    clock.pass(DAY);
    await ranBy(dr, ["d"]);
    const plan = await dr.cache.collectGarbage({ olderThanMs: 2 * DAY, maxBytes: 30_000 });
    expect(plan.nodes).toEqual(["a", "b", "c"]);
    expect(plan.values.map(({ reason }) => reason.slice(0, 20)).sort()).toEqual([
      "it had not been used",
      "it had not been used",
      "the cache was to hol",
    ]);
  });

  it("keepRuns: alone, all but the values of the newest runs; beside other rules, those stay", async () => {
    const dr = nb.driver(many.join("\n"));
    for (const name of ["a", "b", "c", "a"]) await ranBy(dr, [name]);
    expect((await dr.cache.collectGarbage({ keepRuns: 2 })).nodes).toEqual(["b"]);
    expect((await dr.cache.collectGarbage({ keepRuns: 1 })).nodes).toEqual(["b", "c"]);
    expect((await dr.cache.collectGarbage({ keepRuns: 0 })).nodes).toEqual(["a", "b", "c"]);
    expect((await dr.cache.collectGarbage({ keepRuns: 100 })).versions).toBe(0);
    const both = await dr.cache.collectGarbage({ keepRuns: 1, olderThanMs: 0 });
    expect([both.nodes, both.guardedBytes]).toEqual([["b", "c"], both.keptBytes]);
    expect(String(both)).toMatch(/ kB stay, only because of pins, runs that are kept, or work under way\. Call/);
    expect(await both.apply()).toMatchObject({ marked: 2 });
    expect((await ranBy(dr, ["a"])).words["a"]).toBe("hit");
    const { why } = await ranBy(dr, ["b"]);
    expect(why("b")[0]).toMatch(/^the stored result of run 2 was collected on .*: it had not been used since/);
  });

  it("keepRuns counts the runs of each dataflow for itself", async () => {
    await nb.run([many[0]!], ["a"]);
    const dr = nb.driver([many[1]!, many[2]!]);
    await ranBy(dr, ["b"]);
    await ranBy(dr, ["c"]);
    expect((await dr.cache.collectGarbage({ keepRuns: 1 })).nodes).toEqual(["b"]);
  });

  it("a clock that went back makes nothing old", async () => {
    const dr = nb.driver(many[0]!);
    await ranBy(dr, ["a"]);
    clock.pass(-10 * DAY);
    expect((await dr.cache.collectGarbage({ olderThanMs: 0 })).versions).toBe(0);
    expect((await dr.cache.collectGarbage({ maxBytes: 0 })).versions).toBe(1);
  });

  it("an empty cache has no garbage", async () => {
    const plan = await nb.driver(many[0]!).cache.collectGarbage({ olderThanMs: 0, maxBytes: 0, keepRuns: 0 });
    expect([plan.versions, plan.bytes, String(plan)]).toEqual([0, 0, "Nothing would go; 0 B stay."]);
  });
});

describe("stores that the user gives", () => {
  it.each([
    ["that answer at once", () => ({ metadataStore: memoryMetadata(), resultStore: memoryResults() })],
    [
      "that answer by promise",
      () => ({ metadataStore: promised(memoryMetadata()), resultStore: promised(memoryResults()) }),
    ],
  ])("%s: what is marked goes after 60 s, the rest hits", async (_what, make) => {
    const cache = make();
    const dr = nb.driver(text, cache);
    await ranBy(dr, all, asked);
    const versions = Object.values(dr.cache.dataVersions)[0]!;
    await dr.cache.pin({ value: versions["small"]! });
    const [{ bytesDigest } = {} as never] = (await cache.metadataStore.payloadsOf([versions["large"]!]))[0]!;
    expect(await collect(dr, { olderThanMs: 0 })).toMatchObject({ marked: 2, swept: { left: 2 } });
    expect(await cache.resultStore.has([bytesDigest])).toEqual([true]);
    clock.pass(60_001);
    expect((await collect(dr, { olderThanMs: 0 })).swept).toMatchObject({ payloads: 2, left: 0 });
    expect(await cache.resultStore.has([bytesDigest])).toEqual([false]);
    const second = await ranBy(dr, ["total", "small"], asked);
    expect([second.words["small"], second.words["total"], second.values["total"]]).toEqual(["hit", "unchanged", 20001]);
    await dr.cache.deleteAll();
    expect((await ranBy(dr, ["total"], asked)).words["total"]).toBe("executed");
  });
});
