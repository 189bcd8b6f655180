import { hostname } from "node:os";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";
import { callsIn, JOINED, leasedChild, leasedChildren, type Said } from "./leasedChild.ts";

const nb = notebook();

/** Short enough for a test, long enough for a machine that is busy with others. */
const periods = { beatMs: 100, expiryMs: 2000, pollMs: 25 };
/** Where nothing is to be taken over for its silence. */
const patient = { ...periods, expiryMs: 600_000 };

const parent =
  "const parent = () => (globalThis as any).parent; const enter = (node: string): void => parent().enter(node);\n";
const ask = { names: ["slow"], inputs: { x: 21 } };
const box = hostname();
const slow = (body: string) => `${parent}export function slow(x: number) { enter("slow"); ${body} return x * 2; }`;

/** Who computed, as the calls say. */
const callers = () => callsIn(nb.folder).map((line) => Number(line.split(" ")[1]));

describe("processes that want the same value", () => {
  it.each([
    ["with short periods", 8, periods, 6000],
    ["as users have it", 3, undefined, 13_000],
  ])(
    "R25: one computes it, in a synchronous loop longer than the expiry; the others wait and hit (%s)",
    async (_how, count, periods, ms) => {
      const options = { folder: nb.folder, text: slow(`parent().busy(${ms});`), ask, ...(periods && { periods }) };
      const children = await leasedChildren(count, options);
      const ended = await Promise.all(children.map((child) => child.end(JOINED)));
      const [owner] = callers();
      expect(callers()).toEqual([owner]);
      expect(ended.map(({ values }) => values)).toEqual(ended.map(() => ({ slow: 42 })));
      expect(ended.map(({ record }) => record.warnings ?? [])).toEqual(ended.map(() => []));
      const others = ended.filter(({ pid }) => pid !== owner);
      expect(others.map(({ words }) => words["slow"])).toEqual(others.map(() => "h"));
      for (const { record } of others) {
        expect(record.departed).toEqual([{ node: 1, reason: "`slow` was computed by another process meanwhile" }]);
        expect(record.detail["1"]).toMatchObject({ note: { text: "computed by another process meanwhile" } });
        expect(record.detail["1"]).not.toHaveProperty("waits");
      }
      const waiting = children.filter((child) => child.process.pid !== owner);
      const waits = waiting.map(({ said }) => said.filter((line) => line.waits).map((line) => line.waits));
      expect(waits).toEqual(waiting.map(() => [`waits for process ${owner} on ${box}`]));
      // The second time it is there.
      const again = (await leasedChildren(1, options))[0]!;
      expect((await again.end()).words).toEqual({ x: "g", slow: "h" });
      expect(callers()).toEqual([owner]);
    },
  );

  it("R25: the owner is killed with kill -9: exactly one heir takes over, at once, and the others wait for it", async () => {
    const options = { folder: nb.folder, text: slow("parent().busyUntil('release');"), ask, periods: patient };
    const owner = (await leasedChildren(1, options))[0]!;
    await owner.says("entered");
    const others = await leasedChildren(4, options);
    await Promise.all(others.map((child) => child.says("waits")));
    owner.process.kill("SIGKILL");
    const heir = await Promise.race(others.map((child) => child.says("entered")));
    nb.write("release", "");
    const ended = await Promise.all(others.map((child) => child.end(JOINED)));
    expect(callers()).toEqual([owner.process.pid, heir.pid]);
    expect(ended.map(({ values, words }) => [values, words["slow"]])).toEqual(
      ended.map(({ pid }) => [{ slow: 42 }, pid === heir.pid ? "x" : "h"]),
    );
    expect(leasesLeft()).toEqual([]);
  });

  it("R24, R25: an owner that was stopped beyond the expiry goes on: what it computes is recorded, and replaces nothing", async () => {
    const text = `${parent}export function slow(x: number) { enter("slow"); parent().busyUntil("release-" + parent().first); return [x, parent().first]; }`;
    const options = { folder: nb.folder, text, ask, periods };
    const owner = leasedChild({ ...options, first: "owner" });
    await owner.says("ready");
    owner.go();
    await owner.says("entered");
    const heir = leasedChild({ ...options, first: "heir" });
    await heir.says("ready");
    owner.process.kill("SIGSTOP");
    heir.go();
    await heir.says("entered");
    nb.write("release-heir", "");
    const inherited = await heir.end();
    expect(inherited.values).toEqual({ slow: [21, "heir"] });
    nb.write("release-owner", "");
    owner.process.kill("SIGCONT");
    const late = await owner.end();
    expect([late.values, late.words["slow"]]).toEqual([{ slow: [21, "owner"] }, "x"]);

    const db = new Database(`${nb.cache}/metadata.db`);
    const rows = db
      .prepare("SELECT execution_id FROM execution WHERE data_version IS NOT NULL ORDER BY 1")
      .pluck()
      .all();
    const entry = db.prepare("SELECT execution_id FROM entry").pluck().get();
    expect([rows.length, entry, db.prepare("SELECT * FROM entry_log").all()]).toEqual([2, rows[1], []]);
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    db.close();
    const third = leasedChild(options);
    await third.says("ready");
    third.go();
    const { values, words } = await third.end();
    expect([values, words["slow"]]).toEqual([{ slow: [21, "heir"] }, "h"]);
    expect(leasesLeft()).toEqual([]);
  });

  it("R24, R25: a stopped owner that ends before its heir: the heir's result replaces its own", async () => {
    const text = `${parent}export function slow(x: number) { enter("slow"); parent().busyUntil("release-" + parent().first); return [x, parent().first]; }`;
    const options = { folder: nb.folder, text, ask, periods };
    const owner = leasedChild({ ...options, first: "owner" });
    await owner.says("ready");
    owner.go();
    await owner.says("entered");
    owner.process.kill("SIGSTOP");
    const heir = leasedChild({ ...options, first: "heir" });
    await heir.says("ready");
    heir.go();
    await heir.says("entered");
    nb.write("release-owner", "");
    owner.process.kill("SIGCONT");
    expect((await owner.end()).values).toEqual({ slow: [21, "owner"] });
    nb.write("release-heir", "");
    expect((await heir.end()).values).toEqual({ slow: [21, "heir"] });
    const third = (await leasedChildren(1, options))[0]!;
    expect((await third.end()).values).toEqual({ slow: [21, "heir"] });
  });

  it("R25: a failed computation is not shared between processes: who waited for it computes", async () => {
    const text = slow("if (parent().first === 'fails') { parent().busyUntil('release'); throw new Error('no luck'); }");
    const options = { folder: nb.folder, text, ask, periods: patient };
    const owner = leasedChild({ ...options, first: "fails" });
    await owner.says("ready");
    owner.go();
    await owner.says("entered");
    const others = await leasedChildren(2, options);
    await Promise.all(others.map((child) => child.says("waits")));
    nb.write("release", "");
    expect(((await owner.end()).values as Record<string, string>)["error"]).toContain("no luck");
    const ended = await Promise.all(others.map((child) => child.end(JOINED)));
    expect(ended.map(({ values }) => values)).toEqual([{ slow: 42 }, { slow: 42 }]);
    expect(leasesLeft()).toEqual([]);
  });

  it("R25: an aborted run hands over what it computes, also where its body never ends and its process lives", async () => {
    const text = `${parent}export async function slow(x: number) { enter("slow"); if (parent().first === "owner") await parent().until("never"); return x * 2; }`;
    const options = { folder: nb.folder, text, ask, periods: patient };
    const owner = leasedChild({ ...options, first: "owner" });
    await owner.says("ready");
    owner.go();
    await owner.says("entered");
    const other = (await leasedChildren(1, options))[0]!;
    await other.says("waits");
    owner.abort();
    const ended = await other.end();
    expect([ended.values, ended.words["slow"], callers().length]).toEqual([{ slow: 42 }, "x", 2]);
  });

  it("a run that waits for another process can be aborted", async () => {
    const options = { folder: nb.folder, text: slow("parent().busyUntil('release');"), ask, periods: patient };
    const owner = (await leasedChildren(1, options))[0]!;
    await owner.says("entered");
    const other = (await leasedChildren(1, options))[0]!;
    await other.says("waits");
    other.abort();
    const { values, record, words } = await other.end();
    expect((values as Record<string, string>)["error"]).toContain("The run was interrupted");
    expect([record.state, words["slow"]]).toEqual(["interrupted", "s"]);
    expect(record.detail["1"]).not.toHaveProperty("waits");
    nb.write("release", "");
    expect((await owner.end()).values).toEqual({ slow: 42 });
    expect(callers()).toEqual([owner.process.pid]);
  });

  it("a process that has held leases ends by itself, also where its driver is not closed", async () => {
    const options = { folder: nb.folder, text: slow("parent().busy(500);"), ask, periods, stays: true };
    const child = (await leasedChildren(1, options))[0]!;
    expect((await child.end()).values).toEqual({ slow: 42 });
  });
});

