import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { patienceOf } from "../../src/metadata/patience.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { openRun, testClock } from "../contract/rows.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const FULL_MS = 20;

/** A store, and another connection to its file. */
function opened(name: string) {
  const file = path.join(folder, name);
  const { db } = openDatabase(file, { busyTimeoutMs: FULL_MS });
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  return { db, store, other: openDatabase(file).db, waits: () => db.pragma("busy_timeout", { simple: true }) };
}

test("a write that has waited in full for another process is the last that does, until patience is renewed", async () => {
  const { store, other, waits } = opened("held.db");
  const { runId } = await openRun(store, "before");
  expect(waits()).toBe(FULL_MS);
  other.exec("BEGIN EXCLUSIVE");
  for (let turn = 0; turn < 2; turn++) {
    expect(() => store.putBorrower("0".repeat(64), "x")).toThrow(/another process has been writing for too long/);
    expect(waits()).toBe(1);
    store.renewPatience!();
    expect(waits()).toBe(FULL_MS);
  }
  other.exec("ROLLBACK");
  expect((await openRun(store, "after")).runId).toBe(runId + 1);
  store.close();
  other.close();
});

test("a write succeeds without patience too, once the other process has let go", async () => {
  const { store, other, waits } = opened("free.db");
  other.exec("BEGIN EXCLUSIVE");
  expect(() => store.openOwner()).toThrow("another process");
  other.exec("ROLLBACK");
  expect([await store.openOwner(), waits()]).toEqual([1, 1]);
  store.close();
  other.close();
});

test("another failure costs no patience", () => {
  const { db, store, other, waits } = opened("full.db");
  patienceOf(db).failed(Object.assign(new Error("full"), { code: "SQLITE_FULL" }));
  expect(waits()).toBe(FULL_MS);
  store.close();
  other.close();
});
