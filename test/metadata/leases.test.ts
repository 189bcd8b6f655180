import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { MetadataStore, Owner } from "../../src/contracts.ts";
import { memoryMetadata } from "../../src/metadata/memory.ts";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { recover } from "../../src/metadata/recover.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { digest, finished, openRun, runEnd, testClock } from "../contract/rows.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
let files = 0;
const own = ownOwner();
const elsewhere = { ...own, host: "elsewhere", pid: 12 };
const third = { ...own, host: "third", pid: 13 };
const dead = { ...own, pidStarted: own.pidStarted - 1 };
const clock = testClock(Date.now());

interface Process {
  readonly store: MetadataStore;
  readonly runId: number;
  readonly dataflowId: number;
  begin(key: string, terms?: object): Promise<Begun>;
  watch(key: string, fence: number): Promise<{ what: string }>;
}
type Begun = { what: string; executionId: number; lease: { fence: number; beatAt: number } };

/** Several processes over one store, each with a run. */
async function processes(
  ...owners: readonly Owner[]
): Promise<{ db: ReturnType<typeof openDatabase>["db"]; of: Process[] }> {
  const file = path.join(folder, `${++files}.db`);
  const { db } = openDatabase(file);
  const of: Process[] = [];
  for (const [at, owner] of owners.entries()) {
    const store = sqliteMetadata(openDatabase(file).db, { clock, owner });
    const { runId, ownerId, dataflowId } = await openRun(store, `run of ${at}`);
    of.push({ store, dataflowId, runId, ...asking(store, runId, ownerId) });
  }
  return { db, of };
}

function asking(store: MetadataStore, runId: number, ownerId: number) {
  return {
    begin: async (key: string, terms: object = {}) =>
      (await store.beginLeased(
        { cacheKey: digest(key), runId, node: "a", startedAt: 1, ownerId, ...terms },
        () => [],
      )) as Begun,
    watch: async (key: string, fence: number) => store.watchLease(digest(key), fence),
  };
}

test("R25: a key that another living process computes is not begun, and nothing of it is written", async () => {
  const { db, of } = await processes(elsewhere, own);
  const held = await of[0]!.begin("key");
  expect(await of[1]!.begin("key")).toMatchObject({
    what: "held",
    lease: { fence: held.executionId, host: "elsewhere", pid: 12 },
  });
  expect(db.prepare("SELECT count(*) FROM execution").pluck().get()).toBe(1);
  expect(await of[1]!.begin("other key")).toMatchObject({ what: "begun" });
});

test("R25: a dead owner's lease is taken over at once, by one", async () => {
  const { of } = await processes(dead, own, elsewhere);
  const lost = await of[0]!.begin("key");
  expect(await of[1]!.watch("key", lost.executionId)).toEqual({ what: "free" });
  const heir = await of[1]!.begin("key");
  expect(heir.executionId).toBeGreaterThan(lost.executionId);
  expect(await of[2]!.begin("key")).toMatchObject({ what: "held", lease: { fence: heir.executionId } });
  // Whoever waited for the dead one waits for its heir.
  expect(await of[2]!.watch("key", lost.executionId)).toMatchObject({
    what: "held",
    lease: { fence: heir.executionId },
  });
});

test("R25: a silent lease is taken over as it was seen: not after another sign of life, and by one heir only", async () => {
  const { db, of } = await processes(elsewhere, own, third);
  await of[0]!.begin("key");
  const { lease } = await of[1]!.begin("key");
  db.prepare("UPDATE lease SET beat_at = beat_at + 1").run();
  expect(await of[1]!.begin("key", { silent: lease })).toMatchObject({ what: "held" });
  const silent = { ...lease, beatAt: lease.beatAt + 1 };
  const heir = await of[1]!.begin("key", { silent });
  expect(heir.what).toBe("begun");
  expect(await of[2]!.begin("key", { silent })).toMatchObject({ what: "held", lease: { fence: heir.executionId } });
});

