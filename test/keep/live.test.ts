import fs, { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearCache } from "../../src/index.ts";
import { type AnyDriver, notebook, ranBy } from "../driver/notebook.ts";
import { shiftedClock } from "./clock.ts";

const nb = notebook();
const clock = shiftedClock();

/** Bodies wait at a gate that the test opens. */
const text = `const gate = (globalThis as any).gate;
export function small(x: number) { return { x }; }
export function large(x: number) { return new Float64Array(20000).fill(x); }
export async function slow(x: number) { await gate(); return x; }
export function out(slow: number, large: Float64Array, small: { x: number }) { return slow + large[1]! + small.x; }`;
const asked = { inputs: { x: 1 } };

let open: () => void;
let arrived: Promise<void>;
beforeEach(() => {
  let arrive!: () => void;
  arrived = new Promise((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  (globalThis as Record<string, unknown>)["gate"] = () => {
    arrive();
    return opened;
  };
});
afterEach(() => {
  delete (globalThis as Record<string, unknown>)["gate"];
});

const files = () =>
  existsSync(path.join(nb.cache, "results"))
    ? readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    : [];
const sweep = async (dr: AnyDriver) => (await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply()).swept;

describe("garbage collection while a run is under way", () => {
  it("the run reads what it had decided to read, however long it takes; then it goes", async () => {
    const [one, two] = [nb.driver(text), nb.driver(text)];
    await ranBy(one, ["small", "large"], asked);
    // `slow` executes; `small` and `large` are hits that `out` will read.
    const running = ranBy(one, ["out"], asked);
    await arrived;
    const plan = await two.cache.collectGarbage({ olderThanMs: 0 });
    expect(await plan.apply()).toMatchObject({ marked: 2, swept: { left: 2 } });
    clock.pass(3_600_000);
    expect(await sweep(two)).toMatchObject({ payloads: 0, left: 2 });
    expect(files()).toHaveLength(1);
    open();
    const { values, words, record } = await running;
    expect([values, words]).toEqual([
      { out: 3 },
      { x: "given", small: "hit", large: "hit", slow: "executed", out: "executed" },
    ]);
    expect([record.departed, record.warnings]).toEqual([[], undefined]);
    expect((await sweep(two)).payloads).toBe(2);
    expect(files()).toEqual([]);
  });

  it("runs that begin after the mark do not keep it waiting", async () => {
    const [one, two] = [nb.driver(text), nb.driver(text)];
    await ranBy(one, ["small", "large"], asked);
    await (await two.cache.collectGarbage({ olderThanMs: 0 })).apply();
    const running = ranBy(one, ["slow"], asked);
    await arrived;
    clock.pass(60_001);
    expect(await sweep(two)).toMatchObject({ payloads: 2, left: 0 });
    open();
    await running;
  });
});

describe("bytes that are collected between the moment in which a run finds them there, and its row", () => {
  it("are written again: the row that the run writes is not without bytes", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["large"], asked);
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    const [file] = files().map((found) => path.join(found.parentPath, found.name));
    const stat = fs.statSync.bind(fs) as typeof fs.statSync;
    let isSwept = false;
    // Another process sweeps as soon as this one has seen that it need not write the bytes.
    vi.spyOn(fs, "statSync").mockImplementation(((name: string, options: object) => {
      const found = stat(name, options);
      if (name !== file || isSwept) return found;
      isSwept = true;
      fs.rmSync(name);
      const other = new Database(path.join(nb.cache, "metadata.db"));
      other.exec("DELETE FROM payload WHERE doomed_at IS NOT NULL");
      other.close();
      return found;
    }) as never);
    expect((await ranBy(dr, ["large"], asked)).words["large"]).toBe("unchanged");
    expect([isSwept, files().length]).toEqual([true, 1]);
    expect((await ranBy(dr, ["large"], asked)).words["large"]).toBe("hit");
  });
});

describe("deleteAll", () => {
  it("while runs are under way, and another driver is open: they end as they would have, and all go on with the empty cache", async () => {
    const [one, two] = [nb.driver(text), nb.driver(text)];
    await ranBy(one, ["small", "large"], asked);
    const running = ranBy(one, ["out"], asked);
    await arrived;
    await two.cache.deleteAll();
    expect(files()).toEqual([]);
    open();
    const ran = await running;
    expect([ran.values, ran.record.state]).toEqual([{ out: 3 }, "done"]);
    for (const dr of [one, two]) expect((await ranBy(dr, ["out"], asked)).words["out"]).toBe("hit");
    const again = await ranBy(two, ["small", "large", "out"], asked);
    expect(again.values).toEqual({ small: { x: 1 }, large: new Float64Array(20000).fill(1), out: 3 });
    expect([again.record.warnings, again.record.state]).toEqual([undefined, "done"]);
    const twice = await ranBy(one, ["small", "large", "out"], asked);
    expect(twice.words).toEqual({ x: "given", small: "hit", large: "hit", slow: "hit", out: "hit" });
  });

  it("forgets runs, pins and what is marked; nothing is left on the disk but an empty store", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["small", "large"], asked);
    await dr.cache.pin({ node: "small" });
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    await dr.cache.deleteAll();
    await dr.cache.deleteAll();
    expect([await dr.cache.pins(), (await dr.cache.history()).runs, files()]).toEqual([[], [], []]);
    expect((await dr.cache.collectGarbage({ olderThanMs: 0 })).versions).toBe(0);
    const { why, words } = await ranBy(dr, ["large"], asked);
    expect([words["large"], why("large")]).toEqual(["executed", [expect.stringContaining("never")]]);
    const next = await ranBy(nb.driver(text), ["large"], asked);
    expect(next.words["large"]).toBe("hit");
  });

  it("many at once, with runs and collections between them: every value is right", async () => {
    open();
    const drivers = [nb.driver(text), nb.driver(text), nb.driver(text)];
    const work = Array.from({ length: 30 }, (_, i) => {
      const dr = drivers[i % 3]!;
      if (i % 5 === 4) return dr.cache.deleteAll();
      if (i % 5 === 2) return dr.cache.collectGarbage({ olderThanMs: 0 }).then((plan) => plan.apply());
      const x = (i * 7) % 3;
      return dr.execute(["out", "large"], { inputs: { x } }).then((values) => {
        expect(values).toEqual({ out: 3 * x, large: new Float64Array(20000).fill(x) });
      });
    });
    await Promise.all(work);
    await clearCache({ path: nb.cache });
    expect((await ranBy(drivers[0]!, ["out"], asked)).values).toEqual({ out: 3 });
    expect((await ranBy(drivers[1]!, ["out"], asked)).words["out"]).toBe("hit");
  });
});
