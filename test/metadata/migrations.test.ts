import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type Sqlite from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { isCellarError } from "../../src/errors.ts";
import { migrate, SCHEMA_VERSION, versionOf } from "../../src/metadata/migrations.ts";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { SCHEMA } from "../../src/metadata/schema.ts";

const Database = createRequire(import.meta.url)("better-sqlite3") as typeof Sqlite;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
function errorOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
}

test("a fresh database becomes a store, and migrating again changes nothing", () => {
  const db = new Database(":memory:");
  migrate(db);
  const first = db.prepare("SELECT * FROM meta").all();
  migrate(db);
  expect(db.prepare("SELECT * FROM meta").all()).toEqual(first);
  const tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
  expect(db.prepare(tables).pluck().get()).toBe(28);
  db.close();
});

test("a store of version 1 becomes one of the present version, and keeps its rows", () => {
  const db = new Database(":memory:");
  db.exec(SCHEMA);
  db.exec(`INSERT INTO meta(name, value) VALUES ('schema_version', '1'), ('store_id', 'id'), ('generation', '0');
    INSERT INTO payload VALUES (x'01', 'structured', 1, 'local', x'02', 3, 4, 5, NULL, NULL);`);
  migrate(db);
  expect(versionOf(db)).toBe(SCHEMA_VERSION);
  expect(db.prepare("SELECT size_bytes, used_at, doomed_run FROM payload").raw().all()).toEqual([[3, 5, null]]);
  expect(db.prepare("SELECT count(*) FROM collected").pluck().get()).toBe(0);
  db.close();
});

test("a store of a newer Cellar is refused with a remedy, and left as it is", () => {
  const file = path.join(folder, "newer.db");
  const { db } = openDatabase(file);
  db.prepare("UPDATE meta SET value = ? WHERE name = 'schema_version'").run(String(SCHEMA_VERSION + 1));
  db.close();
  const before = fs.readFileSync(file);
  const error = errorOf(() => openDatabase(file));
  expect(isCellarError(error, "newer-store")).toBe(true);
  expect(String(error)).toContain("Update Cellar, or choose another folder: withCache({ path })");
  expect(fs.readFileSync(file).equals(before)).toBe(true);
});

test.each(["CREATE TABLE orders(id)", "CREATE TABLE meta(name, value)"])(
  "a database of somebody else (%s) is refused",
  (sql) => {
    const db = new Database(path.join(folder, `${sql.length}.db`));
    db.exec(sql);
    expect(errorOf(() => openDatabase(db.name))).toMatchObject({
      code: "store",
      message: expect.stringContaining("not a Cellar store"),
    });
    expect(db.prepare("SELECT count(*) FROM sqlite_master").pluck().get()).toBe(1);
    db.close();
  },
);

test("a migration that fails midway leaves the database as it was", () => {
  const db = new Database(":memory:");
  db.exec("CREATE VIEW source AS SELECT 1");
  expect(() => migrate(db)).toThrow("source already exists");
  expect(db.prepare("SELECT name FROM sqlite_master").pluck().all()).toEqual(["source"]);
  db.close();
});

test("a store of version 2 gets what is new, and keeps what it had", () => {
  const db = new Database(":memory:");
  migrate(db);
  db.exec("DROP TABLE lease_wait; DROP TABLE moment; UPDATE meta SET value = '2' WHERE name = 'schema_version'");
  db.exec("INSERT INTO preview VALUES (x'01', '{}')");
  migrate(db);
  expect(db.prepare("SELECT value FROM meta WHERE name = 'schema_version'").pluck().get()).toBe(String(SCHEMA_VERSION));
  expect(db.prepare("SELECT count(*) FROM preview").pluck().get()).toBe(1);
  expect(db.prepare("SELECT * FROM lease_wait").all()).toEqual([]);
  db.close();
});
