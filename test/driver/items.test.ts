// Is each item of a list computed and cached by itself? (R31)
import { describe, expect, it } from "vitest";
import { expectPlanKept, keptBy } from "../planKept.ts";
import { failedBy, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const text = (list: string, { collect = "{}", page = "url.length" } = {}): string => `
import { collect, parallelizable, type Each } from "cellar";
export const url = parallelizable((): string[] => ${list});
export function page(url: Each<string>): number { globalThis.tally("page " + url); return ${page}; }
export function twice(page: Each<number>, factor = 2): number { globalThis.tally("twice"); return page * factor; }
export const all = collect(${collect}, (twice: number[], page: number[]) => { globalThis.tally("all"); return { twice, page }; });
`;

/** Runs with a new driver and checks that its plan was kept. */
async function kept(cells: string, asking = {}, cache = {}, names: readonly string[] = ["all"]) {
  const ran = await keptBy(nb.driver(cells, cache), names, asking);
  const items = (node: string) => ran.record.detail[ran.record.graph.names.indexOf(node)]?.items;
  return { ...ran, items };
}

function counted(): Record<string, number> {
  const found = { ...count };
  for (const name of Object.keys(count)) delete count[name];
  return found;
}

describe("parallelizable(…) and collect(…)", () => {
  it("R31: the collecting node gets the items' values in order; the second run hits", async () => {
    const first = await kept(text(`["a", "bbb", "cc"]`));
    expect(first.values).toEqual({ all: { twice: [2, 6, 4], page: [1, 3, 2] } });
    expect(first.items("page")).toMatchObject({ total: 3, executed: 3, hit: 0, text: "3 items: 3 executed" });
    expect(counted()).toEqual({ "page a": 1, "page bbb": 1, "page cc": 1, twice: 3, all: 1 });
    const again = await kept(text(`["a", "bbb", "cc"]`));
    expect(again.values).toEqual(first.values);
    expect(again.words).toEqual({ url: "hit", factor: "not needed", page: "hit", twice: "hit", all: "hit" });
    expect(counted()).toEqual({});
  });

  it("R31: of a list with one more item, or another one, only that item executes", async () => {
    await kept(text(`["a", "bbb"]`));
    counted();
    const more = await kept(text(`["a", "bbb", "ccccc"]`));
    expect(more.values).toEqual({ all: { twice: [2, 6, 10], page: [1, 3, 5] } });
    expect(counted()).toEqual({ "page ccccc": 1, twice: 1, all: 1 });
    expect(more.items("page")).toMatchObject({ total: 3, executed: 1, hit: 2 });
    expect(more.why("all")).toContain("`page` changed: 1 of 3 items changed: #3 (2 items → 3)");
    const other = await kept(text(`["a", "dddd", "ccccc"]`));
    expect(other.values).toEqual({ all: { twice: [2, 8, 10], page: [1, 4, 5] } });
    expect(counted()).toEqual({ "page dddd": 1, twice: 1, all: 1 });
    expect(other.why("all")).toContain("`twice` changed: 1 of 3 items changed: #2");
  });

  it("another order executes only the collecting node, and equal items are computed once", async () => {
    await kept(text(`["a", "bbb"]`));
    counted();
    const turned = await kept(text(`["bbb", "a", "bbb"]`));
    expect(turned.values).toEqual({ all: { twice: [6, 2, 6], page: [3, 1, 3] } });
    expect(counted()).toEqual({ all: 1 });
    const back = await kept(text(`["b", "b", "b"]`));
    expect(back.values).toEqual({ all: { twice: [2, 2, 2], page: [1, 1, 1] } });
    // Another item with the same value as before: what reads it hits.
    expect(counted()).toEqual({ "page b": 1, all: 1 });
  });

  it("an empty list gives an empty array", async () => {
    for (const _ of [1, 2]) expect((await kept(text("[]"))).values).toEqual({ all: { twice: [], page: [] } });
    expect(counted()).toEqual({ all: 1 });
  });

  it("R31: one bad item fails only itself; next run tries it alone", async () => {
    const failing = text(`["a", "bbb", "cc"]`, { page: `globalThis.fetchPage(url)` });
    let bad = "bbb";
    (globalThis as Record<string, unknown>)["fetchPage"] = (url: string) => {
      if (url === bad) throw new RangeError(`no ${url}`);
      return url.length;
    };
    const { error, words, record } = await failedBy(nb.driver(failing), ["all"]);
    expect(String(error)).toContain("`page` failed: 1 of 3 items: #2; #2: RangeError: no bbb");
    expect((error as Error).cause).toBeInstanceOf(RangeError);
    expect(words).toMatchObject({ page: "failed", twice: "executed", all: "skipped" });
    const { error: told, items } = record.detail[record.graph.names.indexOf("page")]!;
    expect(told).toMatchObject({ name: "RangeError", message: "item #2: no bbb" });
    expect(told?.stack).toContain("RangeError: no bbb");
    expect(items?.text).toBe("3 items: 2 executed, 1 failed (#2)");
    expect(record.detail[record.graph.names.indexOf("all")]?.reason).toBe("`page` failed for 1 of 3 items: #2");
    counted();
    const twice = await failedBy(nb.driver(failing), ["all"]);
    expect(twice.words).toMatchObject({ page: "failed", all: "skipped" });
    expect(counted()).toEqual({ "page bbb": 1 });
    bad = "";
    const good = await kept(failing);
    expect(good.values).toEqual({ all: { twice: [2, 6, 4], page: [1, 3, 2] } });
    expect(counted()).toEqual({ "page bbb": 1, twice: 1, all: 1 });
  });

  it("a plan tells how many items hit where the list is known, and keeps its word", async () => {
    const cells = `import { collect, parallelizable } from "cellar";
export const item = parallelizable((list: number[]) => list);
export function plus(item: number): number { globalThis.tally("plus"); return item + 1; }
export const all = collect({}, (plus: number[]) => plus);
`;
    const dr = nb.driver(cells);
    await ranBy(dr, ["all"], { inputs: { list: [1, 2, 3] } });
    // The list is known, since it is given; its node is overridden.
    const overrides = { item: [3, 1, 7, 8, 7] };
    const plan = await dr.plan(["all"], { overrides });
    expect(plan.rows.find(({ name }) => name === "plus")).toMatchObject({
      what: "execute",
      items: { total: 5, hit: 3, execute: 2 },
    });
    expect(String(plan)).toContain("plus: execute, 3 of 5 items hit, 2 execute; ");
    counted();
    const ran = await ranBy(dr, ["all"], { overrides });
    expectPlanKept(plan, ran.record);
    expect([ran.values, counted()]).toEqual([{ all: [4, 2, 8, 9, 8] }, { plus: 2 }]);
    // The list hits and only the code of what reads it is another.
    const edited = nb.driver(cells.replace("item + 1", "item + 2"));
    const next = await edited.plan(["all"], { inputs: { list: [1, 2, 3] } });
    expect(next.rows.find(({ name }) => name === "plus")).toMatchObject({ items: { total: 3, hit: 0, execute: 3 } });
    expect(next.rows.find(({ name }) => name === "all")).toMatchObject({ what: "may execute", waitsFor: ["plus"] });
  });

  it("the stored values of an item node are an array, in the order of the list", async () => {
    const dr = nb.driver(text(`["a", "bbb", "cc", "a"]`));
    await dr.execute(["all"]);
    expect(await dr.cache.get("page")).toEqual([1, 3, 2, 1]);
    expect(await dr.cache.get("url")).toEqual(["a", "bbb", "cc", "a"]);
    expect(String(await dr.explain("page"))).toContain("never ran");
    expect(await dr.cache.viewRun().text()).toContain("4 items: 1 hit, 3 executed");
  });

  it("nodes that take something out of an item are computed per item too", async () => {
    const cells = `import { collect, extractFields, parallelizable } from "cellar";
export const item = parallelizable(() => [1, 2]);
export const stats = extractFields(["low", "high"], (item: number) => ({ low: item - 1, high: item + 1 }));
export const all = collect({}, (low: number[], high: number[]) => [low, high]);
`;
    const ran = await kept(cells);
    expect(ran.values).toEqual({
      all: [
        [0, 1],
        [2, 3],
      ],
    });
    expect((await kept(cells)).words["all"]).toBe("hit");
  });
});
