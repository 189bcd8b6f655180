// How long does what was printed stay? As long as its value, no longer.
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { type AnyDriver, notebook } from "../driver/notebook.ts";
import { shiftedClock } from "../keep/clock.ts";
import { heard } from "./heard.ts";

const out = heard();
const nb = notebook();
const clock = shiftedClock();
const DAY = 24 * 3_600_000;
const replay = { replay: true };
const text = `export function load() { process.stdout.write("loading " + process.env.REPLAY_CALL + "\\n"); return 1; }
export function other(x: number) { process.stdout.write("other\\n"); return x; }`;

function rows(sql: string): unknown[] {
  const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}
const replays = () => rows("SELECT count(*) FROM payload WHERE format = 'replay'")[0];
const replayBytes = () =>
  rows("SELECT count(*) FROM small_bytes WHERE bytes_digest IN (SELECT replay_digest FROM execution)")[0];
const collect = async (dr: AnyDriver, rule: Parameters<AnyDriver["cache"]["collectGarbage"]>[0]) =>
  (await dr.cache.collectGarbage(rule)).apply();

describe("R27: garbage collection", () => {
  it("keeps what was printed as long as its value is kept, however small the cache is to be otherwise", async () => {
    const dr = nb.driver(text, replay);
    await dr.execute(["load", "other"], { inputs: { x: 1 } });
    await dr.cache.pin({ node: "load" });
    const plan = await dr.cache.collectGarbage({ olderThanMs: 0 });
    expect(plan.nodes).toEqual([]); // both give 1: one value, which is pinned
    await plan.apply();
    clock.pass(DAY);
    await collect(dr, { olderThanMs: 1 });
    expect(replays()).toBe(2);
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toContain("[load: printed in run 1]\nloading");
  });

  it("takes it after its value, row and bytes", async () => {
    const dr = nb.driver(text, replay);
    await dr.execute(["load"]);
    await collect(dr, { olderThanMs: 0 });
    expect([replays(), replayBytes()]).toEqual([1, 1]); // a pin could still keep the value
    for (let i = 0; i < 2; i++) {
      clock.pass(61_000);
      await collect(dr, { olderThanMs: DAY });
    }
    expect([replays(), replayBytes(), rows("SELECT count(*) FROM payload")]).toEqual([0, 0, [0]]);
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toMatch(/^loading/);
  });

  it("a value that is pinned in time has its output again", async () => {
    const dr = nb.driver(text, replay);
    await dr.execute(["load"]);
    await collect(dr, { olderThanMs: 0 });
    await dr.cache.pin({ node: "load" });
    clock.pass(61_000);
    await collect(dr, { olderThanMs: 0 });
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toContain("[load: printed in run 1]");
  });

  it("takes what a recompute has replaced, though the value is the same", async () => {
    const dr = nb.driver(text, replay);
    for (const call of ["one", "two", "two"]) {
      process.env["REPLAY_CALL"] = call;
      await dr.execute(["load"], { recompute: ["load"] });
    }
    expect(replays()).toBe(2);
    await collect(dr, { olderThanMs: DAY });
    clock.pass(61_000);
    await collect(dr, { olderThanMs: DAY });
    expect([replays(), replayBytes()]).toEqual([1, 1]); // two executions have the same bytes
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toBe("[load: printed in run 3]\nloading two\n");
    await dr.cache.deleteAll();
    expect([replays(), rows("SELECT count(*) FROM small_bytes")]).toEqual([0, [0]]);
  });
});