describe("processes that wait for each other", () => {
  /** Long enough to be written at once: what is computed in no time is given up while another body runs. */
  const both = `${parent}export async function a(x: number) { enter("a"); await parent().called(2); parent().busy(5); return x; }
export async function b(x: number) { enter("b"); await parent().called(2); parent().busy(5); return x + 1; }
export const sum = (a: number, b: number) => a + b;`;

  it("in different orders, one body at a time: each computes one, takes the other's, and both end", async () => {
    const turned = `${parent}${both.slice(parent.length).trim().split("\n").reverse().join("\n")}`;
    const texts = [both, turned];
    const children = texts.map((text) =>
      leasedChild({
        folder: nb.folder,
        text,
        ask: { names: ["sum"], inputs: { x: 1 }, concurrency: 1 },
        periods: patient,
      }),
    );
    await Promise.all(children.map((child) => child.says("ready")));
    for (const child of children) child.go();
    const ended = await Promise.all(children.map((child) => child.end(JOINED)));
    expect(ended.map(({ values }) => values)).toEqual([{ sum: 3 }, { sum: 3 }]);
    expect(
      callsIn(nb.folder)
        .map((line) => line[0])
        .sort(),
    ).toEqual(["a", "b"]);
  });

  it("bodies that run other dataflows, and would wait in a circle: one computes by itself, and both end", async () => {
    const text = `${parent}export async function x(n: number) { enter("x"); if (parent().first === "x") { await parent().called(2); return (await parent().run(["y"])).y; } return n; }
export async function y(n: number) { enter("y"); if (parent().first === "y") { await parent().called(2); return (await parent().run(["x"])).x; } return n; }`;
    const children = ["x", "y"].map((first) =>
      leasedChild({ folder: nb.folder, text, first, ask: { names: [first], inputs: { n: 5 } }, periods: patient }),
    );
    await Promise.all(children.map((child) => child.says("ready")));
    for (const child of children) child.go();
    const ended: Said[] = await Promise.all(children.map((child) => child.end(JOINED)));
    expect(ended.map(({ values }) => values)).toEqual([{ x: 5 }, { y: 5 }]);
    // One of the two is computed twice: by its owner, and by the one that would have closed the circle.
    expect(callsIn(nb.folder)).toHaveLength(3);
    expect(leasesLeft()).toEqual([]);
  });
});

function leasesLeft(): unknown[] {
  const db = new Database(`${nb.cache}/metadata.db`);
  const left = [...db.prepare("SELECT * FROM lease").all(), ...db.prepare("SELECT * FROM lease_wait").all()];
  db.close();
  return left;
}
