// What holds for the items of a list beside their keys: failures, loss, limits, what is refused.
import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Builder, isItemFailure, memoryMetadata, memoryResults } from "../../src/index.ts";
import { promised } from "../contract/promised.ts";
import { keptBy } from "../planKept.ts";
import { type AnyDriver, failedBy, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();
const world = globalThis as Record<string, unknown>;

function counted(): Record<string, number> {
  const found = { ...count };
  for (const name of Object.keys(count)) delete count[name];
  return found;
}

const LIST = `
import { cache, collect, parallelizable, isItemFailure } from "cellar";
export const item = parallelizable((list: unknown[]) => list);
`;
const plus = `export function plus(item: number): number { globalThis.tally("plus"); if (item < 0) throw new RangeError("below " + item); return item + 1; }
`;
const sum = `export const sum = collect({}, (plus: number[]) => plus.reduce((a, b) => a + b, 0));
`;
const given = (list: unknown) => ({ inputs: { list } });

async function kept(cells: string, names: readonly string[], asking = {}, cache = {}) {
  const ran = await keptBy(nb.driver(cells, cache), names, asking);
  const items = (node: string) => ran.record.detail[ran.record.graph.names.indexOf(node)]?.items;
  return { ...ran, items };
}

describe("failed items", () => {
  const partial = `export const good = collect({ partial: true }, (plus: unknown[]) => plus.map((p) => (isItemFailure(p) ? p.message : p)));
`;

  it("R31: with partial: true the node runs on markers, hits while the same items fail, and not once they are well", async () => {
    for (const letter of ["executed", "hit"]) {
      const dr = nb.driver(LIST + plus + partial);
      const ran = await ranBy(dr, ["good"], given([1, -5, 3]));
      expect(ran.values).toEqual({ good: [2, "below -5", 4] });
      expect(ran.words).toMatchObject({ plus: "failed", good: letter });
      expect(ran.record.state).toBe("done");
    }
    expect(counted()).toEqual({ plus: 4 });
    const well = await kept(LIST + plus + partial, ["good"], given([1, 5, 3]));
    expect(well.values).toEqual({ good: [2, 6, 4] });
    expect(well.words).toMatchObject({ good: "executed" });
  });

  it("what ran on markers is no result for the same function without partial", async () => {
    await nb.run(LIST + plus + partial, ["good"], given([1, -5]));
    const whole = partial.replace("{ partial: true }", "{}");
    const { words, error } = await failedBy(nb.driver(LIST + plus + whole), ["good"], given([1, -5]));
    expect(words).toMatchObject({ plus: "failed", good: "skipped" });
    expect(String(error)).toContain("`plus` failed: 1 of 2 items: #2; #2: RangeError: below -5");
  });

  it("items that fail in several nodes are told by each", async () => {
    const cells = `${LIST}${plus}export function half(plus: number): number { if (plus === 2) throw new Error("no half"); return plus / 2; }
export const all = collect({}, (half: number[]) => half);
`;
    const { error, record } = await failedBy(nb.driver(cells), ["all"], given([3, -1, 1, 5]));
    expect(String(error)).toContain("`plus` failed: 1 of 4 items: #2; #2: RangeError: below -1; in `half`: #3");
    expect(record.detail[record.graph.names.indexOf("all")]?.reason).toBe(
      "`plus` failed for 1 of 4 items: #2; in `half`: #3",
    );
    const dr = new Builder().withModules(nb.cell(cells)).build() as unknown as AnyDriver;
    await expect(dr.execute(["all"], given([3, -1, 1, 5]))).rejects.toThrow("#2: RangeError: below -1; in `half`: #3");
  });

  it('onError: "stop" ends the run with the first item that fails', async () => {
    const { error, record } = await failedBy(nb.driver(LIST + plus + sum), ["sum"], {
      ...given([-1, ...Array.from({ length: 100 }, (_, i) => i)]),
      onError: "stop",
      concurrency: 1,
    } as never);
    expect(String(error)).toContain("`plus` failed: RangeError: below -1");
    expect(record.state).toBe("failed");
    expect(counted()["plus"]).toBe(1);
  });

  it("tells the marker of a failed item from a value", () => {
    expect(isItemFailure({ itemFailed: true, node: "plus", name: "Error", message: "no" })).toBe(true);
    expect([null, 1, [], { message: "no" }].map(isItemFailure)).toEqual([false, false, false, false]);
  });
});

describe("lists", () => {
  it.each([
    ["an array", "[1, 2]"],
    ["a promise of one", "Promise.resolve([1, 2])"],
    ["a set", "new Set([1, 2])"],
    ["an iterator", "[1, 2].values()"],
  ])("can be %s", async (_, list) => {
    const cells = `import { collect, parallelizable } from "cellar";
export const item = parallelizable(() => ${list});
${plus}${sum}`;
    for (const word of ["executed", "hit"]) {
      const ran = await kept(cells, ["sum"]);
      expect([ran.values, ran.words["sum"]]).toEqual([{ sum: 5 }, word]);
    }
  });

  it.each(["function*", "async function*"])("can be yielded by %s", async (kind) => {
    const cells = `import { collect, parallelizable } from "cellar";
export const item = parallelizable(${kind} () { yield 1; yield 2; });
${plus}${sum}`;
    for (const word of ["executed", "hit"]) {
      const ran = await kept(cells, ["sum"]);
      expect([ran.values, ran.words["sum"]]).toEqual([{ sum: 5 }, word]);
    }
  });

  it("can be given in the place of the node; what is no list is refused", async () => {
    const dr = nb.driver(LIST + plus + sum);
    expect(await dr.execute(["sum"], { overrides: { item: [4, 5] } })).toEqual({ sum: 11 });
    await expect(dr.execute(["sum"], { overrides: { item: 4 } })).rejects.toThrow("`item` is not a list");
    await expect(dr.execute(["sum"], { overrides: { plus: [4] } })).rejects.toThrow("Override `item` by a list");
    await expect(dr.execute(["sum"], given(7))).rejects.toThrow("parallelizable() takes a list");
    await expect(dr.execute(["sum"], given("text"))).rejects.toThrow("parallelizable() takes a list");
  });

  it("R17: items that cannot be versioned execute each time, the others hit", async () => {
    const cells = `${LIST}export const open = parallelizable(() => [1, () => 2, 3]);
export function value(open: unknown): number { globalThis.tally("value"); return typeof open === "function" ? open() : (open as number); }
export function more(value: number): number { globalThis.tally("more"); return value + 1; }
export const all = collect({}, (more: number[]) => { globalThis.tally("all"); return more; });
`;
    for (const expected of [{ value: 3, more: 3, all: 1 }, { value: 1 }]) {
      const ran = await kept(cells, ["all"]);
      expect(ran.values).toEqual({ all: [2, 3, 4] });
      expect(counted()).toEqual(expected);
    }
  });

  it("R17: an item whose value cannot be versioned is computed anew each time, with what reads it", async () => {
    const cells = `${LIST}export function made(item: number): unknown { globalThis.tally("made"); return item === 2 ? () => item : item; }
export function used(made: unknown): number { globalThis.tally("used"); return typeof made === "function" ? made() : (made as number); }
export const all = collect({}, (used: number[]) => { globalThis.tally("all"); return used; });
`;
    for (const expected of [
      { made: 3, used: 3, all: 1 },
      { made: 1, used: 1 },
    ]) {
      const ran = await kept(cells, ["all"], given([1, 2, 3]));
      expect(ran.values).toEqual({ all: [1, 2, 3] });
      expect(counted()).toEqual(expected);
    }
  });
});

describe("behaviors of item nodes", () => {
  it("recompute executes every item, disable stores none, defaultBehavior too", async () => {
    await kept(LIST + plus + sum, ["sum"], given([1, 2]));
    counted();
    await kept(LIST + plus + sum, ["sum"], given([1, 2]), { recompute: ["plus"] });
    expect(counted()).toEqual({ plus: 2 });
    for (const _ of [1, 2]) {
      const ran = await kept(LIST + plus + sum, ["sum"], given([1, 2]), { disable: ["plus"] });
      expect(ran.values).toEqual({ sum: 5 });
      expect(["executed", "unchanged"]).toContain(ran.words["sum"]);
      expect(counted()).toEqual({ plus: 2 });
    }
    await kept(LIST + plus + sum, ["sum"], given([8, 9]), { defaultBehavior: "disable" });
    const after = await kept(LIST + plus + sum, ["sum"], given([8, 9]));
    expect(after.values).toEqual({ sum: 19 });
    expect(counted()).toEqual({ plus: 4 });
  });

  it("ignore is refused when the driver is built", () => {
    for (const name of ["item", "plus"])
      expect(() => nb.driver(LIST + plus + sum, { ignore: [name] })).toThrow(`\`${name}\` has one value per item`);
    expect(nb.driver(LIST + plus + sum, { ignore: ["sum"] })).toBeDefined();
  });

  it("R4: equal items share a computation, but not a random draw, whatever their place", async () => {
    const cells = `${LIST}export function draw(item: number): number { globalThis.tally("draw"); return Math.random(); }
export const all = collect({}, (draw: number[]) => draw);
`;
    const { values } = await kept(cells, ["all"], given([1, 1, 2]));
    const [a, b, c] = values["all"] as number[];
    expect(new Set([a, b, c]).size).toBe(3);
    expect(counted()).toEqual({ draw: 3 });
    const turned = await kept(cells, ["all"], given([2, 1, 1]));
    expect(turned.values).toEqual({ all: [c, a, b] });
    expect(counted()).toEqual({});
  });

  it("R30: ttlMs is the age of each item", async () => {
    const cells = `${LIST}export const stale = cache({ ttlMs: 3_600_000 }, (item: number): number => { globalThis.tally("stale"); return item; });
export const all = collect({}, (stale: number[]) => stale);
`;
    await kept(cells, ["all"], given([1, 2]));
    const again = await kept(cells, ["all"], given([1, 2, 3]));
    expect(again.values).toEqual({ all: [1, 2, 3] });
    expect(counted()).toEqual({ stale: 3 });
  });

  it("R19: a format is for the items", async () => {
    const cells = `${LIST}export const row = cache({ format: "json" }, (item: number) => ({ item }));
export const all = collect({}, (row: object[]) => row);
`;
    for (const _ of [1, 2]) {
      const ran = await kept(cells, ["all"], given([1, 2]));
      expect([ran.values, ran.record.warnings]).toEqual([{ all: [{ item: 1 }, { item: 2 }] }, undefined]);
    }
  });
});

describe("values of items", () => {
  it("R20: a body that changes its item or another input harms nobody", async () => {
    const cells = `${LIST}export const box = parallelizable(() => [[3, 1], [2, 1]]);
export const extra = (): number[] => [9];
export function sorted(box: number[], extra: number[]): number[] { box.sort(); extra.push(1); return [...box, extra.length]; }
export function first(box: number[]): number { return box[0]!; }
export const all = collect({}, (sorted: number[][], first: number[], box: number[][], extra: number[]) => ({ sorted, first, box, extra }));
`;
    const ran = await nb.run(cells, ["all"], { concurrency: 1 });
    expect(ran.values).toEqual({
      all: {
        sorted: [
          [1, 3, 2],
          [1, 2, 2],
        ],
        first: [3, 2],
        box: [
          [3, 1],
          [2, 1],
        ],
        extra: [9],
      },
    });
    expect((await nb.run(cells, ["all"])).words["all"]).toBe("hit");
  });

  it("an item whose bytes are lost executes again, alone, when it is read", async () => {
    const text = "x".repeat(40_000); // a file of its own
    const cells = `${LIST}export function long(item: number): string { globalThis.tally("long"); return item + "${text}"; }
export const all = collect({}, (long: string[], extra = 0) => long.map((l) => l.length + extra));
`;
    await kept(cells, ["all"], given([1, 22, 3]));
    counted();
    await nb.close();
    const files = readdirSync(nb.cache, { withFileTypes: true, recursive: true }).filter(
      (entry) => entry.isFile() && statSync(path.join(entry.parentPath, entry.name)).size >= 40_000,
    );
    const [value] = files.filter(({ name }) => /^[0-9a-f]{16,}/.test(name));
    rmSync(path.join(value!.parentPath, value!.name));
    const ran = await nb.run(cells, ["all"], { inputs: { list: [1, 22, 3], extra: 1 } });
    expect(ran.values).toEqual({ all: [40002, 40003, 40002] });
    expect(counted()).toEqual({ long: 1 });
    const again = await kept(cells, ["all"], { inputs: { list: [1, 22, 3], extra: 2 } });
    expect([again.values, counted()]).toEqual([{ all: [40003, 40004, 40003] }, {}]);
  });

  it("verify() executes the items again and finds those that are different", async () => {
    world["shift"] = 0;
    const cells = `${LIST}export function moved(item: number): number { return item + globalThis.shift; }
export const all = collect({}, (moved: number[]) => moved);
`;
    const dr = nb.driver(cells);
    await dr.execute(["all"], given([1, 2]));
    expect(await dr.verify()).toMatchObject({ different: [], failed: [], unread: [] });
    world["shift"] = 1;
    const { different } = await dr.verify();
    expect(different.map(({ node }) => node)).toContain("moved");
    const told = await dr.explain("moved");
    expect(String(told)).toContain("moved");
  });
});

describe("limits", () => {
  it("items and other nodes share the limit of a run", async () => {
    let running = 0;
    let most = 0;
    world["work"] = async (value: unknown) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      running--;
      return value;
    };
    const cells = `${LIST}export const other = parallelizable(() => [7, 8, 9]);
export async function one(item: number) { return globalThis.work(item); }
export async function two(other: number) { return globalThis.work(other); }
export async function beside() { return globalThis.work(1); }
export const all = collect({}, (one: number[], two: number[], beside: number) => [one.length, two.length, beside]);
`;
    for (const concurrency of [1, 3]) {
      most = 0;
      const list = Array.from({ length: 20 }, (_, i) => i + concurrency * 100);
      const ran = await nb.run(cells, ["all"], { inputs: { list }, concurrency, recompute: true });
      expect(ran.values).toEqual({ all: [20, 3, 1] });
      expect(most).toBe(concurrency);
    }
  });

  it("10,000 items: one more executes one", async () => {
    const list = Array.from({ length: 10_000 }, (_, i) => i);
    await kept(LIST + plus + sum, ["sum"], given(list));
    counted();
    const more = await kept(LIST + plus + sum, ["sum"], given([...list, 10_000]));
    expect(more.values).toEqual({ sum: 50_015_001 });
    expect(counted()).toEqual({ plus: 1 });
    expect(more.items("plus")?.text).toBe("10001 items: 10000 hit, 1 executed");
    expect(JSON.stringify(more.record).length).toBeLessThan(10_000);
  });

  it("an interrupted run keeps the items that had finished", async () => {
    const stop = new AbortController();
    world["step"] = async (item: number) => {
      if (item === 3) stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return item;
    };
    const cells = `${LIST}export async function step(item: number) { globalThis.tally("step"); return globalThis.step(item); }
export const all = collect({}, (step: number[]) => step);
`;
    const list = Array.from({ length: 10 }, (_, i) => i);
    const asking = { ...given(list), signal: stop.signal, concurrency: 1 };
    const { error } = await failedBy(nb.driver(cells), ["all"], asking as never);
    expect(String(error)).toContain("interrupted");
    const before = counted()["step"]!;
    expect(before).toBeLessThan(6);
    const ran = await nb.run(cells, ["all"], given(list));
    expect(ran.values).toEqual({ all: list });
    expect(counted()["step"]).toBeLessThanOrEqual(10 - before + 1);
  });
});

