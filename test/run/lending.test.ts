import { describe, expect, it } from "vitest";
import { Builder } from "../../src/index.ts";
import { type AnyDriver, type Asking, notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

/** What the same text gives without a cache. */
function uncached(text: string, names: readonly string[], asking: Asking = {}) {
  const dr = new Builder().withModules(nb.cell(text)).build() as unknown as AnyDriver;
  return dr.execute(names, asking);
}

describe("a node that changes what it was given", () => {
  it.each([
    ["sorts an array", "[3, 1, 2]", "a.sort(); return a[0];", "a.join()"],
    ["writes to an object", "({ n: 1, list: [1] })", "a.list.push(2); return a.list.length;", "a.list.length"],
    ["writes to a typed array", "new Float64Array([3, 1, 2])", "a.sort(); return a[0];", "a.join()"],
    ["writes to a Map", "new Map([['k', 1]])", "a.set('k', 2); return a.get('k');", "a.get('k')"],
    ["moves a Date", "new Date(5)", "a.setTime(7); return a.getTime();", "a.getTime()"],
    ["writes deep inside", "[{ b: { c: [1] } }]", "a[0].b.c[0] = 9; return a[0].b.c[0];", "a[0].b.c[0]"],
  ])(
    "%s: its result is right, other borrowers and the caller get the value unspoiled",
    async (_what, make, write, look) => {
      const text = `export function a(): any { return ${make}; }
export function first(a: any) { return ${look}; }
export function spoils(a: any, first: any) { ${write} }
export function last(a: any, spoils: any) { return ${look}; }`;
      const [ran, again] = await nb.runTwice(text, ["a", "first", "spoils", "last"]);
      const fresh = (await uncached(`export const a = (): any => (${make});`, ["a"]))["a"];
      expect(ran.values["a"]).toEqual(fresh);
      expect(ran.values["last"]).toEqual(ran.values["first"]);
      expect(ran.values["spoils"]).toEqual(
        (await uncached(`export function spoils() { const a: any = ${make}; ${write} }`, ["spoils"]))["spoils"],
      );
      expect(ran.record.departed.map((d) => d.reason)).toEqual([
        "`spoils` changed its input `a`; it was executed again on a copy",
      ]);
      expect([again.values, Object.values(again.words)]).toEqual([ran.values, ["hit", "hit", "hit", "hit"]]);
    },
  );

  const sorting = `export function a() { (globalThis as any).tally("a"); return [3, 1, 2]; }
export function sorted(a: number[], by: number) { (globalThis as any).tally("sorted"); return a.sort().map((x) => x * by); }`;

  it("executes twice the first time; from then on it gets a copy of its own at once, also in a new driver", async () => {
    const first = await nb.run(sorting, ["sorted"], { inputs: { by: 1 } });
    expect([first.values, count["sorted"]]).toEqual([{ sorted: [1, 2, 3] }, 2]);
    const second = await nb.run(sorting, ["sorted", "a"], { inputs: { by: 2 } });
    expect([second.values, count["sorted"], second.record.departed]).toEqual([
      { sorted: [2, 4, 6], a: [3, 1, 2] },
      3,
      [],
    ]);
  });

  it("changes a stored value that it was lent: the caller gets what was stored", async () => {
    await nb.run(sorting, ["a"]);
    const [first, second] = await nb.runTwice(sorting, ["a", "sorted"], { inputs: { by: 1 } });
    expect([first.values, first.words["a"]]).toEqual([{ a: [3, 1, 2], sorted: [1, 2, 3] }, "hit"]);
    expect([second.values, second.words["sorted"]]).toEqual([first.values, "hit"]);
  });

  it("changes an input of the caller: others get it as it was given, and the key is of what was given", async () => {
    const text =
      "export function sorted(list: number[]) { return list.sort()[0]; }\nexport function after(sorted: number, list: number[]) { return list.join(); }";
    const [first, second] = [
      await nb.run(text, ["after"], { inputs: { list: [3, 1, 2] } }),
      await nb.run(text, ["after"], { inputs: { list: [3, 1, 2] } }),
    ];
    expect(first.values).toEqual({ after: "3,1,2" });
    expect([second.values, second.words]).toEqual([first.values, { list: "given", sorted: "hit", after: "hit" }]);
    expect((await nb.run(text, ["after"], { inputs: { list: [1, 2, 3] } })).values).toEqual({ after: "1,2,3" });
  });

  it("changes two of its inputs", async () => {
    const text =
      "export const a = () => [1];\nexport const b = () => [2];\nexport function both(a: number[], b: number[]) { a.push(9); b.push(9); return a.length + b.length; }\nexport const after = (both: number, a: number[], b: number[]) => both + a.length + b.length;";
    const [first, second] = await nb.runTwice(text, ["after"]);
    expect([first.values, second.values, second.words["after"]]).toEqual([{ after: 6 }, { after: 6 }, "hit"]);
  });

  it("changes its input while another awaits with it in hand: both results are right", async () => {
    const text = `export function a() { return [1]; }
export async function slow(a: number[]) { await (globalThis as any).spoilt; return a.length; }
export function spoils(a: number[]) { a.push(2); (globalThis as any).spoil(); return a.length; }`;
    const world = globalThis as { spoilt?: Promise<void>; spoil?: () => void };
    world.spoilt = new Promise((resolve) => {
      world.spoil = resolve;
    });
    const [first, second] = await nb.runTwice(text, ["slow", "spoils", "a"]);
    expect(first.values).toEqual({ slow: 1, spoils: 2, a: [1] });
    expect([second.values, second.words]).toEqual([first.values, { a: "hit", slow: "hit", spoils: "hit" }]);
  });

  it("changes a value that cannot be stored: it is as it would be uncached", async () => {
    const text =
      "export function a() { return { list: [1], call() {} }; }\nexport function spoils(a: { list: number[] }) { a.list.push(2); return a.list.length; }";
    expect((await nb.run(text, ["spoils"])).values).toEqual({ spoils: 2 });
    expect((await nb.run(text, ["spoils"])).values).toEqual({ spoils: 2 });
  });
});

describe("a value that is another node's value too", () => {
  it("a node that returns its input shares no harm with it", async () => {
    const text = `export function a() { return [3, 1, 2]; }
export function same(a: number[]) { return a; }
export function spoils(same: number[]) { return same.sort()[0]; }
export function after(a: number[], same: number[], spoils: number) { return [a.join(), same.join(), spoils]; }`;
    const expected = { a: [3, 1, 2], same: [3, 1, 2], after: ["3,1,2", "3,1,2", 1] };
    const [first, second] = await nb.runTwice(text, ["a", "same", "after"]);
    expect(first.values).toEqual(expected);
    expect([second.values, second.words["after"]]).toEqual([expected, "hit"]);
  });

  it("also where the input is a hit that the caller asked for", async () => {
    const a = "export function a() { return [3, 1, 2]; }";
    await nb.run(a, ["a"]);
    const text = `${a}\nexport function same(a: number[]) { return { a }; }\nexport function spoils(same: { a: number[] }) { return same.a.sort()[0]; }`;
    const [first, second] = await nb.runTwice(text, ["a", "spoils", "same"]);
    expect([first.values, first.words["a"]]).toEqual([{ a: [3, 1, 2], spoils: 1, same: { a: [3, 1, 2] } }, "hit"]);
    expect([second.values, second.words["spoils"]]).toEqual([first.values, "hit"]);
  });

  it("also where the input is the caller's", async () => {
    const text =
      "export function same(list: number[]) { return list; }\nexport function spoils(same: number[]) { return same.sort()[0]; }\nexport function after(spoils: number, list: number[]) { return list.join(); }";
    for (const word of ["executed", "hit"]) {
      const ran = await nb.run(text, ["after", "same"], { inputs: { list: [3, 1, 2] } });
      expect([ran.values, ran.words["after"]]).toEqual([{ after: "3,1,2", same: [3, 1, 2] }, word]);
    }
  });

  it("also where two nodes are one computation", async () => {
    const text =
      "export const one = () => [3, 1, 2];\nexport const two = () => [3, 1, 2];\nexport function spoils(one: number[]) { return one.sort()[0]; }";
    const [first, second] = await nb.runTwice(text, ["one", "two", "spoils"]);
    expect(first.values).toEqual({ one: [3, 1, 2], two: [3, 1, 2], spoils: 1 });
    expect([second.values, second.words["spoils"]]).toEqual([first.values, "hit"]);
  });

  it("a value asked for twice is the same value; what the caller does to it reaches no later run", async () => {
    const dr = nb.driver("export function a() { return [1]; }");
    const { values } = await ranBy(dr, ["a", "a"]);
    (values["a"] as number[]).push(2);
    expect((await ranBy(dr, ["a"])).values).toEqual({ a: [1] });
    expect((await ranBy(dr, ["a"])).words).toEqual({ a: "hit" });
  });
});

describe("an input that the caller changes while the run is under way", () => {
  const text =
    "export async function first(x: number) { await (globalThis as any).changed; return x; }\nexport function total(first: number, list: number[]) { return list.length + first; }";
  const world = globalThis as { changed?: Promise<void> };

  it("never files a result under the key of what was given: the run says so", async () => {
    const list = [1];
    const dr = nb.driver(text);
    let change!: () => void;
    world.changed = new Promise((resolve) => {
      change = resolve;
    });
    const running = ranBy(dr, ["total"], { inputs: { x: 1, list } });
    list.push(2);
    await dr.plan(["total"], { inputs: { x: 1, list: [1] } });
    list.push(3);
    change();
    await expect(running).rejects.toThrow("The input `list` was changed while the run was under way");
    const [first, second] = await nb.runTwice(text, ["total"], { inputs: { x: 1, list: [1] } });
    expect([first.values, first.words["total"], second.words["total"]]).toEqual([{ total: 2 }, "executed", "hit"]);
  });
});
