import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MetadataStore } from "../../src/contracts.ts";
import { setLeasePeriods } from "../../src/driver/stores/leasePeriods.ts";
import { memoryMetadata, memoryResults, onRun, type RunMessage } from "../../src/index.ts";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { sqliteMetadata } from "../../src/metadata/sqlite.ts";
import { systemClock } from "../../src/metadata/systemClock.ts";
import { openRun } from "../contract/rows.ts";
import { failedBy, notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();
let closing: (() => void)[] = [];
let messages: RunMessage[] = [];
let others = 0;

beforeEach(() => {
  setLeasePeriods({ expiryMs: 600_000, pollMs: 5 });
  messages = [];
  closing.push(onRun((message) => messages.push(message)));
});
afterEach(() => {
  setLeasePeriods({});
  for (const close of closing) close();
  closing = [];
});

const text = `const tally = (name: string) => (globalThis as any).tally(name);
export function slow(x: number) { tally("slow"); return { x }; }
export function quick(x: number) { tally("quick"); return x; }
export function sum(slow: { x: number }, quick: number) { tally("sum"); return slow.x + quick; }`;
const asking = { inputs: { x: 4 } };
const waits = "waits for process 12 on elsewhere";

/**
 * A process of another machine that has begun to compute a node, of which nothing is stored any more.
 *
 * @param version of the value that it will have computed
 */
async function otherProcess(node = "slow") {
  await nb.run(text, ["sum", "slow"], asking);
  for (const name of Object.keys(count)) delete count[name];
  const { db } = openDatabase(`${nb.cache}/metadata.db`);
  const row = db.prepare("SELECT cache_key, data_version FROM execution WHERE node = ?").get(node) as Record<
    string,
    Buffer
  >;
  const key = row["cache_key"]!.toString("hex");
  const entry = db.prepare("SELECT * FROM entry WHERE cache_key = ?").raw().get(row["cache_key"]) as unknown[];
  db.prepare("DELETE FROM entry").run();
  db.prepare("DELETE FROM execution").run();
  db.prepare("DELETE FROM last_seen").run();
  const owner = { ...ownOwner(), host: "elsewhere", pid: 12 };
  const store = sqliteMetadata(db, { clock: systemClock, owner });
  closing.push(() => store.close());
  const { runId, ownerId } = await openRun(store, `elsewhere ${++others}`);
  db.prepare(
    "UPDATE run SET state = 'done', record = (SELECT record FROM run WHERE state = 'done') WHERE run_id = ?",
  ).run(runId);
  const begun = await store.beginLeased({ cacheKey: key, runId, node, startedAt: 1, ownerId }, () => []);
  const { executionId } = begun as { executionId: number };
  return {
    key,
    db,
    executionId,
    /** Its result is stored: the same value, by this execution. */
    finish() {
      db.prepare("UPDATE execution SET data_version = ?, duration_us = 7 WHERE execution_id = ?").run(
        row["data_version"],
        executionId,
      );
      db.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?)").run(entry[0], entry[1], executionId, entry[3], entry[4]);
      db.prepare("DELETE FROM lease").run();
    },
    fail: () => store.failExecution(executionId, 1, "Error: boom", []),
  };
}