describe("without a cache", () => {
  const plain = (cells: string): AnyDriver => new Builder().withModules(nb.cell(cells)).build() as unknown as AnyDriver;

  it("items are computed all the same; failed ones are told", async () => {
    const dr = plain(LIST + plus + sum);
    expect(await dr.execute(["sum"], given([1, 2, 3]))).toEqual({ sum: 9 });
    await expect(dr.execute(["sum"], given([1, -2, -3]))).rejects.toThrow(
      "`plus` failed: 2 of 3 items: #2, #3; #2: RangeError: below -2",
    );
    const partial = `export const good = collect({ partial: true }, (plus: unknown[]) => plus.map(isItemFailure));\n`;
    expect(await plain(LIST + plus + partial).execute(["good"], given([1, -2]))).toEqual({ good: [false, true] });
  });
});

describe("what is refused", () => {
  const refused = (cells: string) => expect(() => nb.driver(LIST + cells));

  it("a list within a list, lists that cross, and nothing to collect", () => {
    refused("export const inner = parallelizable((item: number) => [item]);\n").toThrow(
      "parallelizable() reads `item`, which has one value per item of `item`: a list within a list",
    );
    refused(
      "export const other = parallelizable(() => [1]);\nexport function both(item: number, other: number) { return item + other; }\n",
    ).toThrow("reads an item of `item` (`item`) and one of `other` (`other`)");
    refused("export const none = collect({}, (list: number[]) => list);\n").toThrow("collect() has nothing to collect");
  });

  it("options that are none, and items that are asked for", async () => {
    refused("export const all = collect({ partail: true }, (item: number[]) => item);\n").toThrow(
      "collect() has no option `partail`. Did you mean `partial`?",
    );
    refused("export const all = collect((item: number[]) => item);\n").toThrow("collect() takes its options first");
    refused("export const more = parallelizable({}, () => [1]);\n").toThrow(
      "parallelizable() takes the function alone",
    );
    const dr = nb.driver(LIST + plus + sum);
    for (const name of ["item", "plus"])
      await expect(dr.execute([name], given([1]))).rejects.toThrow(`\`${name}\` has one value per item of \`item\``);
    const { ok, problems } = dr.validateExecution(["plus"], given([1]));
    expect([ok, problems.map(({ code, name }) => `${code} ${name}`)]).toEqual([false, ["bad-option plus"]]);
  });
});

