import { readdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/index.ts";
import { notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

const text = `const tally = (name: string) => (globalThis as any).tally(name);
export function rows(x: number) { tally("rows"); return [3 * x, 1, 2]; }
export function noise(rows: number[]) { tally("noise"); return Math.random() + rows.length; }
export function sorted(rows: number[]) { tally("sorted"); rows.sort(); return rows.map(String); }
export function total(sorted: string[], noise: number) { tally("total"); return sorted.length + Math.floor(noise * 0); }`;
const asked = { inputs: { x: 1 } };

function stored(): unknown {
  const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    return tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).raw().all()]);
  } finally {
    db.close();
  }
}

describe("verify", () => {
  it("names the node whose value differs, with both values, and no other", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    for (let turn = 0; turn < 2; turn++) {
      const found = await dr.verify();
      expect([found.hits, [...found.executed].sort()]).toEqual([4, ["noise", "rows", "sorted", "total"]]);
      expect(found.different).toEqual([
        {
          node: "noise",
          run: 1,
          stored: expect.stringMatching(/^3\.\d+$/),
          now: expect.stringMatching(/^3\.\d+$/),
          isAccepted: false,
        },
      ]);
      expect(found.different[0]!.stored).not.toBe(found.different[0]!.now);
      expect([found.unversioned, found.failed, found.unread, found.isStopped]).toEqual([[], [], [], false]);
      expect(String(found)).toMatch(
        /^4 of 4 hits executed again: 1 differs\n {2}noise: differs from run 1: 3\.\d+ → 3\.\d+$/,
      );
    }
  });

  it("stores nothing, and works on copies: a node that sorts its input spoils nobody's", async () => {
    const dr = nb.driver(text);
    const first = await ranBy(dr, ["total", "rows", "noise"], asked);
    const before = stored();
    await dr.verify();
    expect(stored()).toEqual(before);
    expect(readdirSync(nb.cache)).not.toContain("results");
    const second = await ranBy(dr, ["total", "rows", "noise"], asked);
    expect([second.values, second.words["noise"]]).toEqual([first.values, "hit"]);
    expect((second.values["rows"] as number[])[0]).toBe(3);
  });

  it("does not let a body change what the caller gave", async () => {
    const dr = nb.driver("export function out(given: number[]) { given.push(9); return given.length; }");
    const given = [1, 2];
    await ranBy(dr, ["out"], { inputs: { given: [1, 2] } });
    const found = await dr.verify({ inputs: { given } });
    expect([given, found.executed, found.different]).toEqual([[1, 2], ["out"], []]);
  });

  it("finds what the scan cannot see: a file that a node reads", async () => {
    const file = nb.write("data.txt", "one");
    const reads = `import fs from "node:fs";
export function lines() { return fs.readFileSync(${JSON.stringify(file)}, "utf8").split("\\n"); }`;
    const dr = nb.driver(reads);
    await ranBy(dr, ["lines"]);
    expect((await dr.verify()).different).toEqual([]);
    nb.write("data.txt", "two");
    expect(readFileSync(file, "utf8")).toBe("two");
    expect((await dr.verify()).different).toMatchObject([{ node: "lines", stored: '"one"', now: '"two"' }]);
  });

  it("tells apart what fails now, and what has no version now", async () => {
    const dr = nb.driver(`const state = globalThis as any;
export function fails() { if (state.late) throw new RangeError("too late"); return 1; }
export function turns() { return state.late ? { at: { fn: () => 1 } } : { at: 1 }; }
export function below(turns: object) { return Object.keys(turns).length; }
export async function* list() { yield 1; yield state.late ? 3 : 2; }`);
    await ranBy(dr, ["fails", "below", "list"]);
    const state = globalThis as Record<string, unknown>;
    state["late"] = true;
    try {
      const found = await dr.verify();
      expect(found.failed).toMatchObject([
        { node: "fails", reason: "RangeError: too late", error: { message: "too late" } },
      ]);
      expect(found.unversioned).toEqual([{ node: "turns", reason: expect.stringMatching(/at\.fn.* is /) }]);
      expect(found.different).toMatchObject([{ node: "list", stored: "2", now: "3" }]);
      expect([...found.executed].sort()).toEqual(["below", "fails", "list", "turns"]);
      expect(String(found)).toMatch(/^4 of 4 hits executed again: 1 differs, 1 without a version, 1 failed\n/);
    } finally {
      delete state["late"];
    }
  });

  it("says which nodes could not execute, since what they read was collected", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    await dr.cache.pin({ node: "total" });
    await dr.cache.pin({ node: "noise" });
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    const found = await dr.verify();
    // Marked values are read as long as they are there.
    expect(found.unread).toEqual([]);
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.exec("DELETE FROM payload WHERE doomed_at IS NOT NULL");
    db.close();
    const later = await dr.verify();
    expect([...later.executed]).toEqual(["rows"]);
    expect(later.unread.map(({ node, reason }) => `${node}: ${reason}`).sort()).toEqual([
      "noise: the stored value of `rows`, which it reads, was collected",
      "sorted: the stored value of `rows`, which it reads, was collected",
      "total: the stored value of `sorted`, which it reads, was collected",
    ]);
    expect(String(later)).toContain("1 of 4 hits executed again: all as stored\n");
  });

  it("computes what a hit reads of ignored nodes, and what only they read", async () => {
    const source = (scale: string) => `export function settings() { return { scale: ${scale} }; }
export function connection(settings: { scale: number }) { return { times: (n: number) => n * settings.scale }; }
export function total(connection: { times(n: number): number }) { return connection.times(3); }`;
    await nb.run(source("2"), ["total"], { cache: { ignore: ["connection"] } });
    const same = await nb.driver(source("2"), { ignore: ["connection"] }).verify();
    expect([same.executed, same.different, same.unread]).toEqual([["settings", "total"], [], []]);
    const dr = nb.driver(source("5"), { ignore: ["connection"] });
    const found = await dr.verify();
    expect(found.executed).toEqual(["total"]);
    expect(found.different).toMatchObject([{ node: "total", stored: "6", now: "15" }]);
  });

  it("says so where what a node read is corrupt", async () => {
    const classes = `export class Amount { value = 1; tell() { return "CAD"; } }
export function amount() { return new Amount(); }
export function told(amount: { tell(): string }) { return 1; }
export function bytes() { return new Float64Array(20000); }
export function length(bytes: Float64Array) { return bytes.length; }`;
    await nb.run(classes, ["told", "length"]);
    const folder = path.join(nb.cache, "results");
    const [file] = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    truncateSync(path.join(file!.parentPath, file!.name), 100);
    const dr = nb.driver(classes);
    const found = await dr.verify();
    expect(found.executed).toEqual(expect.arrayContaining(["told", "amount", "bytes"]));
    expect(found.unread).toEqual([
      { node: "length", reason: "the stored value of `bytes`, which it reads, is corrupt" },
    ]);
  });

  it("executes a sample: as large as asked, the same for the same seed, another for another", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `export function n${i}() { return ${i}; }`).join("\n");
    const dr = nb.driver(many);
    const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
    await ranBy(dr, names);
    const sample = async (sample: number, seed?: string | number) =>
      (await dr.verify({ sample, ...(seed === undefined ? {} : { seed }) })).executed;
    expect((await sample(0.25)).length).toBe(10);
    expect([await sample(0), (await sample(0.001)).length, (await sample(1)).length]).toEqual([[], 1, 40]);
    expect(await sample(0.25)).toEqual(await sample(0.25));
    expect(await sample(0.25, 1)).toEqual(await sample(0.25, 1));
    expect(await sample(0.25, 1)).not.toEqual(await sample(0.25, 2));
    expect(await sample(0.25, 1)).not.toEqual(await sample(0.25, "1"));
    expect((await sample(0.5, 1)).slice(0, 10)).toEqual(await sample(0.25, 1));
    expect(await nb.driver(many).verify({ sample: 0.25, seed: 1 })).toMatchObject({ executed: await sample(0.25, 1) });
  });

  it("R26: executes accepted hits first, and says of a difference that it was accepted", async () => {
    const edited = text.replace("3 * x, 1, 2", "3 * x, 1, 5");
    await nb.run(text, ["total"], asked);
    const dr = nb.driver(edited);
    await dr.accept("rows", asked);
    await ranBy(dr, ["total"], asked);
    const found = await dr.verify({ sample: 0.1 });
    expect(found.executed).toEqual(["rows"]);
    expect(found.different).toEqual([{ node: "rows", run: 1, stored: "2", now: "5", isAccepted: true }]);
    expect(String(found)).toContain("rows: differs from run 1 (accepted): 2 → 5");
  });

  it("only the named nodes; with the inputs that are given, else those of the last run", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    await ranBy(dr, ["rows"], { inputs: { x: 2 } });
    expect(await dr.verify({ names: ["rows"] })).toMatchObject({ hits: 1, executed: ["rows"] });
    // Of the last run's inputs only `rows` is stored.
    expect(await dr.verify()).toMatchObject({ hits: 1, executed: ["rows"] });
    expect(await dr.verify({ ...asked, names: ["noise"] })).toMatchObject({ hits: 1, different: [{ node: "noise" }] });
    expect(await dr.verify({ inputs: { x: 99 } })).toMatchObject({ hits: 0, executed: [] });
    expect(String(await dr.verify({ inputs: { x: 99 } }))).toBe("0 of 0 hits executed again: nothing was compared");
  });

  it("a driver that has not run verifies what needs no inputs", async () => {
    const mixed =
      "export function free() { return 1; }\nexport function bound(x: number) { return x; }\nexport function both(free: number, bound: number) { return free + bound; }";
    await nb.run(mixed, ["both"], asked);
    expect(await nb.driver(mixed).verify()).toMatchObject({ hits: 1, executed: ["free"] });
    await expect(nb.driver(mixed).verify({ names: ["both"] })).rejects.toMatchObject({ code: "missing-input" });
  });

  it("stops between two nodes when it is told to", async () => {
    const dr = nb.driver(`export function a() { (globalThis as any).tally("a"); return 1; }
export function b(a: number) { return a; }`);
    await ranBy(dr, ["b"]);
    const found = await dr.verify({ signal: AbortSignal.abort() });
    expect([found.executed, found.isStopped, count["a"]]).toEqual([[], true, 1]);
    expect(String(found)).toMatch(/^0 of 2 hits executed again \(stopped\)/);
  });

  it.each([
    [{ sample: -0.1 }, "verify({ sample }) is a share of the hits from 0 to 1, e.g. 0.1, not -0.1."],
    [{ sample: 1.1 }, "from 0 to 1, e.g. 0.1, not 1.1."],
    [{ sample: Number.NaN }, "from 0 to 1"],
    [{ sample: "10%" }, 'from 0 to 1, e.g. 0.1, not "10%".'],
    [{ seed: Number.NaN }, "verify({ seed }) is a text or a finite number, not NaN."],
    [{ seed: {} }, "verify({ seed }) is a text or a finite number, not object."],
    [{ names: ["nois"] }, "Did you mean `noise`?"],
    [{ names: "noise" }, "Node names are given as a list"],
  ])("refuses %o and says what it takes", async (given, said) => {
    const dr = nb.driver(text);
    const error: unknown = await dr.verify({ ...asked, ...(given as object) }).catch((thrown: unknown) => thrown);
    expect([isCellarError(error), String(error)]).toEqual([true, expect.stringContaining(said)]);
  });
});
