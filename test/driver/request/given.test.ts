import { describe, expect, it } from "vitest";
import { Builder } from "../../../src/index.ts";
import { expectPlanKept } from "../../planKept.ts";
import { notebook, ranBy, tallies } from "../notebook.ts";

const nb = notebook();
const calls = tallies();

const TEXT = `
export function rows(cutoff: number): number[] { globalThis.tally("rows"); return [1, 2, 3].filter((n) => n > cutoff); }
export function scaled(rows: number[], rate: number = 2): number[] { globalThis.tally("scaled"); return rows.map((n) => n * rate); }
export function total(scaled: number[]): number { globalThis.tally("total"); return scaled.reduce((sum, n) => sum + n, 0); }
`;
const inputs = { cutoff: 1 };

describe("overrides", () => {
  it("R23: a value in the place of a node: its function and what it alone needs do not run", async () => {
    const dr = nb.driver(TEXT);
    const asking = { overrides: { rows: [10, 20] } };
    const plan = await dr.plan(["total"], asking);
    const ran = await ranBy(dr, ["total"], asking);
    expect(ran.values).toEqual({ total: 60 });
    expect(ran.words).toEqual({ rows: "given", rate: "not needed", scaled: "executed", total: "executed" });
    expectPlanKept(plan, ran.record);
    expect(calls).toEqual({ scaled: 1, total: 1 });
    expect((await ranBy(dr, ["total"], asking)).words).toMatchObject({ rows: "given", total: "hit" });
  });

  it("R23: nothing is stored under the node's own key, and the node is what it was afterwards", async () => {
    const dr = nb.driver(TEXT);
    await ranBy(dr, ["total"], { inputs });
    await ranBy(dr, ["total"], { overrides: { rows: [10] } });
    const after = await ranBy(dr, ["total"], { inputs });
    expect([after.values, after.words["rows"], after.words["total"]]).toEqual([{ total: 10 }, "hit", "hit"]);
  });

  it("count as values: what the node would have given hits what it computed, another says what changed", async () => {
    const dr = nb.driver(TEXT);
    await ranBy(dr, ["total"], { inputs });
    expect((await ranBy(dr, ["total"], { overrides: { rows: [2, 3] } })).words).toMatchObject({
      scaled: "hit",
      total: "hit",
    });
    const other = await ranBy(dr, ["total"], { overrides: { rows: [2, 4] } });
    expect(other.why("scaled")).toEqual(["the override of `rows` changed: 3 → 4"]);
    expect(String(await dr.explain("rows"))).toBe("`rows` was given as an override.");
  });

  it("are drawn as the nodes that they are", async () => {
    const { record } = await ranBy(nb.driver(TEXT), ["total"], { overrides: { rows: [1] } });
    const at = record.graph.names.indexOf("rows");
    expect([record.graph.kinds[at], record.graph.line[at], record.graph.deps[at], record.status[at]]).toEqual([
      "n",
      2,
      [],
      "g",
    ]);
    expect(record.counts.given).toBe(1);
  });

  it("an overridden node that is asked for gives the override; falsy ones count; undefined overrides nothing", async () => {
    const dr = nb.driver(TEXT);
    expect((await ranBy(dr, ["rows", "total"], { overrides: { rows: [] } })).values).toEqual({ rows: [], total: 0 });
    expect((await ranBy(dr, ["total"], { overrides: { total: 0 } })).values).toEqual({ total: 0 });
    expect((await ranBy(dr, ["total"], { overrides: { total: null } })).values).toEqual({ total: null });
    expect((await ranBy(dr, ["total"], { inputs, overrides: { total: undefined } })).values).toEqual({ total: 10 });
  });

  it.each([
    [{ overrides: { row: [1] } }, "unknown-node", "overrides names `row`, which is no node. Did you mean `rows`?"],
    [
      { overrides: { cutoff: 1 } },
      "bad-option",
      "`cutoff` is an input, and overrides take the place of nodes: give it as { inputs: { cutoff: … } }.",
    ],
    [
      { inputs: { rows: [1] }, overrides: { rows: [1] } },
      "bad-option",
      "`rows` is given twice: both { inputs } and { overrides } give it. Leave one out.",
    ],
    [
      { overrides: [1] },
      "bad-option",
      "{ overrides } is an object of values by name, e.g. { overrides: { rate: 2 } }, not a list.",
    ],
    [
      { inputs: null },
      "bad-option",
      "{ inputs } is an object of values by name, e.g. { inputs: { rate: 2 } }, not null.",
    ],
  ])("%j is refused before anything runs, in plans too", async (asking, code, message) => {
    const dr = nb.driver(TEXT);
    for (const asked of [dr.execute(["total"], asking as never), dr.plan(["total"], asking as never)])
      await expect(asked).rejects.toMatchObject({ code, message });
    expect(calls).toEqual({});
  });

  it("work without a cache", async () => {
    const dr = new Builder().withModules(nb.cell(TEXT)).build();
    expect(await dr.execute(["total"], { overrides: { scaled: [1, 2] } })).toEqual({ total: 3 });
    expect(calls).toEqual({ total: 1 });
  });

  it("a value without a version executes what reads it, and says so", async () => {
    const dr = nb.driver(
      "export function size(source: { read(): number }): number { return source.read(); } export function source() { return { read: () => 1 }; }",
    );
    const asking = { overrides: { source: { read: () => 5 } } };
    expect((await ranBy(dr, ["size"], asking)).values).toEqual({ size: 5 });
    const second = await ranBy(dr, ["size"], asking);
    expect(second.words).toEqual({ source: "given", size: "executed" });
    expect(second.why("size")).toEqual(["it reads `source`, whose value has no version"]);
  });

  it("R20: an override that a node changes is executed again on a copy; the caller's object tells no lies later", async () => {
    const text =
      "export function list() { return [1]; } export function grown(list: number[]) { list.push(9); return list.length; }";
    const dr = nb.driver(text);
    const list = [5];
    await ranBy(dr, ["grown"], { overrides: { list } });
    expect((await ranBy(dr, ["grown"], { overrides: { list: [5] } })).values).toEqual({ grown: 2 });
  });

  it("two runs at once with other overrides do not meet", async () => {
    const dr = nb.driver(TEXT);
    const asked = [1, 2, 3].map((n) => dr.execute(["total"], { overrides: { rows: [n] } }));
    expect(await Promise.all(asked)).toEqual([{ total: 2 }, { total: 4 }, { total: 6 }]);
  });
});

