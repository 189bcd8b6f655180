import { rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Plan, ResultStore } from "../../../src/index.ts";
import { memoryResults } from "../../../src/results/memory.ts";
import { type AnyDriver, type Asking, notebook, ranBy, tallies } from "../../driver/notebook.ts";
import { expectPlanKept } from "../../planKept.ts";

const nb = notebook();
const count = tallies();

const text = (rate = 1, modulus = 100) => `const tally = (name: string) => (globalThis as any).tally(name);
export const rate = ${rate};
export function raw(x: number) { tally("raw"); return x % ${modulus}; }
export function rated(raw: number) { tally("rated"); return raw * rate; }
export function side(x: number) { tally("side"); return [x]; }
export function total(rated: number, side: number[]) { tally("total"); return rated + side.length; }`;

/** Plans, runs, checks the promise; then again. */
async function planAndRun(dr: AnyDriver, names: readonly string[], asking: Asking = {}) {
  const plan = await dr.plan(names, asking);
  const before = { ...count };
  expect(await dr.plan(names, asking)).toMatchObject({ rows: plan.rows });
  expect(count).toEqual(before);
  const ran = await ranBy(dr, names, asking);
  expectPlanKept(plan, ran.record);
  const again = await dr.plan(names, asking);
  expect(again.rows.filter((row) => row.what === "may execute")).toEqual([]);
  expectPlanKept(again, (await ranBy(dr, names, asking)).record);
  return { plan, ran, again };
}

const what = (plan: { rows: readonly { name: string; what: string }[] }) =>
  Object.fromEntries(plan.rows.map((row) => [row.name, row.what]));

