import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { MetadataStore, ResultStore } from "../../src/index.ts";
import { clearCache } from "../../src/index.ts";
import { memoryMetadata } from "../../src/metadata/memory.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { memoryResults } from "../../src/results/memory.ts";
import { notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

const text = `const tally = (name: string) => (globalThis as any).tally(name);
export function small(x: number) { tally("small"); return { x }; }
export function large(small: { x: number }) { tally("large"); return new Float64Array(20000).fill(small.x); }
export function total(large: Float64Array) { tally("total"); return large[0]! + large.length; }`;
const asked = { inputs: { x: 1 } };

function payloadFile(): string {
  const found = readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true }).filter((f) =>
    f.isFile(),
  );
  expect(found).toHaveLength(1);
  return path.join(found[0]!.parentPath, found[0]!.name);
}

describe("bytes that are lost or damaged", () => {
  it.each([
    ["a lost file", (file: string) => rmSync(file), "is missing"],
    ["a truncated file", (file: string) => truncateSync(file, 100), "is corrupt: its bytes do not have their digest"],
    ["an empty file", (file: string) => truncateSync(file, 0), "is corrupt: its bytes do not have their digest"],
    [
      "a flipped bit",
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[500]! ^= 1;
        rmSync(file);
        writeFileSync(file, bytes);
      },
      "is corrupt: its bytes do not have their digest",
    ],
  ])("%s: the node executes and says why, the store heals, what is below hits", async (_what, damage, why) => {
    await nb.run(text, ["total"], asked);
    damage(payloadFile());
    // Nobody reads the value: it does not matter.
    expect((await nb.run(text, ["total"], asked)).words["large"]).toBe("hit");
    const [first, second] = await nb.runTwice(text, ["large", "total"], asked);
    expect((first.values["large"] as Float64Array).length).toBe(20000);
    expect([first.words["large"], first.why("large"), first.words["total"]]).toEqual([
      "unchanged",
      [`the stored result of run 1 ${why}`],
      "hit",
    ]);
    expect([second.words["large"], second.values, count]).toEqual([
      "hit",
      first.values,
      { small: 1, large: 2, total: 1 },
    ]);
    expect(first.record.warnings ?? []).toEqual([]);
  });

  it("a deleted row of small values", async () => {
    await nb.run(text, ["small"], asked);
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("DELETE FROM small_bytes").run();
    db.close();
    const [first, second] = await nb.runTwice(text, ["small"], asked);
    expect([first.values, first.why("small"), second.words["small"]]).toEqual([
      { small: { x: 1 } },
      ["the stored result of run 1 is missing"],
      "hit",
    ]);
  });

  it("a dep that executes again while its reader waits for another: everything comes out right", async () => {
    const text = (n: number) => `export function a() { return { n: 1, pad: "x".repeat(100000) }; }
export async function b(a: { n: number }) { await null; return a.n + ${n}; }
export function c(a: { n: number }, b: number) { return a.n + b; }`;
    await nb.run(text(1), ["c"]);
    truncateSync(payloadFile(), 10);
    const [first, second] = await nb.runTwice(text(2), ["c"]);
    expect([first.values, first.words, first.record.warnings]).toEqual([
      { c: 4 },
      { a: "unchanged", b: "executed", c: "executed" },
      undefined,
    ]);
    expect(second.words).toEqual({ a: "hit", b: "hit", c: "hit" });
  });

  it("two at once: one run, one record", async () => {
    const two =
      "export const a = () => new Float64Array(20000).fill(1);\nexport const b = () => new Float64Array(20000).fill(2);";
    await nb.run(two, ["a", "b"]);
    for (const file of readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true }))
      if (file.isFile()) truncateSync(path.join(file.parentPath, file.name), 10);
    const [first, second] = await nb.runTwice(two, ["a", "b"], { cache: { strict: true } });
    expect([first.words, first.record.warnings, second.words]).toEqual([
      { a: "unchanged", b: "unchanged" },
      undefined,
      { a: "hit", b: "hit" },
    ]);
    expect((await nb.driver(two).cache.history()).runs.map((run) => run.state)).toEqual(["done", "done", "done"]);
  });

  it("a value that another version wrote in a format of its own", async () => {
    await nb.run(text, ["small"], asked);
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("UPDATE payload SET format = 'parquet'").run();
    db.close();
    const [first, second] = await nb.runTwice(text, ["small"], asked);
    expect([first.values, first.why("small"), second.words["small"]]).toEqual([
      { small: { x: 1 } },
      ["the stored result of run 1 is missing"],
      "hit",
    ]);
  });

  it("a node whose bytes are lost gives another value now: everything below is decided again", async () => {
    const drawn =
      "const world = globalThis as any;\nexport function a() { return new Float64Array(20000).fill(world.next++); }\nexport function b(a: Float64Array) { return a[0]; }\nexport function c(b: number, a: Float64Array) { return [b, a[0]]; }";
    Object.assign(globalThis, { next: 1 });
    expect((await nb.run(drawn, ["c"])).values).toEqual({ c: [1, 1] });
    truncateSync(payloadFile(), 5);
    const [first, second] = await nb.runTwice(drawn, ["c", "b", "a"]);
    expect([first.values["b"], first.values["c"]]).toEqual([2, [2, 2]]);
    expect([second.values, second.words]).toEqual([first.values, { a: "hit", b: "hit", c: "hit" }]);
  });

  it("a cache that was moved stays valid", async () => {
    await nb.run(text, ["large"], asked);
    const moved = path.join(nb.folder, "elsewhere");
    renameSync(nb.cache, moved);
    const ran = await nb.run(text, ["large"], { ...asked, cache: { path: moved } });
    expect([ran.words["large"], (ran.values["large"] as Float64Array)[7]]).toEqual(["hit", 1]);
  });

  it("a cache that is cleared while drivers are open goes on empty", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["large"], asked);
    await clearCache({ path: nb.cache });
    const [first, second] = [await ranBy(dr, ["large"], asked), await ranBy(dr, ["large"], asked)];
    expect([first.words["large"], second.words["large"], (await dr.cache.history()).runs.length]).toEqual([
      "executed",
      "hit",
      2,
    ]);
  });
});

