import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { recover } from "../../src/metadata/recover.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { child } from "../contract/child.ts";
import { compiledSources } from "../contract/compiledSources.ts";
import { digest, finished, testClock } from "../contract/rows.ts";

let compiled: string;
beforeAll(() => {
  compiled = compiledSources();
});
afterAll(() => fs.rmSync(compiled, { recursive: true }));

const clock = testClock(Date.now());
const owner = ownOwner();
const fold = (start: string, events: readonly string[]) =>
  JSON.stringify([JSON.parse(start), ...events.map((e) => JSON.parse(e))]);
function freshFolder() {
  return fs.mkdtempSync(path.join(compiled, "store-"));
}
function openIn(folder: string) {
  const { db } = openDatabase(path.join(folder, "metadata.db"));
  return { db, store: sqliteMetadata(db, { clock, owner }) };
}
async function together(folder: string, count: number, script: string, ...args: string[]) {
  const children = Array.from({ length: count }, () => child(compiled, script, folder, ...args));
  await Promise.all(children.map((one) => one.line()));
  for (const one of children) one.go();
  return Promise.all(children.map((one) => one.end()));
}

test("processes that open a fresh store at once all get the same store", { timeout: 60_000 }, async () => {
  for (let round = 0; round < 3; round += 1) {
    const said = (await together(freshFolder(), 4, "open")).map(([line]) => JSON.parse(line!));
    expect(said.map(({ warnings }) => warnings)).toEqual([[], [], [], []]);
    expect(new Set(said.map(({ storeId }) => storeId)).size).toBe(1);
  }
});

test("processes that meet the same damaged store begin one new store, and keep the old", {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < 10; round += 1) {
    const folder = freshFolder();
    fs.writeFileSync(path.join(folder, "metadata.db"), "not a database ".repeat(1000));
    const said = (await together(folder, 3, "open")).map(([line]) => JSON.parse(line!));
    expect(new Set(said.map(({ storeId }) => storeId)).size).toBe(1);
    expect(said.flatMap(({ warnings }) => warnings)).toHaveLength(1);
    // Two that close at once may each leave the write-ahead log to the other: the next open takes it over.
    const files = fs.readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name));
    expect(files.sort()).toEqual(["metadata.db", "metadata.db-moving", "metadata.db.corrupt-1"]);
  }
});

test("processes that execute the same key at once do not disturb each other; the newest execution wins", {
  timeout: 60_000,
}, async () => {
  const folder = freshFolder();
  const row = finished(0, 0, "key", "value");
  const given = JSON.stringify({ ...row, texts: [...row.entry!.texts] });
  const said = await together(folder, 2, "writeKey", given, "200");
  const ids = said.flat().map(Number);
  const { store } = openIn(folder);
  expect(new Set(ids).size).toBe(400);
  expect(await store.entriesOf([row.cacheKey])).toMatchObject([{ executionId: Math.max(...ids) }]);
  store.close();
});

test("a run whose process was killed is told as interrupted, from its beginning and its events", {
  timeout: 60_000,
}, async () => {
  const folder = freshFolder();
  const dead = child(compiled, "liveRun", folder, "run 1", digest("key"));
  await dead.line();
  const { db, store } = openIn(folder);
  expect(recover(db, { clock, owner, fold })).toEqual({ runs: [], warnings: [] });
  expect(await store.runNamed("run 1")).toMatchObject({
    state: "running",
    ownerAlive: true,
    events: ['{"seq":1}', '{"seq":2}'],
  });
  await dead.kill();
  expect(await store.runNamed("run 1")).toMatchObject({ state: "running", ownerAlive: false });
  expect(recover(db, { clock, owner, fold })).toEqual({ runs: ["run 1"], warnings: [] });
  const record = '[{"status":"ppp","state":"running"},{"seq":1},{"seq":2}]';
  expect(await store.runNamed("run 1")).toMatchObject({ state: "interrupted", record, events: [], ownerAlive: false });
  expect(await store.entriesOf([digest("key")])).toEqual([undefined]);
  expect(recover(db, { clock, owner, fold }).runs).toEqual([]);
  store.close();
});

test("a run that cannot be told in full does not keep the store from opening", { timeout: 60_000 }, async () => {
  const folder = freshFolder();
  const dead = child(compiled, "liveRun", folder, "run 1");
  await dead.line();
  await dead.kill();
  const { db, store } = openIn(folder);
  const broken = () => {
    throw new SyntaxError("odd event");
  };
  const { warnings } = recover(db, { clock, owner, fold: broken });
  expect(warnings).toEqual(["The interrupted run run 1 could not be told in full: SyntaxError: odd event"]);
  expect(await store.runNamed("run 1")).toMatchObject({
    state: "interrupted",
    record: '{"status":"ppp","state":"running"}',
  });
  store.close();
});

test("a process killed while it writes rows leaves a sound store, with each key it spoke of", {
  timeout: 60_000,
}, async () => {
  const folder = freshFolder();
  const row = finished(0, 0, "key", "value");
  const given = JSON.stringify({ ...row, texts: [...row.entry!.texts] });
  for (let kills = 0; kills < 5; kills += 1) {
    const writer = child(compiled, "writeKey", folder, given, "1000000");
    await writer.line();
    writer.go();
    let last = 0;
    for (let i = 0; i < 20 + 7 * kills; i += 1) last = Number(await writer.line());
    await writer.kill();
    const { db, store } = openIn(folder);
    expect((await store.entriesOf([row.cacheKey]))[0]!.executionId).toBeGreaterThanOrEqual(last);
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(recover(db, { clock, owner, fold }).runs).toHaveLength(1);
    store.close();
  }
});
