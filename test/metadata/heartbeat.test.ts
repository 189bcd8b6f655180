import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { digest, finished, openRun, runEnd, testClock } from "../contract/rows.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
let files = 0;

/** A store whose leases are told every few ms; the test's own clock stands nearly still. */
async function beating(start: number) {
  const file = path.join(folder, `${++files}.db`);
  const { db } = openDatabase(file);
  const store = sqliteMetadata(db, { clock: testClock(start), owner: ownOwner(), beatMs: 10 });
  const { runId, ownerId, dataflowId } = await openRun(store);
  const begin = async (key: string) => {
    const asking = { cacheKey: digest(key), runId, node: "a", startedAt: 1, ownerId };
    return ((await store.beginLeased(asking, () => [])) as { executionId: number }).executionId;
  };
  const beatOf = db.prepare<[number], number>("SELECT beat_at FROM lease WHERE fence = ?").pluck();
  return { file, db, store, runId, dataflowId, begin, beatOf: (fence: number) => beatOf.get(fence)! };
}

/** Keeps this thread busy, as a synchronous body does: no timer and no message of it comes through. */
function busyUntil(isSo: () => boolean): void {
  while (!isSo()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

test("R25: a lease gives signs of life while this thread is busy, each later than the one before", async () => {
  const { begin, beatOf, store, db } = await beating(1000);
  const fence = await begin("key");
  let last = beatOf(fence);
  for (let beats = 0; beats < 3; beats++) {
    const before = last;
    busyUntil(() => beatOf(fence) > before);
    last = beatOf(fence);
  }
  // So does its owner, whom other machines cannot ask.
  expect(db.prepare("SELECT beat_at FROM owner").pluck().get()).toBeGreaterThan(1_600_000_000_000);
  store.close();
});

test("R25: a clock that went back is no silence", async () => {
  const future = Date.now() + 1e9;
  const { begin, beatOf, store } = await beating(future);
  const fence = await begin("key");
  const first = beatOf(fence);
  busyUntil(() => beatOf(fence) > first + 1);
  expect(beatOf(fence)).toBeLessThan(first + 1000);
  store.close();
});

test("only leases that are held give signs of life", async () => {
  const { begin, beatOf, store, db, runId, dataflowId } = await beating(1000);
  const [done, left] = [await begin("done"), await begin("left")];
  await store.finishExecution(finished(done, runId, "done", "value"), []);
  await store.finishRun(runId, runEnd(dataflowId));
  // As if another process had them now: their fences are not ours any more.
  for (const fence of [done, left])
    db.prepare("INSERT OR REPLACE INTO lease VALUES (?, 1, ?, 5)").run(Buffer.alloc(32, fence), fence);
  const { runId: next, ownerId } = await openRun(store, "run 2");
  const asking = { cacheKey: digest("next"), runId: next, node: "a", startedAt: 1, ownerId };
  const { executionId } = (await store.beginLeased(asking, () => [])) as { executionId: number };
  const first = beatOf(executionId);
  busyUntil(() => beatOf(executionId) > first);
  const second = beatOf(executionId);
  busyUntil(() => beatOf(executionId) > second);
  expect([beatOf(done), beatOf(left)]).toEqual([5, 5]);
  store.close();
});

test("another store in the place of the file gets none, and a file that is gone is not made again", async () => {
  const [one, other] = [await beating(1000), await beating(1000)];
  const fence = await one.begin("key");
  fs.renameSync(one.file, `${one.file}-old`);
  for (const end of ["-wal", "-shm"]) fs.rmSync(`${one.file}${end}`, { force: true });
  const third = await other.begin("key");
  const twoBeats = () => {
    for (let beats = 0; beats < 2; beats++) {
      const before = other.beatOf(third);
      busyUntil(() => other.beatOf(third) > before);
    }
  };
  twoBeats();
  expect(fs.existsSync(one.file)).toBe(false);
  const { db } = openDatabase(one.file);
  db.prepare("INSERT INTO owner VALUES (1, 'elsewhere', '', 1, 1, 5)").run();
  db.prepare("INSERT INTO lease VALUES (?, 1, ?, 5)").run(Buffer.alloc(32), fence);
  twoBeats();
  expect(db.prepare("SELECT beat_at FROM lease").pluck().get()).toBe(5);
  for (const { store } of [one, other]) store.close();
  db.close();
});

test("a process that holds more leases than can be told of goes on", async () => {
  const { begin, beatOf, store } = await beating(1000);
  const fences: number[] = [];
  for (let i = 0; i < 300; i++) fences.push(await begin(`key ${i}`));
  busyUntil(() => beatOf(fences[0]!) > 1_600_000_000_000);
  store.close();
});
