// Is a module a part of a dataflow, as often as it is used, with its results shared wherever they are the same?
import { describe, expect, it } from "vitest";
import { Builder, createLoader, isCellarError, workersExecutor } from "../../src/index.ts";
import { expectPlanKept, keptBy } from "../planKept.ts";
import { type AnyDriver, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const SALES = `
import { extractFields, oneOf, when } from "cellar";
const tally = (name: string): void => (globalThis as any).tally(name);
export function kept(rows: number[], least: number): number[] { tally("kept"); return rows.filter((row) => row >= least); }
export const stats = extractFields(["sum", "most"], (kept: number[]) => { tally("stats"); return { sum: kept.reduce((a, b) => a + b, 0), most: Math.max(...kept) }; });
export const total = oneOf(
  when({ mode: "rounded" }, (sum: number, rate: number): number => { tally("rounded"); return Math.round(sum * rate); }),
  (sum: number, rate: number): number => { tally("total"); return sum * rate; },
);
`;
const HEAD = `import { cache, source, subdag, tag } from "cellar";
import * as sales from "./sales";
`;
const MAIN = `${HEAD}
export const northRows = (): number[] => [1, 5, 9];
export const north = subdag({ modules: [sales], inputs: { rows: source("northRows"), least: 3 } }, (total: number, most: number): number[] => [total, most]);
export const south = subdag({ modules: [sales], inputs: { rows: source("southRows"), least: 3 }, config: { mode: "rounded" } }, (total: number) => total);
export const both = (north: number[], south: number): number => north[0]! + south;
`;
const inputs = { southRows: [2.2, 4.4], rate: 2 };

function driver(text = MAIN, config: object = {}): AnyDriver {
  return new Builder()
    .withModules(nb.cell(text))
    .withConfig(config as never)
    .withCache({ path: nb.cache })
    .build() as unknown as AnyDriver;
}

async function refused(text: string): Promise<Error> {
  const error = await Promise.resolve()
    .then(() => driver(text))
    .catch((thrown: unknown) => thrown);
  expect(isCellarError(error)).toBe(true);
  return error as Error;
}

describe("subdag", () => {
  it("has a module's nodes below its own name, tied to what it says, else to each other, else to the dataflow around", async () => {
    nb.write("sales.ts", SALES);
    const dr = driver();
    expect(dr.nodes.map(({ name }) => name).sort()).toEqual(
      [
        ...["both", "north", "north.kept", "north.most", "north.stats", "north.sum", "north.total", "northRows"],
        ...["rate", "south", "south.kept", "south.most", "south.stats", "south.sum", "south.total", "southRows"],
      ].sort(),
    );
    expect(dr.whatIsUpstreamOf("north.total").map(({ name }) => name)).toEqual([
      "northRows",
      "north.kept",
      "north.stats",
      "north.sum",
      "rate",
      "north.total",
    ]);
    const plan = await dr.plan(["both"], { inputs });
    const ran = await ranBy(dr, ["both", "north.kept", "south.total"], { inputs });
    expectPlanKept(plan, (await ranBy(dr, ["both"], { inputs, recompute: true })).record);
    expect(ran.values).toEqual({ both: 37, "north.kept": [5, 9], "south.total": 9 });
    expect(await dr.execute(["north", "south"], { inputs })).toEqual({ north: [28, 9], south: 9 });
  });

  it("hits in a new process; an edit of the used module executes what it concerns, in each use, and says why", async () => {
    nb.write("sales.ts", SALES);
    await driver().execute(["both"], { inputs });
    const again = await ranBy(driver(), ["both"], { inputs });
    expect(new Set(Object.values(again.words))).toEqual(new Set(["given", "hit"]));
    nb.write("sales.ts", SALES.replace("row >= least", "row > least"));
    const edited = await ranBy(driver(), ["both"], { inputs });
    expect([edited.words["north.kept"], edited.words["south.kept"], edited.words["north.stats"]]).toEqual([
      "unchanged",
      "unchanged",
      "hit",
    ]);
    expect(edited.why("north.kept")[0]).toContain("code");
  });

  it("loads no module to plan, nor to hit", async () => {
    nb.write("sales.ts", `${SALES}\n(globalThis as any).tally("loaded");`);
    const cell = nb.cell(MAIN);
    const dr = new Builder().withModules(cell).withCache({ path: nb.cache }).build() as unknown as AnyDriver;
    await dr.plan(["both"], { inputs });
    expect(count["loaded"]).toBeUndefined();
    await dr.execute(["both"], { inputs });
    const { loaded, ...called } = count;
    const again = await ranBy(driver(), ["both"], { inputs });
    expect([again.words["north.total"], count]).toEqual(["hit", { loaded, ...called }]);
  });

  it("R1, R2: uses with equal inputs, and the module by itself, are one computation", async () => {
    nb.write("sales.ts", SALES);
    const text = `${HEAD}export const a = subdag({ modules: [sales], inputs: { rows: [4, 6], least: 1, rate: 3 } }, (total: number) => total);
export const b = subdag({ modules: [sales], inputs: { rows: source("given"), least: 1, rate: 3 } }, (total: number) => total);
export const c = subdag({ modules: [sales], inputs: { rows: [4, 6], least: 1 }, config: { rate: 3 } }, (total: number) => total);`;
    const dr = driver(text);
    expect(await dr.execute(["a", "b", "c"], { inputs: { given: [4, 6] } })).toEqual({ a: 30, b: 30, c: 30 });
    expect(count).toEqual({ kept: 1, stats: 1, total: 1 });
    const alone = await ranBy(nb.driver(SALES), ["total"], { inputs: { rows: [4, 6], least: 1, rate: 3 } });
    expect([alone.values, alone.words["total"], count["total"]]).toEqual([{ total: 30 }, "hit", 1]);
  });

  it("R2, R31: items that two uses share are one computation, and no other process's", async () => {
    nb.write(
      "sales.ts",
      `import { collect, parallelizable } from "cellar";
export const row = parallelizable((rows: number[]) => rows);
export function doubled(row: number): number { (globalThis as any).tally("doubled"); return row * 2; }
export const total = collect({}, (doubled: number[]): number => doubled.reduce((a, b) => a + b, 0));`,
    );
    const text = `${HEAD}export const a = subdag({ modules: [sales], inputs: { rows: [1, 2, 3] } }, (total: number) => total);
export const b = subdag({ modules: [sales], inputs: { rows: [1, 2, 4] } }, (total: number) => total);`;
    const dr = driver(text);
    const plan = await dr.plan(["a", "b"]);
    const ran = await ranBy(dr, ["a", "b"], { concurrency: 1 });
    expectPlanKept(plan, ran.record);
    expect(ran.values).toEqual({ a: 12, b: 14 });
    expect(count).toEqual({ doubled: 4 });
    const { words } = await keptBy(driver(text), ["a", "b"]);
    expect(new Set(Object.values(words))).toEqual(new Set(["hit"]));
  });

  it("an input with the name of an inner node stands in its place", async () => {
    nb.write("sales.ts", SALES);
    const text = `${HEAD}export const a = subdag({ modules: [sales], inputs: { kept: [1, 2], rate: 10 } }, (total: number) => total);`;
    const dr = driver(text);
    expect(await dr.execute(["a"])).toEqual({ a: 30 });
    expect([count["kept"], dr.nodes.some(({ name }) => name === "a.kept" || name === "rows")]).toEqual([
      undefined,
      false,
    ]);
  });

  it("chooses variants by its own config before the builder's", async () => {
    nb.write("sales.ts", SALES);
    const text = `${HEAD}const INPUTS = { rows: [1.2], least: 0, rate: 1 };
export const a = subdag({ modules: [sales], inputs: INPUTS }, (total: number) => total);
export const b = subdag({ modules: [sales], inputs: INPUTS, config: { mode: "exact" } }, (total: number) => total);`;
    expect(await driver(text, { mode: "rounded" }).execute(["a", "b"])).toEqual({ a: 1, b: 1.2 });
    expect(await driver(text).execute(["a", "b"])).toEqual({ a: 1.2, b: 1.2 });
  });

  it("is wrapped by other modifiers, which hold for its own node", async () => {
    nb.write("sales.ts", SALES);
    const text = `${HEAD}export const a = cache({ behavior: "recompute" }, tag({ owner: "me" }, subdag({ modules: [sales], inputs: { rows: [4], least: 1, rate: 3 } }, (total: number) => total)));`;
    const dr = driver(text);
    await dr.execute(["a"]);
    const { words } = await ranBy(dr, ["a"]);
    expect([words["a"], words["a.total"]]).toEqual(["unchanged", "hit"]);
    expect(dr.listAvailableVariables({ tags: { owner: "me" } }).map(({ name }) => name)).toEqual(["a"]);
  });

  it("uses modules that use modules, whose names are as deep as the uses", async () => {
    nb.write("sales.ts", SALES);
    nb.write(
      "region.ts",
      `${HEAD}export const rows = (first: number): number[] => [first, 10];
export const inner = subdag({ modules: [sales], inputs: { rows: source("rows"), least: 0 } }, (total: number) => total);`,
    );
    const text = `import { subdag } from "cellar";
import * as region from "./region";
export const a = subdag({ modules: [region], inputs: { first: 1 } }, (inner: number) => inner);
export const b = subdag({ modules: [region], inputs: { first: 2, rate: 2 } }, (inner: number) => inner);`;
    const ran = await ranBy(driver(text), ["a", "b", "a.inner.kept"], { inputs: { rate: 1 } });
    expect(ran.values).toEqual({ a: 11, b: 24, "a.inner.kept": [1, 10] });
  });

  it("takes several modules, which see each other's nodes", async () => {
    nb.write("sales.ts", SALES);
    nb.write("rates.ts", "export const rate = (year: number): number => year - 2000;");
    const text = `${HEAD}import * as rates from "./rates";
export const a = subdag({ modules: [sales, rates], inputs: { rows: [2], least: 0, year: 2005 } }, (total: number) => total);`;
    expect(await driver(text).execute(["a", "a.rate"])).toEqual({ a: 10, "a.rate": 5 });
  });

  it("R9: a cell's module is linked by instance: a driver goes on with it when its cell runs again", async () => {
    const loader = createLoader({ root: nb.folder });
    await loader.loadModule(SALES, { name: "sales", cell: "c1" });
    const main = await loader.loadModule(MAIN, { name: "main", cell: "c2" });
    const build = (namespace: object) =>
      new Builder().withModules(namespace).withCache({ path: nb.cache }).build() as unknown as AnyDriver;
    expect(await build(main.namespace).execute(["both"], { inputs })).toEqual({ both: 37 });
    await loader.loadModule(SALES.replace("sum * rate;", "sum * rate + 1;"), { name: "sales", cell: "c1" });
    expect(await build(main.namespace).execute(["both"], { inputs })).toEqual({ both: 37 });
    const next = await loader.loadModule(MAIN, { name: "main", cell: "c2" });
    expect(await build(next.namespace).execute(["both"], { inputs })).toEqual({ both: 38 });
  });

  it("R9: a file is linked by its text: a driver that is built anew from the same module goes on with it", async () => {
    nb.write("sales.ts", SALES);
    const cell = nb.cell(MAIN);
    expect(await nb.driver(cell).execute(["both"], { inputs })).toEqual({ both: 37 });
    nb.write("sales.ts", SALES.replace("sum * rate;", "sum * rate + 1;"));
    expect(await nb.driver(cell).execute(["both"], { inputs })).toEqual({ both: 37 });
    expect(await nb.driver(nb.cell(MAIN)).execute(["both"], { inputs })).toEqual({ both: 38 });
  });

  it("works the same without a cache", async () => {
    nb.write("sales.ts", SALES);
    const dr = new Builder().withModules(nb.cell(MAIN)).build() as unknown as AnyDriver;
    expect(await dr.execute(["both", "south.total"], { inputs })).toEqual({ both: 37, "south.total": 9 });
  });

  it("inner nodes run on worker threads", async () => {
    nb.write("sales.ts", "export const total = (rows: number[]): number => rows.length;");
    const text = `${HEAD}export const a = subdag({ modules: [sales], inputs: { rows: [4, 5] } }, (total: number) => total + 1);`;
    const dr = new Builder()
      .withModules(nb.cell(text))
      .withExecutor(workersExecutor({ threads: 1 }))
      .withCache({ path: nb.cache })
      .build() as unknown as AnyDriver;
    const { values, record } = await ranBy(dr, ["a"]);
    expect([values, record.detail[record.graph.names.indexOf("a.total")]?.on]).toEqual([{ a: 3 }, "workers"]);
    await dr.close();
  });

  it("exists with `when` around it, with all its nodes, and in variants", async () => {
    nb.write("sales.ts", SALES);
    const text = `import { oneOf, subdag, when } from "cellar";
import * as sales from "./sales";
export const a = when({ wanted: true }, subdag({ modules: [sales], inputs: { rows: [1], least: 0, rate: 1 } }, (total: number) => total));
export const b = oneOf(when({ wanted: true }, subdag({ modules: [sales], inputs: { rows: [2], least: 0, rate: 1 } }, (total: number) => total)), (): number => 0);`;
    const [yes, no] = [driver(text, { wanted: true }), driver(text, { wanted: false })];
    expect(await yes.execute(["a", "b", "b.kept"])).toEqual({ a: 1, b: 2, "b.kept": [2] });
    expect([no.nodes.map(({ name }) => name), await no.execute(["b"])]).toEqual([["b"], { b: 0 }]);
  });

  it("an edit of an inner function is explained with its lines, and its value is verified", async () => {
    nb.write("sales.ts", SALES);
    await driver().execute(["both"], { inputs });
    nb.write("sales.ts", SALES.replace("sum * rate;", "sum * rate + 1;"));
    const dr = driver();
    await dr.execute(["both"], { inputs });
    expect(String(await dr.explain("north.total"))).toContain("sum * rate + 1");
    const { different } = await dr.verify();
    expect(different).toEqual([]);
  });

  it("an override and a list of withCache name inner nodes", async () => {
    nb.write("sales.ts", SALES);
    const dr = nb.driver([nb.cell(MAIN)], { recompute: ["south.total"] } as never);
    await dr.execute(["both"], { inputs });
    const ran = await ranBy(dr, ["both"], { inputs, overrides: { "north.sum": 100 } });
    expect([ran.values, ran.words["south.total"], ran.words["north.sum"]]).toEqual([
      { both: 209 },
      "unchanged",
      "given",
    ]);
  });
});

describe("what is wrong is told", () => {
  it.each([
    ["subdag({ modules: [] }, (total: number) => total)", "subdag({ modules }) is a list of imported modules"],
    ["subdag({ modules: sales as never }, (total: number) => total)", "subdag({ modules }) is a list"],
    ["subdag({ modules: [cache as never] }, (total: number) => total)", "imported as a whole"],
    [
      "subdag({ modules: [sales], input: {} } as never, (total: number) => total)",
      "no option `input`. Did you mean `inputs`?",
    ],
    [
      "subdag({ modules: [sales], inputs: { lest: 1 } }, (total: number) => total)",
      "gives `lest`, which no function of `sales` asks for. Did you mean `least`?",
    ],
    [
      "subdag({ modules: [sales], inputs: { least: Number(1) } }, (total: number) => total)",
      "a value that is written out, or `source(",
    ],
    [
      "subdag({ modules: [sales], config: Object({}) }, (total: number) => total)",
      "subdag({ config }) takes an object that is written out",
    ],
    ["subdag({ modules: [sales, sales] }, (total: number) => total)", "names `sales` twice"],
    ["subdag({ modules: [empty] }, (total: number) => total)", "exports no function"],
    ["subdag({ modules: [fs] }, (total: number) => total)", "cannot find the text of `fs`"],
    ["subdag({ modules: [sales, other] }, (total: number) => total)", "`total` is defined by `sales` and by `other`"],
  ])("%s", async (wrapped, said) => {
    nb.write("sales.ts", SALES);
    nb.write("other.ts", "export const total = (): number => 1;");
    nb.write("empty.ts", "export const one = 1;");
    const imports =
      'import * as fs from "node:fs";\nimport * as empty from "./empty";\nimport * as other from "./other";\n';
    const error = await refused(`${HEAD}${imports}export const a = ${wrapped};`);
    expect(error.message).toContain(said);
    expect(error.message).toContain("`a` (line ");
  });

  it("a module that uses itself, also by way of another", async () => {
    nb.write(
      "one.ts",
      'import { subdag } from "cellar";\nimport * as two from "./two";\nexport const x = subdag({ modules: [two] }, (y: number) => y);',
    );
    nb.write(
      "two.ts",
      'import { subdag } from "cellar";\nimport * as one from "./one";\nexport const y = subdag({ modules: [one] }, (x: number) => x);',
    );
    const error = await refused(
      'import { subdag } from "cellar";\nimport * as one from "./one";\nexport const a = subdag({ modules: [one] }, (x: number) => x);',
    );
    expect(error.message).toContain("a module uses itself by subdag(): `one` → `two` → `one`");
  });

  it("a used module with a mistake, with its place", async () => {
    nb.write(
      "sales.ts",
      'import { cache } from "cellar";\nexport const total = cache({ behaviour: "default" } as never, () => 1);',
    );
    const error = await refused(`${HEAD}export const a = subdag({ modules: [sales] }, (total: number) => total);`);
    expect(error.message).toMatch(/^sales:2:.*no option `behaviour`/);
  });

  it("a file that is not there is told as any missing import", async () => {
    const error = await refused(`${HEAD}export const a = subdag({ modules: [sales] }, (total: number) => total);`);
    expect(error.message).toContain("./sales");
  });
});