test("R24, R25: what a former owner still does leaves its heir's lease and entry as they are", async () => {
  const { of } = await processes(elsewhere, own);
  const { executionId: old } = await of[0]!.begin("key");
  const { lease } = await of[1]!.begin("key");
  const { executionId } = await of[1]!.begin("key", { silent: lease });
  await of[0]!.store.failExecution(old, 1, "Error: boom", []);
  await of[0]!.store.finishRun(of[0]!.runId, runEnd(of[0]!.dataflowId));
  expect(await of[0]!.watch("key", executionId)).toMatchObject({ what: "held", lease: { fence: executionId } });
  await of[1]!.store.finishExecution(finished(executionId, of[1]!.runId, "key", "heir"), []);
  await of[0]!.store.finishExecution(finished(old, of[0]!.runId, "key", "late"), []);
  expect(await of[0]!.store.entriesOf([digest("key")])).toMatchObject([{ executionId, dataVersion: digest("heir") }]);
});

test("R25: nobody waits for values that cannot be stored, or a second time for what failed", async () => {
  const { of } = await processes(elsewhere, own);
  const { executionId } = await of[0]!.begin("socket");
  const { entry: _, ...bare } = finished(executionId, of[0]!.runId, "socket", "");
  await of[0]!.store.finishExecution({ ...bare, dataVersion: "opaque:1" }, []);
  await of[0]!.begin("socket");
  expect(await of[1]!.begin("socket")).toMatchObject({ what: "begun" });
  const lease = await of[0]!.begin("fails");
  expect(await of[1]!.begin("fails", { isImpatient: true })).toMatchObject({ what: "begun" });
  // It has begun beside the lease, not in its place.
  expect(await of[1]!.watch("fails", lease.executionId)).toMatchObject({ what: "held" });
});

test("an execution that ended and is not written yet can give its lease up", async () => {
  const { of } = await processes(elsewhere, own);
  const quick = await of[0]!.begin("quick");
  await of[0]!.begin("long", { givenUp: [quick.executionId] });
  expect(await of[1]!.watch("quick", quick.executionId)).toEqual({ what: "free" });
  expect(await of[1]!.begin("quick")).toMatchObject({ what: "begun" });
  expect(await of[1]!.begin("long")).toMatchObject({ what: "held" });
});

test("R25: who would close a circle of waiting processes, also a long one, computes by itself", async () => {
  const { db, of } = await processes(elsewhere, own, third);
  // Each holds a lease; then its body begins a run of its own, which wants what the next one holds.
  const keys = ["a", "b", "c"];
  for (const [at, key] of keys.entries()) expect((await of[at]!.begin(key)).what).toBe("begun");
  const wanted = ["b", "c", "a"];
  const said: string[] = [];
  for (const [at, key] of wanted.entries()) {
    const { store } = of[at]!;
    const { runId, ownerId } = await openRun(store, `inner run of ${at}`);
    said.push((await asking(store, runId, ownerId).begin(key)).what);
  }
  expect(said).toEqual(["held", "held", "begun"]);
  // Runs that began before hold nothing up: they wait as long as it takes.
  expect(await of[2]!.begin("a")).toMatchObject({ what: "held" });
  for (const { store, runId, dataflowId } of of) await store.finishRun(runId, runEnd(dataflowId));
  expect(db.prepare("SELECT * FROM lease_wait").all()).toEqual([]);
});

test("leases and waits of dead processes are swept when a store is opened", async () => {
  const { db, of } = await processes(dead, elsewhere);
  await of[0]!.begin("a");
  await of[1]!.begin("b");
  const { runId, ownerId } = await openRun(of[0]!.store, "inner run");
  expect((await asking(of[0]!.store, runId, ownerId).begin("b")).what).toBe("held");
  expect(db.prepare("SELECT count(*) FROM lease_wait").pluck().get()).toBe(1);
  recover(db, { clock, owner: own, fold: (record) => record });
  expect(db.prepare("SELECT count(*) FROM lease").pluck().get()).toBe(1);
  expect(db.prepare("SELECT * FROM lease_wait").all()).toEqual([]);
});

test("a store in memory is shared with no other process, one in a file is", async () => {
  const { of } = await processes(own);
  expect([memoryMetadata().isShared, of[0]!.store.isShared]).toEqual([false, true]);
});
