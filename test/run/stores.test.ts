import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { clearCache, memoryMetadata, memoryResults } from "../../src/index.ts";
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

  it.each([
    ["a deleted row of small values", "DELETE FROM small_bytes"],
    ["a value that another version wrote in a format of its own", "UPDATE payload SET format = 'tiff'"],
  ])("%s", async (_what, damage) => {
    await nb.run(text, ["small"], asked);
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare(damage).run();
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

describe("stores in memory", () => {
  it("are shared by the drivers that are given them, and hold bytes, not live values", async () => {
    const cache = { metadataStore: memoryMetadata(), resultStore: memoryResults() };
    const first = await nb.run("export function a() { return [1]; }", ["a"], { cache });
    (first.values["a"] as number[]).push(2);
    const second = await nb.run("export function a() { return [1]; }", ["a"], { cache });
    expect([second.values, second.words]).toEqual([{ a: [1] }, { a: "hit" }]);
    expect(readdirSync(nb.folder)).toEqual([]);
  });
});

describe("facts of a source that the store keeps", () => {
  const text = `const factor = (x: number) => x + 1;
export function node(x: number) { return factor(x); }`;
  const open = () => new Database(path.join(nb.cache, "metadata.db"));
  const stored = (): Buffer => {
    const db = open();
    const { facts } = db.prepare<[], { facts: Buffer }>("SELECT facts FROM source").get()!;
    db.close();
    return facts;
  };
  const damage = (how: (kept: Buffer) => Buffer | string): void => {
    const damaged = Buffer.from(how(stored()) as Buffer);
    const db = open();
    db.prepare("UPDATE source SET facts = ?").run(damaged);
    db.close();
  };

  it.each<[string, (kept: Buffer) => Buffer | string]>([
    ["one letter of a digest is another", (kept) => kept.toString().replace(/(igest":"[0-9a-f]{63})./, "$1x")],
    ["they are those of another text", (kept) => kept.toString().replaceAll("factor", "factos")],
    ["they end early", (kept) => kept.subarray(0, kept.length / 2)],
    ["they are no JSON", () => "nothing"],
    ["they are empty", () => ""],
  ])("are found again from its text where %s", async (_what, how) => {
    const first = await nb.run(text, ["node"], asked);
    await nb.close();
    const before = stored().toString();
    damage(how);
    expect(stored().toString()).not.toBe(before);
    const second = await nb.run(text, ["node"], asked);
    expect([second.values, second.words["node"]]).toEqual([first.values, "hit"]);
    await nb.close();
    expect(stored().toString()).toBe(before);
  });
});
