import { describe, expect, it } from "vitest";
import { createLoader } from "../../src/index.ts";
import { notebook, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

describe("R13: instances of a class of the module", () => {
  const text = (body = "x * 2") => `export class Point { x = 1; twice() { const x = this.x; return ${body}; } }
export function point(x: number) { const p = new Point(); p.x = x; return [p]; }
export function out(point: Point[]) { return [point[0] instanceof Point, point[0]!.twice()]; }`;

  it("are stored, and read as instances of the class", async () => {
    const [first, second] = await nb.runTwice(text(), ["point", "out"], { inputs: { x: 2 } });
    expect([first.values["out"], second.words]).toEqual([[true, 4], { x: "given", point: "hit", out: "hit" }]);
    expect((second.values["point"] as { twice(): number }[])[0]!.twice()).toBe(4);
  });

  it("of a driver's own module, also after the cell was run again elsewhere", async () => {
    const [old, later] = [nb.cell(text()), nb.cell(text())];
    await nb.run(old, ["point"], { inputs: { x: 2 } });
    await nb.run(later, ["out"], { inputs: { x: 3 } });
    expect((await nb.run(old, ["out"], { inputs: { x: 2 } })).values).toEqual({ out: [true, 4] });
    expect((await nb.run(old, ["out"], { inputs: { x: 2 } })).words["out"]).toBe("hit");
  });

  it("execute again once the class has changed, and say so where only the bytes are of the old class", async () => {
    const make = "export function point(x: number) { return make(x); }";
    const cells = (body: string) =>
      `export class Point { x = 1; twice() { return this.x * ${body}; } }\nfunction make(x: number) { const p = new Point(); p.x = x; return p; }\n${make}`;
    await nb.run(cells("2"), ["point"], { inputs: { x: 2 } });
    const [first, second] = await nb.runTwice(cells("3"), ["point"], { inputs: { x: 2 } });
    expect([(first.values["point"] as { twice(): number }).twice(), first.why("point"), second.words["point"]]).toEqual(
      [6, ["the class `Point` changed (reached by `make`): 2 → 3"], "hit"],
    );
  });

  it("of a class with private state have no version: the node says so and executes each time", async () => {
    const secret =
      "export class Secret { #n = 1; get() { return this.#n; } }\nexport function a() { return new Secret(); }\nexport function out(a: Secret) { return a.get(); }";
    const [first, second] = await nb.runTwice(secret, ["out"]);
    expect([first.values, second.words]).toEqual([{ out: 1 }, { a: "executed", out: "executed" }]);
  });
});

describe("R17: a value that cannot be stored", () => {
  const text = `const tally = (name: string) => (globalThis as any).tally(name);
export function handle() { tally("handle"); return { send: (x: number) => x, level: 1 }; }
export function rows(handle: { send(x: number): number }) { tally("rows"); return [handle.send(1)]; }
export function total(rows: number[]) { tally("total"); return rows.length; }`;

  it("its node and children execute each run and say why; grandchildren hit on an equal value", async () => {
    const [first, second, third] = [...(await nb.runTwice(text, ["total"])), await nb.run(text, ["total"])];
    expect(first.words).toEqual({ handle: "executed", rows: "executed", total: "executed" });
    for (const run of [second, third]) {
      expect(run.values).toEqual({ total: 1 });
      expect(run.words["total"]).toBe("hit");
      expect(run.why("rows")).toEqual(["it reads `handle`, whose value has no version"]);
      expect(run.record.detail[0]!.reason).toBe("`handle` cannot be versioned: `.send` is a function");
    }
    expect(count).toEqual({ handle: 3, rows: 3, total: 1 });
  });

  it("can be asked for: the caller gets the live value", async () => {
    const [first, second] = await nb.runTwice(text, ["handle", "rows"]);
    for (const { values } of [first, second]) expect((values["handle"] as { send(x: number): number }).send(7)).toBe(7);
  });

  it.each([
    ["a socket", "new (require('node:net').Socket)()"],
    ["a promise inside", "[Promise.resolve(1)]"],
    ["a WeakMap", "new WeakMap()"],
    ["a Proxy", "new Proxy({}, {})"],
    ["an accessor", "({ get a() { return 1; } })"],
    ["an iterator", "[1].values()"],
    ["a unique symbol", "Symbol('a')"],
  ])("%s", async (_what, made) => {
    const one = `${made.includes("require") ? "import net from 'node:net';" : ""}export function a() { return { it: ${made.replace("require('node:net')", "net")} }; }\nexport function out(a: object) { return typeof a; }`;
    const [first, second] = await nb.runTwice(one, ["out"]);
    expect([first.values, second.values, second.words["a"]]).toEqual([
      { out: "object" },
      { out: "object" },
      "executed",
    ]);
    expect(first.record.detail[0]!.reason).toMatch(/^`a` cannot be versioned: `\.it/);
  });

  it("given as an input: what reads it executes each run and says why", async () => {
    const reads =
      "export function a(log: (x: number) => number) { return log(1); }\nexport function b(a: number) { return a; }";
    const [first, second] = await nb.runTwice(reads, ["b"], { inputs: { log: (x: number) => x + 1 } });
    expect([first.values, second.words, second.why("a")]).toEqual([
      { b: 2 },
      { log: "given", a: "executed", b: "hit" },
      ["it reads `log`, whose value has no version"],
    ]);
    expect(first.record.detail[0]!.reason).toMatch(/^`log` cannot be versioned: it is a function/);
  });
});

describe("what a node returns", () => {
  it("may be anything plain, also `undefined`, and comes back as it was", async () => {
    const text = `export const a = () => undefined;
export const b = () => null;
export const c = () => [-0, NaN, 1n, , "\\ud800", new Date(NaN), /a/g, new Map([[{}, new Set([1])]]), new Error("e"), Symbol.for("s")];
export const d = (a: undefined) => a === undefined;`;
    const [first, second] = await nb.runTwice(text, ["a", "b", "c", "d"]);
    expect(second.values).toEqual(first.values);
    expect([Object.values(second.words), first.values["d"]]).toEqual([["hit", "hit", "hit", "hit"], true]);
    expect(Object.is((second.values["c"] as unknown[])[0], -0) && !(3 in (second.values["c"] as unknown[]))).toBe(true);
  });

  it("of a generator is what it yields, as a list", async () => {
    const text =
      "export function* a() { yield 1; yield 2; }\nexport async function* b(a: number[]) { for (const x of a) yield x * 2; }\nexport const out = (b: number[]) => b.length;";
    const [first, second] = await nb.runTwice(text, ["a", "b", "out"]);
    expect([first.values, second.values]).toEqual([{ a: [1, 2], b: [2, 4], out: 2 }, first.values]);
    expect(Object.values(second.words)).toEqual(["hit", "hit", "hit"]);
  });

  it('distinguishes 1 from "1", an array from an object and one key order from another', async () => {
    const text = "export const out = (x: unknown) => JSON.stringify(x) + typeof x;";
    const given = [
      1,
      "1",
      [1],
      { 0: 1 },
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      null,
      true,
      "true",
      [],
      {},
      new Date(1),
      1n.toString(),
      [undefined],
      [null],
    ];
    for (const x of given) {
      const ran = await nb.run(text, ["out"], { inputs: { x } });
      expect(ran.values).toEqual({ out: JSON.stringify(x) + typeof x });
    }
    for (const x of given) expect((await nb.run(text, ["out"], { inputs: { x } })).words["out"]).toBe("hit");
  });

  it("is equal in two nodes: one payload serves both", async () => {
    const text = "export const a = (x: number) => [x, 0];\nexport const b = (y: number) => [y, 0, ].concat();";
    const [first, second] = await nb.runTwice(text, ["a", "b"], { inputs: { x: 1, y: 1 } });
    expect(first.record.data[1]).toBe(first.record.data[3]);
    (first.values["a"] as number[]).push(5);
    expect(second.values).toEqual({ a: [1, 0], b: [1, 0] });
  });
});

describe("modules of a notebook's loader", () => {
  it("a run in flight keeps the module that its driver was built with", async () => {
    const loader = createLoader({ root: nb.folder });
    const load = async (n: number) =>
      (await loader.loadModule(`export function a() { return ${n}; }`, { name: "basics" })).namespace;
    const dr = nb.driver(await load(1));
    await load(2);
    expect(await dr.execute(["a"])).toEqual({ a: 1 });
    expect((await nb.run(await load(2), ["a"])).values).toEqual({ a: 2 });
    expect(await dr.execute(["a"])).toEqual({ a: 1 });
  });
});
