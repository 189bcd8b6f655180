import { describe, expect, it } from "vitest";
import { Builder } from "../../../src/index.ts";
import { type AnyDriver, type Asking, failedBy, notebook, ranBy, tallies } from "../../driver/notebook.ts";

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

describe("R20: cache({ lend })", () => {
  const lent = (lend: string, body = "return rows.sort()[0]!;") => `import { cache } from "cellar";
export function rows(): number[] { return [3, 1, 2]; }
export const least = cache({ lend: "${lend}" }, (rows: number[]): number => { globalThis.tally("least"); ${body} });
export function text(rows: number[], least: number): string { return rows.join() + least; }`;

  it('"copy" gives a copy at once: nothing executes twice, and nobody sees the change', async () => {
    const ran = await nb.run(lent("copy"), ["rows", "text"]);
    expect(ran.values).toEqual({ rows: [3, 1, 2], text: "3,1,21" });
    expect([ran.record.departed, count["least"]]).toEqual([[], 1]);
  });

  it('"check", as if nothing were said, looks at the value afterwards', async () => {
    const ran = await nb.run(lent("check"), ["text"]);
    expect([ran.values["text"], ran.record.departed.length, count["least"]]).toEqual(["3,1,21", 1, 2]);
  });

  it('"freeze" makes a change throw where it is made', async () => {
    const { error, words } = await failedBy(nb.driver(lent("freeze")), ["text"]);
    expect((error as Error).cause).toBeInstanceOf(TypeError);
    expect(words).toEqual({ rows: "executed", least: "failed", text: "skipped" });
    const deep = lent("freeze", "try { (rows as any).push(4); return 0; } catch { return rows.length; }");
    expect((await nb.run(deep, ["text"])).values).toEqual({ text: "3,1,23" });
  });

  it('"trust" never looks again, and is marked', async () => {
    const ran = await nb.run(lent("trust", "return rows.length;"), ["text"]);
    expect(ran.record.detail[1]?.marks).toEqual([
      'it is trusted not to change what it reads: cache({ lend: "trust" })',
    ]);
    // Whoever is lent the value next, and is looked at, finds out.
    const betrayed = await nb.run(lent("trust"), ["text"]);
    expect([betrayed.values["text"], count["least"]]).toEqual(["3,1,21", 2]);
    expect(betrayed.record.departed.map(({ reason }) => reason)).toEqual([
      "`rows` was changed by other code while `text` had it; it was executed again on a copy",
    ]);
  });

  it("is no part of the key, and an unknown word is an error with the nearest", async () => {
    await nb.run(lent("copy"), ["text"]);
    expect((await nb.run(lent("check"), ["text"])).words).toEqual({ rows: "hit", least: "hit", text: "hit" });
    expect(() => nb.driver(lent("trusts"))).toThrow(/lend.*is one of "check", "copy", "freeze", "trust".*trust/);
  });
});

describe("several nodes that have one value in hand", () => {
  const rows = "export function rows(x: number): number[] { return [3, 1, 2].map((v) => v * x); }";

  it.each([1, 2, 16])("one of them sorts it while the others wait for their turn, %s at once", async (concurrency) => {
    const readers = Array.from(
      { length: 30 },
      (_, i) => `export async function w${i}(rows: number[]) { return [rows[0], rows.length]; }`,
    );
    const text = [rows, "export function least(rows: number[]) { rows.sort(); return rows[0]; }", ...readers].join(
      "\n",
    );
    const names = ["least", ...readers.map((_, i) => `w${i}`)];
    const [first, second] = await nb.runTwice(text, names, { inputs: { x: 1 }, concurrency });
    expect(first.values).toEqual({ least: 1, ...Object.fromEntries(readers.map((_, i) => [`w${i}`, [3, 3]])) });
    expect([second.values, new Set(Object.values(second.words))]).toEqual([first.values, new Set(["given", "hit"])]);
  });

  it("two of them turn it round, so that it looks untouched in the end", async () => {
    const text = `${rows}
export async function last(rows: number[]) { await new Promise((go) => setTimeout(go, 5)); return rows.reverse()[0]; }
export function newest(rows: number[]) { return rows.reverse()[0]; }`;
    const [first, second] = await nb.runTwice(text, ["last", "newest"], { inputs: { x: 1 } });
    expect([first.values, second.values]).toEqual([
      { last: 2, newest: 2 },
      { last: 2, newest: 2 },
    ]);
    expect([second.words["last"], second.words["newest"]]).toEqual(["hit", "hit"]);
  });

  it("one of them fails because another changed it: it is tried once more on a copy", async () => {
    const text = `${rows}
export async function strict(rows: number[]) { await new Promise((go) => setTimeout(go, 5)); if (rows[0] !== 3) throw new Error("spoiled"); return "sound"; }
export function spoils(rows: number[]) { return rows.sort()[0]; }`;
    const [first, second] = await nb.runTwice(text, ["strict", "spoils"], { inputs: { x: 1 } });
    expect([first.values, second.words["strict"]]).toEqual([{ strict: "sound", spoils: 1 }, "hit"]);
  });

  it("only the one that changes it is told so, and remembered", async () => {
    const text = `export function a(): number[] { return [3, 1, 2]; }
export function same(a: number[]) { return a; }
export function sorts(same: number[]) { return same.sort()[0]; }
export function reads(a: number[], sorts: number) { return [a[0], sorts]; }`;
    const { values, record } = await nb.run(text, ["reads"]);
    expect(values).toEqual({ reads: [3, 1] });
    expect(record.departed.map((d) => d.reason)).toEqual([
      "`sorts` changed its input `same`; it was executed again on a copy",
      "`a` was changed by other code while `reads` had it; it was executed again on a copy",
    ]);
    const again = await nb.run(text.replace("[3, 1, 2]", "[6, 5, 4]"), ["reads"]);
    expect(again.values).toEqual({ reads: [6, 4] });
    expect(again.record.departed.map((d) => d.reason)).toEqual([]);
  });

  it("one object given as two inputs is two values", async () => {
    const list = [3, 1, 2];
    const text =
      "export function sorted(train: number[]) { return train.sort()[0]; }\nexport function first(test: number[], sorted: number) { return [test[0], sorted]; }";
    const ran = await nb.run(text, ["first"], { inputs: { train: list, test: list } });
    expect(ran.values).toEqual({ first: [3, 1] });
    const again = await nb.run(text, ["first"], { inputs: { train: [3, 1, 2], test: [3, 1, 2] } });
    expect([again.values, again.words["first"]]).toEqual([ran.values, "hit"]);
  });

  it("a value made of one that has no version, or that could not be stored, can be had once more", async () => {
    const text = `export function rows(load: () => number[]) { return load(); }
export function sorted(rows: number[]) { return rows.sort()[0]; }
export function report(rows: number[], sorted: number) { return [rows[0], sorted]; }`;
    for (let turn = 0; turn < 2; turn++) {
      const ran = await nb.run(text, ["report"], { inputs: { load: () => [3, 1, 2] } });
      expect([ran.values, ran.record.state]).toEqual([{ report: [3, 1] }, "done"]);
    }
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