/** Begins a run; it waits for the other process once this resolves. */
async function waiting(more: object = {}, names: readonly string[] = ["sum", "slow"], cache = {}) {
  const dr = nb.driver(text, cache);
  const running = failedBy(dr, names, { ...asking, ...more });
  while (saidToWait().length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  return { dr, running };
}

function saidToWait() {
  return messages.flatMap((m) =>
    m.type === "event" && "node" in m.event && m.event.set?.detail?.waits ? [m.event] : [],
  );
}

describe("R25: a run that needs what another process computes", () => {
  it("says for whom it waits, goes on with the rest, and hits once the value is there", async () => {
    const other = await otherProcess();
    const { dr, running } = await waiting({ concurrency: 1 });
    expect(saidToWait().map(({ status, set }) => [status, set?.detail?.waits])).toEqual([["w", waits]]);
    while (count["quick"] === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
    // Others who look at the run see it too.
    const reader = await nb.driver(text).cache.history({ scope: "cache" });
    const live = reader.runs.find((run) => run.state === "running")!;
    expect(Object.values(live.detail).map((detail) => detail.waits)).toContain(waits);
    other.finish();
    const { error, words, record } = await running;
    expect([error, words, count]).toEqual([
      undefined,
      { x: "given", slow: "hit", quick: "executed", sum: "executed" },
      { quick: 1, sum: 1 },
    ]);
    expect(record.departed.map(({ reason }) => reason)).toEqual(["`slow` was computed by another process meanwhile"]);
    expect(JSON.stringify(record)).not.toContain("elsewhere");
    expect(record.detail[record.graph.names.indexOf("slow")]?.note?.text).toBe("computed by another process meanwhile");
    const again = await ranBy(dr, ["sum", "slow"], asking);
    expect([again.values, again.words["slow"], again.record.departed]).toEqual([{ sum: 8, slow: { x: 4 } }, "hit", []]);
  });

  it("finds what was stored between its plan and its turn, and does not execute it", async () => {
    const other = await otherProcess("quick");
    (globalThis as Record<string, unknown>)["tally"] = (name: string) => {
      count[name] = (count[name] ?? 0) + 1;
      if (name === "slow") other.finish();
    };
    const { values, words, record } = await ranBy(nb.driver(text), ["sum"], { ...asking, concurrency: 1 });
    expect([values, words["quick"], count, saidToWait()]).toEqual([{ sum: 8 }, "hit", { slow: 1, sum: 1 }, []]);
    expect(record.departed.map(({ reason }) => reason)).toEqual(["`quick` was computed by another process meanwhile"]);
  });

  it("computes by itself where the other fails, is silent for too long, or gives up", async () => {
    const failing = await otherProcess();
    const failed = await waiting();
    failing.fail();
    expect((await failed.running).words["slow"]).toBe("executed");

    setLeasePeriods({ expiryMs: 50, pollMs: 5 });
    const silent = await otherProcess();
    const ran = await ranBy(nb.driver(text), ["slow"], asking);
    expect([ran.words["slow"], count["slow"], ran.record.departed]).toEqual(["executed", 1, []]);
    expect(ran.record.detail["1"]).not.toHaveProperty("waits");
    // What it had begun is older, whenever it comes.
    const { execution_id } = silent.db.prepare("SELECT execution_id FROM entry").get() as { execution_id: number };
    expect(execution_id).toBeGreaterThan(silent.executionId);

    setLeasePeriods({ expiryMs: 600_000, pollMs: 5 });
    messages = [];
    const leaving = await otherProcess();
    const left = await waiting();
    leaving.db.prepare("DELETE FROM lease").run();
    expect((await left.running).words["slow"]).toBe("executed");
  });

  it("can be aborted while it waits", async () => {
    await otherProcess();
    const stop = new AbortController();
    const { running } = await waiting({ signal: stop.signal });
    stop.abort();
    const { record, words } = await running;
    expect([record.state, words["slow"], words["sum"]]).toEqual(["interrupted", "skipped", "skipped"]);
    expect(JSON.stringify(record)).not.toContain("elsewhere");
  });

  it("stops waiting where another node fails and the run is to stop", async () => {
    await otherProcess();
    (globalThis as Record<string, unknown>)["tally"] = (name: string) => {
      if (name === "quick") throw new Error("no luck");
    };
    const { error, words } = await failedBy(nb.driver(text), ["sum"], { ...asking, onError: "stop" });
    expect([String(error), words["slow"]]).toEqual([expect.stringContaining("no luck"), "skipped"]);
  });

  it("two runs of this process wait together, and both hit", async () => {
    const other = await otherProcess();
    const cell = nb.cell(text);
    const runs = [0, 1].map(() => ranBy(nb.driver(cell), ["sum"], asking));
    while (saidToWait().length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    other.finish();
    const ended = await Promise.all(runs);
    expect(ended.map(({ values, words }) => [values, words["slow"]])).toEqual([
      [{ sum: 8 }, "hit"],
      [{ sum: 8 }, "hit"],
    ]);
    expect(count["slow"]).toBeUndefined();
  });

  it("nodes of one computation: all hit once the value is there", async () => {
    const twins = `${text}\nexport function same(x: number) { tally("slow"); return { x }; }`;
    const other = await otherProcess();
    const running = ranBy(nb.driver(twins), ["slow", "same"], asking);
    while (saidToWait().length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    other.finish();
    const { values, words } = await running;
    expect([values, words["slow"], words["same"]]).toEqual([{ slow: { x: 4 }, same: { x: 4 } }, "hit", "hit"]);
  });

  it("R35: a store that fails while it waits: it computes, and says so once; strict raises", async () => {
    const other = await otherProcess();
    const { running } = await waiting();
    other.db.exec("ALTER TABLE lease RENAME TO broken");
    const { error, words, record } = await running;
    expect([error, words["slow"], words["sum"], record.warnings?.length]).toEqual([
      undefined,
      "executed",
      "executed",
      1,
    ]);
    other.db.exec("ALTER TABLE broken RENAME TO lease; DELETE FROM lease");

    messages = [];
    const strict = await otherProcess();
    const raising = await waiting({}, ["sum"], { strict: true });
    strict.db.exec("ALTER TABLE lease RENAME TO broken");
    expect(String((await raising.running).error)).toContain("no such table");
  });
});

describe("R25: nobody waits", () => {
  it("for a node that is to execute whatever others do", async () => {
    await otherProcess();
    const forced = await ranBy(nb.driver(text), ["slow"], { ...asking, recompute: ["slow"] });
    const all = await nb.run(text, ["slow"], { ...asking, cache: { recompute: ["slow"] } });
    expect([forced.words["slow"], all.words["slow"], count["slow"], saidToWait()]).toEqual([
      "executed",
      "unchanged",
      2,
      [],
    ]);
  });

  it("for a node that reads a value without a version: it takes no lease", async () => {
    const opaque = `export const socket = () => ({ send() {} });
export const user = (socket: object) => Object.keys(socket).length;`;
    const { words } = await nb.run(opaque, ["user"]);
    const db = new Database(`${nb.cache}/metadata.db`);
    db.exec(
      "CREATE TABLE seen(key); CREATE TRIGGER see AFTER INSERT ON lease BEGIN INSERT INTO seen VALUES (new.cache_key); END",
    );
    const again = await nb.run(opaque, ["user"]);
    expect([words["user"], again.words["user"]]).toEqual(["executed", "executed"]);
    // `socket` itself has a key like any other; where it is seen again that it cannot be stored, nobody waits for it.
    expect(db.prepare("SELECT count(*) FROM seen").pluck().get()).toBe(1);
    db.close();
  });

  it("for stores of this process alone", async () => {
    let asked = 0;
    const inner = memoryMetadata();
    const metadataStore: MetadataStore = {
      ...inner,
      beginLeased(...given) {
        asked++;
        return inner.beginLeased(...given);
      },
    };
    const cache = { metadataStore, resultStore: memoryResults() };
    const { words } = await nb.run(text, ["sum"], { ...asking, cache });
    expect([words["sum"], asked]).toEqual(["executed", 0]);
  });
});

it("R25: a run leaves no lease behind, whether it ends well or not", async () => {
  const leases = () => {
    const db = new Database(`${nb.cache}/metadata.db`);
    const left = db.prepare("SELECT count(*) FROM lease").pluck().get();
    db.close();
    return left;
  };
  await nb.run(text, ["sum"], asking);
  expect(leases()).toBe(0);
  const bad =
    "export const bad = (): number => { throw new Error('boom'); };\nexport const below = (bad: number) => bad;";
  await failedBy(nb.driver(bad), ["below"]);
  expect(leases()).toBe(0);
  const stop = new AbortController();
  const never =
    "export const never = () => { (globalThis as any).tally('never'); return new Promise<number>(() => {}); };";
  const running = failedBy(nb.driver(never), ["never"], { signal: stop.signal });
  while (count["never"] === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(leases()).toBe(1);
  stop.abort();
  expect((await running).record.state).toBe("interrupted");
  expect(leases()).toBe(0);
});