describe("a plan", () => {
  it("says execute, may execute, hit, given; what waits for what; what is likely; and the run keeps it", async () => {
    const first = await planAndRun(nb.driver(text()), ["total"], { inputs: { x: 7 } });
    expect(what(first.plan)).toEqual({
      x: "given",
      raw: "execute",
      rated: "may execute",
      side: "execute",
      total: "may execute",
    });
    expect(what(first.again)).toEqual({ x: "given", raw: "hit", rated: "hit", side: "hit", total: "hit" });
    expect(String(first.again)).toMatch(/^0 execute, 4 hits/);
    const second = await planAndRun(nb.driver(text()), ["total"], { inputs: { x: 107 } });
    expect(what(second.plan)).toEqual(what(first.plan));
    expect(second.plan.rows.find((row) => row.name === "total")).toMatchObject({
      waitsFor: ["rated", "side"],
      likely: "hit",
      expectedMs: expect.any(Number),
    });
    // Early cut-off, which no plan can foresee: `raw` came out equal.
    expect(second.ran.words).toEqual({
      x: "given",
      raw: "unchanged",
      rated: "hit",
      side: "executed",
      total: "unchanged",
    });
  });

  it("says what is likely in a dataflow of another name too, by the values that its nodes had elsewhere", async () => {
    await planAndRun(nb.driver(text()), ["total"], { inputs: { x: 7 } });
    const elsewhere = nb.driver(
      nb.cell(text().replace("return x % 100;", "const y = x % 100; return y;"), "elsewhere"),
    );
    const { plan, ran } = await planAndRun(elsewhere, ["total"], { inputs: { x: 7 } });
    expect(plan.rows.find((row) => row.name === "rated")).toMatchObject({ waitsFor: ["raw"], likely: "hit" });
    expect(ran.words["rated"]).toBe("hit");
  });

  it("prints what executes and why, and what waits", async () => {
    await planAndRun(nb.driver(text()), ["total"], { inputs: { x: 7 } });
    const plan = await nb.driver(text(2)).plan(["total"], { inputs: { x: 7 } });
    expect(
      String(plan)
        .replace(/≈ [^\n]*/, "≈ …")
        .split("\n"),
    ).toEqual([
      "1 execute, 1 may execute (only if `rated` changes), 2 hits, ≈ …",
      "  rated: execute, `rate` changed: 1 → 2",
      "  total: may execute, waits for `rated`, likely hit",
    ]);
    expect(plan.rows.find((row) => row.name === "raw")).toMatchObject({ what: "hit", read: true });
    expect(plan.rows.find((row) => row.name === "side")).not.toHaveProperty("read");
  });

  it("with a node that is forced", async () => {
    const dr = nb.driver(text(), { recompute: ["rated"] });
    await dr.execute(["total"], { inputs: { x: 7 } });
    for (let turn = 0; turn < 2; turn++) {
      const plan = await dr.plan(["total"], { inputs: { x: 7 } });
      expect(what(plan)).toEqual({ x: "given", raw: "hit", rated: "execute", side: "hit", total: "may execute" });
      expectPlanKept(plan, (await ranBy(dr, ["total"], { inputs: { x: 7 } })).record);
    }
  });

  it("with lost bytes of what is read, but not of what nobody reads", async () => {
    await planAndRun(nb.driver(text()), ["total"], { inputs: { x: 7 } });
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("DELETE FROM small_bytes").run();
    db.close();
    const { plan, again } = await planAndRun(nb.driver(text()), ["total"], { inputs: { x: 7 } });
    expect(what(plan)).toEqual({
      x: "given",
      raw: "execute",
      rated: "may execute",
      side: "execute",
      total: "may execute",
    });
    expect(plan.rows[1]!.cues[0]!.text).toBe("the stored result of run 1 is missing");
    expect(plan.rows.at(-1)!.likely).toBe("execute");
    expect(what(again)["total"]).toBe("hit");
  });

  it("with two nodes of one computation, optional inputs, and several asked", async () => {
    const twins =
      "export const a = (x: number, y = 1) => [x, y];\nexport const b = (x: number, y = 1) => [x, y];\nexport const c = (a: number[], b: number[]) => a.length + b.length;";
    const { plan } = await planAndRun(nb.driver(twins), ["c", "b"], { inputs: { x: 1 } });
    expect(what(plan)).toEqual({ x: "given", y: "not needed", a: "execute", b: "hit", c: "may execute" });
  });

  it("with values that have no version", async () => {
    const opaque =
      "export const db = () => ({ call() {} });\nexport const rows = (db: object) => [1];\nexport const total = (rows: number[]) => rows.length;";
    const dr = nb.driver(opaque);
    await dr.execute(["total"]);
    const plan = await dr.plan(["total"]);
    expect(what(plan)).toEqual({ db: "execute", rows: "may execute", total: "may execute" });
    expectPlanKept(plan, (await ranBy(dr, ["total"])).record);
  });

  it("expects the times of earlier runs, also of nodes whose values are never stored, and of other dataflows", async () => {
    const opaque =
      "export const db = () => { for (let i = 0; i < 1e5; i++); return { call() {} }; };\nexport const rows = (db: object) => [1];";
    const first = await ranBy(nb.driver(opaque), ["rows"]);
    const dr = nb.driver(opaque);
    const times = (plan: Plan) => Object.fromEntries(plan.rows.map(({ name, expectedMs }) => [name, expectedMs]));
    expect(times(await dr.plan(["rows"]))).toEqual({ db: first.record.took[0], rows: first.record.took[1] });
    // A later run that only asks for the one leaves the other's time where it was; a new time replaces the old.
    const second = await ranBy(dr, ["db"]);
    expect(times(await dr.plan(["rows"]))).toEqual({ db: second.record.took[0], rows: first.record.took[1] });
    // Another dataflow, with a node of that name: what is known of it is how long it took there.
    await nb.driver([nb.cell(text(), "elsewhere")]).execute(["side"], { inputs: { x: 7 } });
    const plan = await nb.driver([nb.cell(text(), "other")]).plan(["total"], { inputs: { x: 8 } });
    expect(times(plan)).toEqual({
      x: undefined,
      raw: undefined,
      rated: undefined,
      side: expect.any(Number),
      total: undefined,
    });
    expect(plan.expected).toEqual({ leastMs: times(plan)["side"], mostMs: times(plan)["side"] });
    expect(String(plan)).toContain("without 3 that were never timed");
  });

  it("of a hit tells what it saves; shows itself as text and as a table", async () => {
    const dr = nb.driver(text());
    const { record } = await ranBy(dr, ["total"], { inputs: { x: 7 } });
    const plan = await dr.plan(["total"], { inputs: { x: 7 } });
    expect(plan.rows.map((row) => row.expectedMs?.toFixed(1))).toEqual([
      undefined,
      ...record.took.slice(1).map((ms) => ms.toFixed(1)),
    ]);
    expect(plan.expected).toEqual({ leastMs: 0, mostMs: 0 });
    const bundle = (plan as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();
    expect(Object.keys(bundle)).toEqual(["text/plain", "text/markdown"]);
    expect(bundle["text/plain"]).toBe(String(plan));
    expect(bundle["text/markdown"]).toContain("| `total` | hit |  | saves ");
  });

  it("of what is not known says so before anything happens", async () => {
    const dr = nb.driver(text());
    await expect(dr.plan(["total"])).rejects.toThrow("need `x`");
    expect((await dr.cache.history()).runs).toEqual([]);
  });

  it("reads no value: the bytes need not even be there", async () => {
    const inner = memoryResults();
    let gets = 0;
    const resultStore: ResultStore = {
      ...inner,
      get: (digests) => {
        gets++;
        return inner.get(digests);
      },
    };
    await nb.driver(text(), { resultStore }).execute(["total"], { inputs: { x: 7 } });
    const dr = nb.driver(text(), { resultStore });
    gets = 0;
    expect(what(await dr.plan(["total"], { inputs: { x: 7 } }))["total"]).toBe("hit");
    expect(gets).toBe(0);
    await dr.execute(["total"], { inputs: { x: 7 } });
    expect(gets).toBe(1);
    rmSync(path.join(nb.cache, "results"), { recursive: true, force: true });
  });
});
