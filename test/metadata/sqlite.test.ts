import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { packedResults } from "../../src/results/packed.ts";
import { metadataStoreContract } from "../contract/metadataStore.ts";
import { promised } from "../contract/promised.ts";
import { digest, encoded, execute, finished, newRun, openRun, runEnd, testClock } from "../contract/rows.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => path.join(folder, `${++files}.db`);
const open = (file = fresh()) => sqliteMetadata(openDatabase(file).db, { clock: testClock(), owner: ownOwner() });

metadataStoreContract("sqlite", () => open());
metadataStoreContract("sqlite, by promise", () => promised(open()));

test("a store opened again knows what it knew, and has the same id", async () => {
  const file = fresh();
  const before = open(file);
  const { runId } = await openRun(before);
  await execute(before, runId, "key", "value");
  before.close();
  const after = open(file);
  expect(await after.entriesOf([digest("key")])).toMatchObject([{ dataVersion: digest("value") }]);
  expect(after.storeId).toBe(before.storeId);
  after.close();
});

test("what one connection deletes, another writes again with all that explains it", async () => {
  const file = fresh();
  const [one, other] = [open(file), open(file)];
  const { runId } = await openRun(one);
  await execute(one, runId, "key", "value");
  await other.deleteAll();
  await execute(one, runId, "key", "value");
  expect(await other.codesOf([digest("code")])).toMatchObject([{ mode: "closure" }]);
  expect(await other.environmentsOf([digest("environment")])).toEqual([{ node: "20", timezone: "UTC" }]);
  one.close();
  other.close();
});

test("a replaced entry is written down with both executions, a late one is not", async () => {
  const { db } = openDatabase(fresh());
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  const { runId } = await openRun(store);
  const begun = { cacheKey: digest("key"), runId, node: "a", startedAt: 1 };
  const [first, second, third] = (await store.beginExecutions([begun, begun, begun], [])) as [number, number, number];
  for (const id of [first, third, second]) await store.finishExecution(finished(id, runId, "key", `value ${id}`), []);
  const log = db.prepare("SELECT kind, old_execution_id, new_execution_id, run_id FROM entry_log").raw().all();
  expect(log).toEqual([["replaced", first, third, runId]]);
  store.close();
});

test("a run of hits alone adds one row and no other", async () => {
  const { db } = openDatabase(fresh());
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  const { dataflowId, ownerId, runId } = await openRun(store);
  await store.finishRun(runId, runEnd(dataflowId, { a: "key" }));
  const changes = () => db.prepare("SELECT total_changes()").pluck().get() as number;
  const before = changes();
  await store.recordRun(newRun("run 2", { dataflowId, ownerId }), runEnd(dataflowId, { a: "key" }));
  expect(changes() - before).toBe(1);
  store.close();
});

test("a finished execution that cannot be written leaves nothing of itself", async () => {
  const { db } = openDatabase(fresh());
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  const { runId } = await openRun(store);
  const [id] = await store.beginExecutions([{ cacheKey: digest("key"), runId, node: "a", startedAt: 1 }], []);
  db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.entry BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  expect(() => store.finishExecution(finished(id!, runId, "key", "value"), [])).toThrow(/The cache at .*: disk full/);
  expect(await store.recipesOf([digest("key")])).toEqual([undefined]);
  db.exec("DROP TRIGGER full");
  await store.finishExecution(finished(id!, runId, "key", "value"), []);
  expect(await store.codesOf([digest("code")])).toMatchObject([{ mode: "closure" }]);
  store.close();
});

test("calls made together happen wholly or not at all, even where a failure was caught", async () => {
  const { db } = openDatabase(fresh());
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  const results = packedResults({ db, folder, owner: ownOwner() });
  const { runId } = await openRun(store);
  const [id] = (await store.beginExecutions([{ cacheKey: digest("key"), runId, node: "a", startedAt: 1 }], [])) as [
    number,
  ];
  const bytes = { digest: digest("bytes"), encoded: encoded("bytes") };
  const all = (fail: boolean) => () => {
    results.put([bytes]);
    store.finishExecution(finished(id, runId, "key", "value"), []);
    if (fail) expect(() => store.beginRun(newRun("run 1", { dataflowId: 1, ownerId: 1 }))).toThrow("run_name");
    return "answer";
  };
  expect(() => store.together!(all(true))).toThrow("run_name");
  expect([await results.has([bytes.digest]), await store.entriesOf([digest("key")])]).toEqual([[false], [undefined]]);
  expect(store.together!(all(false))).toBe("answer");
  expect([await results.has([bytes.digest]), await store.codesOf([digest("code")])]).toMatchObject([
    [true],
    [{ mode: "closure" }],
  ]);
  store.close();
});

test("a full disk is an error that says so, and what was begun on it is undone", async () => {
  const { db } = openDatabase(fresh());
  const store = sqliteMetadata(db, { clock: testClock(), owner: ownOwner() });
  const { runId } = await openRun(store);
  db.pragma(`max_page_count = ${db.pragma("page_count", { simple: true })}`);
  const long = { type: "string", text: "x".repeat(100_000) };
  expect(() => store.putPreviews(new Map([[digest("value"), long]]))).toThrow("the disk is full. Free some space");
  expect(await store.previewsOf([digest("value")])).toEqual([undefined]);
  db.pragma("max_page_count = 100000");
  await execute(store, runId, "key", "value");
  expect(await store.entriesOf([digest("key")])).toMatchObject([{ node: "a" }]);
  store.close();
});
