import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { SCHEMA_VERSION } from "../../src/metadata/migrations.ts";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { digest, finished, openRun, testClock } from "../contract/rows.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(root, { recursive: true }));
let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(root, "store-"));
  file = path.join(folder, "metadata.db");
});
const keys = Array.from({ length: 2000 }, (_, i) => digest(`key ${i}`));
async function fill(): Promise<void> {
  const store = sqliteMetadata(openDatabase(file).db, { clock: testClock(), owner: ownOwner() });
  const { runId } = await openRun(store);
  const ids = await store.beginExecutions(
    keys.map((cacheKey) => ({ cacheKey, runId, node: "a", startedAt: 1 })),
    [],
  );
  store.together!(() =>
    ids.forEach((id, i) => void store.finishExecution(finished(id, runId, `key ${i}`, `value ${i}`), [])),
  );
  store.close();
}
function damage(change: (bytes: Buffer) => Buffer): void {
  fs.writeFileSync(file, change(fs.readFileSync(file)));
}

test("the database package is loaded when a store is opened, and not before", () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((name) => name.includes("better-sqlite3"));
  expect(loaded()).toBe(false);
  openDatabase(file).db.close();
  expect(loaded()).toBe(true);
});

test("a store writes beside its readers and waits for other writers", () => {
  const { db, warnings } = openDatabase(file);
  const settings = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "auto_vacuum"];
  expect(settings.map((name) => db.pragma(name, { simple: true }))).toEqual(["wal", 1, 1, 5000, 2]);
  expect(warnings).toEqual([]);
  db.close();
  expect(fs.readdirSync(folder)).toEqual(["metadata.db"]);
});

test.each([
  ["garbage", () => Buffer.from("garbage ".repeat(2000))],
  ["its first half", (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
  ["its first 50 bytes", (bytes: Buffer) => bytes.subarray(0, 50)],
  ["a lost beginning", (bytes: Buffer) => bytes.fill(0, 0, 4096)],
  ["noise after its first page", (bytes: Buffer) => bytes.fill(0xa5, 4096)],
])("a database of which there is only %s is moved aside, once, with a warning", async (_, change) => {
  await fill();
  damage(change);
  const found: string[] = [];
  for (let openings = 0; openings < 3; openings += 1) {
    const { db, warnings } = openDatabase(file);
    found.push(...warnings);
    const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
    const asked = (async () => store.entriesOf(keys))();
    await asked.catch((error) => expect(error).toMatchObject({ code: "store" }));
    store.close();
  }
  expect(found).toEqual([expect.stringMatching(/damaged.*kept as .*metadata\.db\.corrupt-1\./)]);
  expect(fs.readdirSync(folder).sort()).toEqual(["metadata.db", "metadata.db-moving", "metadata.db.corrupt-1"]);
});

test("damage in the middle is an error when it is met, and healed by the next opening", async () => {
  await fill();
  damage((bytes) => bytes.fill(0xa5, bytes.length >> 1));
  const { db, warnings } = openDatabase(file);
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  expect(() => store.entriesOf(keys)).toThrow("it is damaged. It will be moved aside");
  store.close();
  expect(warnings).toEqual([]);
  const next = openDatabase(file);
  expect(next.warnings).toHaveLength(1);
  next.db.close();
});

test("an empty file becomes a store", () => {
  fs.writeFileSync(file, "");
  const { db, warnings } = openDatabase(file);
  expect(db.prepare("SELECT value FROM meta WHERE name = 'schema_version'").pluck().get()).toBe(String(SCHEMA_VERSION));
  expect(warnings).toEqual([]);
  db.close();
});

test("a folder in the place of the database is an error with a remedy, and stays", () => {
  fs.mkdirSync(file);
  expect(() => openDatabase(file)).toThrow(/The cache at .*metadata.db: it could not be opened.*withCache/);
  expect(fs.statSync(file).isDirectory()).toBe(true);
  expect(() => openDatabase(path.join(folder, "missing", "metadata.db"))).toThrow(
    expect.objectContaining({ code: "store" }),
  );
});

test("on a network disk it keeps a plain journal, and warns once", () => {
  openDatabase(file).db.close();
  const { db, warnings } = openDatabase(file, { fileSystemType: () => 0x6969 });
  expect(db.pragma("journal_mode", { simple: true })).toBe("delete");
  expect(warnings).toEqual([expect.stringContaining("lies on a network disk (NFS)")]);
  db.close();
  const local = openDatabase(file);
  expect(local.db.pragma("journal_mode", { simple: true })).toBe("wal");
  local.db.close();
});

test("a store that another process writes to for too long is an error that says so", async () => {
  await fill();
  const writer = openDatabase(file).db;
  writer.exec("BEGIN IMMEDIATE");
  const store = sqliteMetadata(openDatabase(file, { busyTimeoutMs: 20 }).db, { clock: testClock(), owner: ownOwner() });
  expect(await store.entriesOf([keys[0]!])).toMatchObject([{ node: "a" }]);
  expect(() => store.openOwner()).toThrow("another process has been writing for too long");
  writer.exec("COMMIT");
  expect(await store.openOwner()).toBe(1);
  store.close();
  writer.close();
});
