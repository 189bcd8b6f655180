// Is a value ever taken from bytes that are not its own? Swapped, cut, emptied, and flipped byte by byte.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { notebook, type Ran, ranBy } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();

const text = `export function a(x: number) { return new Float64Array(5000).fill(x); }
export function b(x: number) { return { rows: Array.from({ length: 3000 }, (_, i) => ({ i, x })) }; }
export function small(x: number) { return { x, list: [x, "text"] }; }
export function other(x: number) { return { y: x, list: ["text", x] }; }
export function total(a: Float64Array, b: { rows: unknown[] }, small: { x: number }, other: { y: number }) {
  return a.length + b.rows.length + small.x + other.y;
}`;
const NODES = ["a", "b", "small", "other", "total"];
const asked = { inputs: { x: 7 } };

const files = (): readonly string[] =>
  readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));

/** Files may be read-only: what is changed is put in their place. */
function change(file: string, how: (bytes: Buffer) => Uint8Array): void {
  const bytes = how(readFileSync(file));
  rmSync(file);
  writeFileSync(file, bytes);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at % copy.length]! ^= 1 << (at % 8);
  return copy;
}

/** Values are those of the first run, only what lost its bytes executes, and the next run hits. */
async function heals(first: Ran, damaged: readonly string[]): Promise<void> {
  const dr = nb.driver(text);
  const plan = await dr.plan(NODES, asked);
  const ran = await ranBy(dr, NODES, asked);
  expect(ran.values).toEqual(first.values);
  const executed = NODES.filter((name) => ran.words[name] !== "hit");
  expect(executed).toEqual(damaged);
  for (const name of damaged) expect(ran.why(name)[0]).toMatch(/^the stored result of run \d+ is (corrupt|missing)/);
  expectPlanKept(
    plan,
    ran.record,
    ran.record.departed.map(({ reason }) => reason),
  );
  for (const { reason } of ran.record.departed)
    expect(reason).toMatch(/^the bytes of `\w+` were (corrupt|missing) on reading$/);
  const again = await ranBy(dr, NODES, asked);
  expect([again.values, again.record.status]).toEqual([first.values, expect.stringMatching(/^[gh]+$/)]);
  await dr.close();
}

describe.each([false, true])("R34: files of results (compressed: %s)", (compress) => {
  const begin = () => nb.run(text, NODES, { ...asked, cache: { compress } });

  it("swapped with each other: neither value is taken, both heal", async () => {
    const first = await begin();
    const [one, two] = files() as [string, string];
    renameSync(one, `${one}.aside`);
    renameSync(two, one);
    renameSync(`${one}.aside`, two);
    await heals(first, ["a", "b"]);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ["empty", () => new Uint8Array()],
    ["cut by one byte", (bytes) => bytes.subarray(0, -1)],
    ["cut in half", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["one byte longer", (bytes) => Buffer.concat([bytes, Buffer.from([1])])],
    ["zeros of the same length", (bytes) => Buffer.alloc(bytes.length)],
  ])("%s: never taken, healed", async (_what, how) => {
    const first = await begin();
    for (const file of files()) change(file, how);
    await heals(first, ["a", "b"]);
  });

  it("with a single flipped byte, wherever it is: never taken, healed", async () => {
    const first = await begin();
    const places = Array.from({ length: 12 }, (_, i) => i ** 3 * 11 + i);
    for (const at of places) {
      for (const file of files()) change(file, (bytes) => flipped(bytes, at === 0 ? bytes.length - 1 : at));
      await heals(first, ["a", "b"]);
    }
  });
});

describe("R34: small results in the database", () => {
  const edit = (work: (db: Database.Database) => void) => {
    const db = new Database(path.join(nb.cache, "metadata.db"));
    work(db);
    db.close();
  };
  const rowsOf = (db: Database.Database) =>
    db
      .prepare<[], { bytes_digest: Buffer; bytes: Buffer }>("SELECT bytes_digest, data AS bytes FROM small_bytes")
      .all();
  const put = (db: Database.Database, digest: Buffer, bytes: Uint8Array) =>
    expect(db.prepare("UPDATE small_bytes SET data = ? WHERE bytes_digest = ?").run(bytes, digest).changes).toBe(1);

  it("each with the bytes of the next: none is taken, all heal", async () => {
    const first = await nb.run(text, NODES, asked);
    await nb.close();
    edit((db) => {
      const rows = rowsOf(db);
      expect(rows).toHaveLength(3);
      for (const [i, { bytes_digest }] of rows.entries()) put(db, bytes_digest, rows[(i + 1) % rows.length]!.bytes);
    });
    await heals(first, ["small", "other", "total"]);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ["empty", () => new Uint8Array()],
    ["cut", (bytes) => bytes.subarray(0, -1)],
    ["with a flipped first byte", (bytes) => flipped(bytes, 0)],
    ["with a flipped last byte", (bytes) => flipped(bytes, bytes.length - 1)],
  ])("%s: never taken, healed", async (_what, how) => {
    const first = await nb.run(text, NODES, asked);
    await nb.close();
    edit((db) => {
      for (const { bytes_digest, bytes } of rowsOf(db)) put(db, bytes_digest, how(bytes));
    });
    await heals(first, ["small", "other", "total"]);
  });
});