describe("withConfig", () => {
  const driver = (config: Record<string, unknown>) => {
    const dr = new Builder().withModules(nb.cell(TEXT)).withConfig(config).withCache({ path: nb.cache }).build();
    return dr as unknown as ReturnType<typeof nb.driver>;
  };

  it("R21: gives inputs at build, which count as if they were given in each run", async () => {
    const dr = driver({ cutoff: 1, rate: 3 });
    const ran = await ranBy(dr, ["total"]);
    expect(ran.values).toEqual({ total: 15 });
    expect(ran.words).toMatchObject({ cutoff: "given", rate: "given" });
    const other = nb.driver(TEXT);
    expect((await ranBy(other, ["total"], { inputs: { cutoff: 1, rate: 3 } })).words["total"]).toBe("hit");
    await dr.close();
  });

  it("R21: names that nothing takes enter no key", async () => {
    const first = driver({ cutoff: 1, region: "north" });
    await ranBy(first, ["total"]);
    const second = driver({ cutoff: 1, region: "south" });
    expect((await ranBy(second, ["total"])).words["total"]).toBe("hit");
    await first.close();
    await second.close();
  });

  it("a later call adds to an earlier one and replaces what it names again; a builder stays as it was", async () => {
    const base = new Builder().withModules(nb.cell(TEXT)).withConfig({ cutoff: 1, rate: 1 });
    expect(await base.withConfig({ rate: 2 }).build().execute(["total"])).toEqual({ total: 10 });
    expect(await base.build().execute(["total"])).toEqual({ total: 5 });
  });

  it("an input that config gives too is given twice", async () => {
    const dr = driver({ cutoff: 1 });
    await expect(dr.execute(["total"], { inputs })).rejects.toMatchObject({
      code: "bad-option",
      message: "`cutoff` is given twice: withConfig() gives it, and so does { inputs }. Leave one out.",
    });
    await dr.close();
  });

  it.each([
    [
      { rate: () => 2 },
      "unversionable",
      "withConfig() gives `rate`, which has no version: it is a function. Give data, or give it as an input of each run.",
    ],
    [
      { rate: { of: Promise.resolve(2) } },
      "unversionable",
      "withConfig() gives `rate`, which has no version: `.of` is a Promise. Give data, or give it as an input of each run.",
    ],
    [
      { total: 2 },
      "bad-option",
      "withConfig() gives `total`, which is a node. Rename one; or give it for one run, execute(…, { overrides: { total: … } }).",
    ],
    ["north", "bad-option", 'withConfig() takes values by name, e.g. withConfig({ region: "north" }), not string.'],
  ])("R21: %j is refused when the driver is built", (config, code, message) => {
    const build = () =>
      new Builder()
        .withModules(nb.cell(TEXT))
        .withConfig(config as never)
        .build();
    expect(build).toThrow(expect.objectContaining({ code, message }));
  });
});
