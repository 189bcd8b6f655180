import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Builder, moduleFromText } from "../../src/index.ts";
import type { RunRecord } from "../../src/protocol/index.ts";
import type { AnyDriver } from "../driver/notebook.ts";
import { shiftedClock } from "../keep/clock.ts";
import { decidedBy, expectPlanKept, keptBy, type Planned } from "../planKept.ts";
import { TEXT } from "./dataflow.mjs";

const clock = shiftedClock();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const driver = (text = TEXT, name = "killed") =>
  new Builder()
    .withModules(moduleFromText(text, { name, folder }))
    .withCache({ path: path.join(folder, ".cellar"), strict: true })
    .build() as unknown as AnyDriver;
const asked = { inputs: { seed: 1 } };

function start(script: string, ...args: readonly (string | number)[]) {
  const file = fileURLToPath(new URL(`./children/${script}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [file, folder, ...args.map(String)], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, "close");
  return {
    line: async () => String((await lines.next()).value),
    go: () => child.stdin.end(),
    kill: () => child.kill("SIGKILL"),
    async end() {
      const [code, signal] = (await closed) as [number | null, string | null];
      return { code, signal, said };
    },
  };
}

/** Runs of a child, each of which keeps what it had decided when it began; what they told. */
async function toldBy(child: ReturnType<typeof start>, departed: RegExp): Promise<readonly string[]> {
  for (;;) {
    const said = JSON.parse(await child.line()) as { told: string[] } | { start: RunRecord; record: RunRecord };
    if ("told" in said) return said.told;
    expectPlanKept(decidedBy(said.start), said.record, departed);
  }
}

/** What the store claims, beside what there is. */
function state() {
  const cache = path.join(folder, ".cellar");
  const db = new Database(path.join(cache, "metadata.db"), { readonly: true });
  const column = (sql: string) => db.prepare(sql).pluck().all() as string[];
  const claimed = column("SELECT DISTINCT lower(hex(bytes_digest)) FROM payload WHERE doomed_at IS NULL");
  const named = column("SELECT DISTINCT lower(hex(bytes_digest)) FROM payload");
  const small = column("SELECT lower(hex(bytes_digest)) FROM small_bytes");
  const sound = column("PRAGMA integrity_check");
  db.close();
  const files = readdirSync(cache, { recursive: true, encoding: "utf8" })
    .map((file) => path.basename(file))
    .filter((file) => /^[0-9a-f]{64}/.test(file));
  const there = [...small, ...files];
  return {
    sound,
    missing: claimed.filter((digest) => !there.includes(digest)),
    orphaned: there.filter((digest) => !named.includes(digest)),
    there: there.length,
  };
}

describe("garbage collection beside another process", () => {
  it("a run that had decided what to read reads it, though it was marked and its time is over; then it goes", async () => {
    const text = `export function large(x: number) { return new Float64Array(20000).fill(x); }
export function small(x: number) { return [x]; }
export async function slow(x: number) { await (globalThis as any).held?.(); return x; }
export function out(slow: number, large: Float64Array, small: number[]) { return slow + large[1]! + small[0]!; }`;
    const dr = driver(text, "held");
    await keptBy(dr, ["large", "small"], { inputs: { x: 1 } });
    const held = start("heldRun", text);
    expect(await held.line()).toBe("held");

    expect(await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).toMatchObject({ marked: 2 });
    clock.pass(24 * 3_600_000);
    expect((await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).swept).toMatchObject({
      payloads: 0,
      left: 2,
    });
    held.go();
    const said = JSON.parse(await held.line()) as Planned & { values: object; record: RunRecord };
    expect(await held.end()).toMatchObject({ code: 0 });
    const { values, record } = said;
    expectPlanKept(said, record);
    expect([values, record.departed, record.warnings]).toEqual([{ out: 3 }, [], undefined]);
    expect(record.graph.names.filter((_, i) => record.status[i] === "h").sort()).toEqual(["large", "small"]);

    expect((await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).swept).toMatchObject({ payloads: 2 });
    expect(state()).toMatchObject({ missing: [], orphaned: [] });
    await dr.close();
  });

  it("does not wait for a process that was killed", async () => {
    const dr = driver();
    await keptBy(dr, ["last"], asked);
    const text = `export async function out(x: number) { await (globalThis as any).held(); return x; }`;
    const held = start("heldRun", text);
    expect(await held.line()).toBe("held");
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    clock.pass(60_001);
    expect((await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).swept.payloads).toBe(0);
    held.kill();
    expect((await held.end()).signal).toBe("SIGKILL");
    expect((await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).swept.left).toBe(0);
    expect(state()).toMatchObject({ there: 0, missing: [], orphaned: [] });
    await dr.close();
  });

  it("runs and collections of four processes at once: every value is right, no row without bytes, no bytes without a row", async () => {
    const rounds = 25;
    const runners = [start("runBeside", rounds), start("runBeside", rounds)];
    const collectors = [start("collect", "open"), start("collect", "open")];
    for (const child of [...runners, ...collectors]) expect(await child.line()).toBe("ready");
    const departed =
      /^(the bytes of `\w+` were (collected|missing) on reading|`\w+` executed to another value|`\w+` was computed by another process)/;
    const told = await Promise.all(runners.map((child) => toldBy(child, departed)));
    for (const child of collectors) child.go();
    const swept = await Promise.all(collectors.map((child) => child.line()));
    for (const child of [...runners, ...collectors]) expect(await child.end()).toMatchObject({ code: 0, said: "" });
    expect(told.flat()).toEqual([]);
    expect(swept.map(Number).reduce((sum, n) => sum + n)).toBeGreaterThan(0);
    expect(state()).toMatchObject({ sound: ["ok"], missing: [], orphaned: [] });

    const dr = driver();
    await keptBy(dr, ["last", "rows"], asked);
    expect((await keptBy(dr, ["last", "rows"], asked)).record.status).toMatch(/^[gh]+$/);
    await dr.close();
  });
});

describe("deleteAll beside another process", () => {
  it("whose runs are under way: every value is right, no row without bytes, no bytes without a row", async () => {
    const runners = [start("runBeside", 40), start("runBeside", 40)];
    const dr = driver();
    for (const child of runners) expect(await child.line()).toBe("ready");
    let emptied = 0;
    let areDone = false;
    const departed = /^(the bytes of `\w+` were missing on reading|`\w+` was computed by another process)/;
    const told = Promise.all(runners.map((child) => toldBy(child, departed))).finally(() => {
      areDone = true;
    });
    while (!areDone) {
      await dr.cache.deleteAll();
      emptied++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const child of runners) expect(await child.end()).toMatchObject({ code: 0, said: "" });
    expect((await told).flat()).toEqual([]);
    expect(emptied).toBeGreaterThan(10);
    expect(state()).toMatchObject({ sound: ["ok"], missing: [], orphaned: [] });
    await keptBy(dr, ["last", "rows"], asked);
    expect((await keptBy(dr, ["last", "rows"], asked)).record.status).toMatch(/^[gh]+$/);
    await dr.cache.deleteAll();
    expect(state().there).toBe(0);
    await dr.close();
  });
});

describe("kill -9 in the middle of a collection", () => {
  for (const moment of ["mark", "remove", "small", "drop", "commit"]) {
    for (let count = 0; count < 4; count++) {
      it(`${count % 2 === 0 ? "before" : "after"} ${moment} ${(count >> 1) + 1}: nothing is torn, runs are right, the next collection ends the work`, async () => {
        const first = driver();
        await keptBy(first, ["last", "rows"], asked);
        await keptBy(first, ["last", "rows"], { inputs: { seed: 2 } });
        await first.close();
        // The first round marks, the second deletes.
        const killed = start("collect", moment === "mark" ? 1 : 2, moment, count);
        expect(await killed.line()).toBe("ready");
        const { signal, said } = await killed.end();
        expect(signal, said).toBe("SIGKILL");
        expect(state()).toMatchObject({ sound: ["ok"], missing: [], orphaned: [] });

        const dr = driver();
        const { values, record } = await keptBy(
          dr,
          ["last", "rows"],
          asked,
          /^the bytes of `\w+` were collected on reading$/,
        );
        const { last, rows } = values;
        expect([(last as Float64Array)[1], (rows as { id: number }[])[0]!.id]).toEqual([4000 + 1 / 3, 2]);
        expect(record.warnings).toBeUndefined();
        expect((await keptBy(dr, ["last", "rows"], asked)).record.status).toMatch(/^[gh]+$/);

        clock.pass(24 * 3_600_000);
        await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
        clock.pass(60_001);
        expect((await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).swept.left).toBe(0);
        expect(state()).toEqual({ sound: ["ok"], missing: [], orphaned: [], there: 0 });
        await dr.close();
      });
    }
  }
});