/** A store of which some calls fail from now on. */
function failing<T extends object>(store: T, names: readonly string[], how: () => unknown): T {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      return names.includes(String(name)) ? how : value.bind(target);
    },
  });
}

const clock = { now: () => Date.now(), elapsed: () => performance.now() };
const metadata = () => memoryMetadata({ clock, owner: ownOwner() });
const full = () => {
  throw new Error("ENOSPC: no space left on device");
};
const fullLater = () => Promise.reject(new Error("ENOSPC: no space left on device"));
const expected = { total: 20001, small: { x: 1 } };

describe("a store that fails", () => {
  it.each([
    ["at once", full],
    ["by promise", fullLater],
  ])("results cannot be written (%s): the run succeeds with one warning; strict raises", async (_how, fail) => {
    const resultStore = failing<ResultStore>(memoryResults(), ["put"], fail);
    for (const cache of [{ resultStore }, { resultStore, metadataStore: metadata() }]) {
      for (let turn = 0; turn < 2; turn++) {
        const ran = await nb.run(text, ["total", "small"], { ...asked, cache });
        expect(ran.values).toEqual(expected);
        expect(Object.values(ran.words)).not.toContain("hit");
        expect(ran.record.warnings).toEqual([
          "results could not be stored (ENOSPC: no space left on device); the run goes on without",
        ]);
      }
      await expect(nb.run(text, ["total"], { ...asked, cache: { ...cache, strict: true } })).rejects.toThrow("ENOSPC");
    }
  });

  it("results that are written by promise are there when the run ends", async () => {
    const inner = memoryResults();
    const later = new Proxy(inner, {
      get(target, name) {
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          await new Promise((resolve) => setImmediate(resolve));
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const [first, second] = await nb.runTwice(text, ["total", "small"], { ...asked, cache: { resultStore: later } });
    expect([first.values, second.values, Object.values(second.words)]).toEqual([
      expected,
      expected,
      ["given", "hit", "hit", "hit"],
    ]);
  });

  it("results cannot be read: the nodes execute", async () => {
    const inner = memoryResults();
    await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore: inner } });
    for (const fail of [full, fullLater]) {
      const ran = await nb.run(text, ["total", "small"], {
        ...asked,
        cache: { resultStore: failing<ResultStore>(inner, ["get", "delete"], fail) },
      });
      expect([ran.values, ran.words["small"]]).toEqual([expected, "unchanged"]);
    }
    expect((await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore: inner } })).words["small"]).toBe(
      "hit",
    );
  });

  it("presence of results cannot be asked: the nodes execute or hit, the run succeeds", async () => {
    const inner = memoryResults();
    await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore: inner } });
    for (const fail of [full, fullLater]) {
      const ran = await nb.run(text, ["total", "small"], {
        ...asked,
        cache: { resultStore: failing<ResultStore>(inner, ["has"], fail) },
      });
      expect(ran.values).toEqual(expected);
    }
  });

  const calls = [
    "openDataflow",
    "openOwner",
    "entriesOf",
    "entriesOfLastRun",
    "payloadsOf",
    "isBorrower",
    "baselinesOf",
    "recipesOf",
    "beginRun",
    "beginExecutions",
    "finishExecution",
    "addEvents",
    "finishRun",
    "recordRun",
    "putPreviews",
    "sourcesOf",
    "putSource",
    "putModule",
  ];
  it.each(calls)(
    "metadata fails in %s: the run succeeds, with a warning where it lost something; strict raises or does not need it",
    async (name) => {
      for (const fail of [full, fullLater]) {
        const inner = metadata();
        const metadataStore = failing<MetadataStore>(inner, [name], fail);
        const resultStore = memoryResults();
        for (let turn = 0; turn < 2; turn++)
          expect(
            (await nb.run(text, ["total", "small"], { ...asked, cache: { metadataStore, resultStore } })).values,
          ).toEqual(expected);
        expect(
          (await nb.run(text, ["total"], { ...asked, cache: { metadataStore: inner, resultStore } })).values,
        ).toEqual({ total: 20001 });
      }
    },
  );

  it("metadata fails in everything: the run succeeds with one warning", async () => {
    const metadataStore = failing<MetadataStore>(metadata(), calls, full);
    for (let turn = 0; turn < 2; turn++) {
      const ran = await nb.run(text, ["total", "small"], {
        ...asked,
        cache: { metadataStore, resultStore: memoryResults() },
      });
      expect(ran.values).toEqual(expected);
      expect(ran.record.warnings).toEqual([
        "metadata could not be read or written (ENOSPC: no space left on device); the run goes on without",
      ]);
    }
    await expect(
      nb.run(text, ["total"], { ...asked, cache: { metadataStore, resultStore: memoryResults(), strict: true } }),
    ).rejects.toThrow("ENOSPC");
  });
});

describe("stores in memory", () => {
  it("are shared by the drivers that are given them, and hold bytes, not live values", async () => {
    const cache = { metadataStore: metadata(), resultStore: memoryResults() };
    const first = await nb.run("export function a() { return [1]; }", ["a"], { cache });
    (first.values["a"] as number[]).push(2);
    const second = await nb.run("export function a() { return [1]; }", ["a"], { cache });
    expect([second.values, second.words]).toEqual([{ a: [1] }, { a: "hit" }]);
    expect(readdirSync(nb.folder)).toEqual([]);
  });
});