describe("stores", () => {
  const list = Array.from({ length: 30 }, (_, i) => i);

  it("in memory, and such as answer by promises, give the same", async () => {
    for (const isPromised of [false, true]) {
      const [metadataStore, resultStore] = [memoryMetadata(), memoryResults()];
      const cache = isPromised
        ? { metadataStore: promised(metadataStore), resultStore: promised(resultStore) }
        : { metadataStore, resultStore };
      for (const [given_, expected] of [
        [list, { plus: 30 }],
        [[...list, 77], { plus: 1 }],
      ] as const) {
        const ran = await kept(LIST + plus + sum, ["sum"], given(given_), cache);
        expect(ran.values).toEqual({ sum: given_.reduce((a, b) => a + b + 1, 0) });
        expect(counted()).toEqual(expected);
      }
    }
  });

  it("R35: a result store that cannot be written to costs a warning and an execution, no value", async () => {
    const broken = { ...memoryResults(), put: () => Promise.reject(new Error("disk full")) };
    const cache = { metadataStore: memoryMetadata(), resultStore: broken };
    for (const _ of [1, 2]) {
      const ran = await nb.run(LIST + plus + sum, ["sum"], { ...given([1, 2, 3]), cache } as never);
      expect(ran.values).toEqual({ sum: 9 });
      expect(ran.record.warnings?.join()).toContain("disk full");
      expect(counted()).toEqual({ plus: 3 });
    }
  });

  it("R35: a result store that cannot be read from executes each item once more, not once per loss", async () => {
    let isBroken = false;
    const results = memoryResults();
    const get: typeof results.get = (digests) => {
      if (isBroken) throw new Error("no such disk");
      return results.get(digests);
    };
    const cache = { metadataStore: memoryMetadata(), resultStore: { ...results, get } };
    const cells = `${LIST}${plus}export function more(plus: number, by = 0): number { globalThis.tally("more"); return plus + by; }
export const all = collect({}, (more: number[], plus: number[]) => [more, plus]);
`;
    await nb.run(cells, ["all"], { ...given([1, 2, 3, 4]), cache } as never);
    counted();
    isBroken = true;
    const ran = await nb.run(cells, ["all"], { inputs: { list: [1, 2, 3, 4], by: 1 }, cache } as never);
    expect(ran.values).toEqual({
      all: [
        [3, 4, 5, 6],
        [2, 3, 4, 5],
      ],
    });
    expect(ran.record.warnings?.join()).toContain("no such disk");
    expect(counted()).toEqual({ plus: 4, more: 4 });
  });

  it("a lost item whose node gives another value now: what reads the list is decided again", async () => {
    world["turn"] = 1;
    const cells = `${LIST}export function made(item: number): { n: number; pad: string } { globalThis.tally("made"); return { n: item + globalThis.turn, pad: "${"p".repeat(40_000)}" + item }; }
export function next(made: { n: number }): number { globalThis.tally("next"); return made.n * 2; }
export const all = collect({}, (made: { n: number }[], next: number[], by = 0) => [made.map((m) => m.n), next, by]);
`;
    await nb.run(cells, ["all"], given([1, 2]));
    counted();
    await nb.close();
    const [value] = readdirSync(nb.cache, { withFileTypes: true, recursive: true }).filter(
      (entry) => entry.isFile() && /^[0-9a-f]{16,}/.test(entry.name),
    );
    rmSync(path.join(value!.parentPath, value!.name));
    world["turn"] = 100;
    const ran = await nb.run(cells, ["all"], { inputs: { list: [1, 2], by: 1 } });
    const [made, next] = (ran.values["all"] as number[][])!;
    expect(made!.map((n) => n * 2)).toEqual(next);
    expect(made!.filter((n) => n > 100)).toHaveLength(1);
    expect(counted()).toEqual({ made: 1, next: 1 });
  });
});
