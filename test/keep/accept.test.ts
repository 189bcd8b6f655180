import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/index.ts";
import { type AnyDriver, notebook, ranBy, tallies } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();
const count = tallies();

const text = (more = "", factor = 2) => `const tally = (name: string) => (globalThis as any).tally(name);
const factor = ${factor};
export function rows(x: number) { tally("rows"); ${more} return [x, x * factor]; }
export function total(rows: number[]) { tally("total"); return rows.length + rows[0]!; }`;
const asked = { inputs: { x: 1 } };
const LOGGED = text('void "a log line";');

const refused = async (dr: AnyDriver, name: string, given: object = asked) => {
  const error: unknown = await dr.accept(name, given).catch((thrown: unknown) => thrown);
  return [isCellarError(error) ? error.code : error, isCellarError(error) ? error.message : ""];
};

describe("R26: accept", () => {
  it("keeps the stored value under the new code: the node hits and says so, what is below hits too", async () => {
    await nb.run(text(), ["total", "rows"], asked);
    const dr = nb.driver(LOGGED);
    const acceptance = await dr.accept("rows", { ...asked, note: "only a log line" });
    expect(acceptance).toMatchObject({ node: "rows", run: 1, note: "only a log line" });
    expect(String(acceptance)).toBe("`rows` keeps the value of run 1: only a log line. Call undo() to take it back.");
    const plan = await dr.plan(["total", "rows"], asked);
    const told =
      /^accepted on \d{4}-\d\d-\d\d: the value of run 1, which other code computed, is kept \(only a log line\)$/;
    for (let turn = 0; turn < 2; turn++) {
      const ran = await ranBy(dr, ["total", "rows"], asked);
      expectPlanKept(plan, ran.record);
      expect([ran.values, ran.words]).toEqual([
        { rows: [1, 2], total: 3 },
        { x: "given", rows: "hit", total: "hit" },
      ]);
      expect(ran.why("rows")).toEqual([expect.stringMatching(told)]);
      expect(ran.why("total")).toEqual([]);
      expect(ran.record.from[ran.record.graph.names.indexOf("rows")]).toBe(1);
    }
    expect(String(await dr.explain("rows"))).toMatch(/^`rows` was a hit: accepted on .*\(only a log line\)\.$/);
    expect(await dr.cache.viewRun().text()).toContain("accepted on");
    expect(await dr.cache.viewRun().svg()).toContain('stroke-dasharray="7 4"');
    expect(count).toEqual({ rows: 1, total: 1 });
  });

  it("holds in a new driver and for the code alone: another input executes", async () => {
    await nb.run(text(), ["rows"], asked);
    await nb.driver(LOGGED).accept("rows", asked);
    expect((await nb.run(LOGGED, ["rows"], asked)).words["rows"]).toBe("hit");
    expect((await nb.run(LOGGED, ["rows"], { inputs: { x: 2 } })).words["rows"]).toBe("executed");
    expect((await nb.run(text(), ["rows"], asked)).why("rows")).toEqual([]);
  });

  it("undone, the node executes and names the change; and it can be accepted again", async () => {
    await nb.run(text(), ["rows"], asked);
    const dr = nb.driver(LOGGED);
    const acceptance = await dr.accept("rows", asked);
    await ranBy(dr, ["rows"], asked);
    expect([await acceptance.undo(), await acceptance.undo()]).toEqual([true, false]);
    const again = await dr.accept("rows", asked);
    expect((await ranBy(dr, ["rows"], asked)).words["rows"]).toBe("hit");
    await again.undo();
    const { words, why } = await ranBy(dr, ["rows"], asked);
    expect([words["rows"], why("rows")]).toEqual([
      "unchanged",
      ['the code of `rows` changed: (nothing) → void "a log line";'],
    ]);
    expect(await again.undo()).toBe(false);
    expect((await ranBy(dr, ["rows"], asked)).why("rows")).toEqual([]);
  });

  it("can be undone after a restart", async () => {
    await nb.run(text(), ["rows"], asked);
    await nb.driver(LOGGED).accept("rows", { ...asked, note: "why" });
    await nb.close();
    const dr = nb.driver(LOGGED);
    const [standing, ...others] = await dr.cache.acceptances();
    expect([standing, others]).toMatchObject([{ node: "rows", run: 1, note: "why" }, []]);
    expect(await standing!.undo()).toBe(true);
    expect(await dr.cache.acceptances()).toEqual([]);
    expect((await ranBy(dr, ["rows"], asked)).words["rows"]).toBe("unchanged");
  });

  it("a recompute replaces what was accepted", async () => {
    await nb.run(text(), ["rows"], asked);
    const dr = nb.driver(LOGGED);
    const acceptance = await dr.accept("rows", asked);
    await ranBy(dr, ["rows"], { ...asked, recompute: ["rows"] });
    expect([(await ranBy(dr, ["rows"], asked)).why("rows"), await acceptance.undo()]).toEqual([[], false]);
  });

  it("goes down a dataflow, one node after the other", async () => {
    const two = (n: number) =>
      `export function a() { return 1; ${";".repeat(n)} }
export function b(a: number) { return a; ${n === 0 ? "" : "void 0;"} }`.replace(
        "return 1;",
        n === 0 ? "return 1;" : "void 0; return 1;",
      );
    await nb.run(two(0), ["b"]);
    const dr = nb.driver(two(1));
    expect(await refused(dr, "b", {})).toEqual([
      "not-acceptable",
      "`b` cannot be accepted: it reads `a`, whose value is not known before it executes. Execute or accept what it reads first.",
    ]);
    await dr.accept("a");
    await dr.accept("b");
    expect((await ranBy(dr, ["b"])).words).toEqual({ a: "hit", b: "hit" });
  });

  it("keeps a value whose helper or constant changed", async () => {
    await nb.run(text("", 2), ["rows"], asked);
    const dr = nb.driver(text("", 3));
    await dr.accept("rows", asked);
    expect((await ranBy(dr, ["rows"], asked)).values).toEqual({ rows: [1, 2] });
  });

  it("once more after another edit: the value of the first run stays", async () => {
    await nb.run(text(), ["rows"], asked);
    for (const more of ["void 1;", "void 2;"]) {
      const dr = nb.driver(text(more));
      expect(await dr.accept("rows", asked)).toMatchObject({ run: 1 });
      expect((await ranBy(dr, ["rows"], asked)).words["rows"]).toBe("hit");
    }
  });
});

describe("R26: accept refuses", () => {
  it("where the node would hit anyway", async () => {
    await nb.run(text(), ["rows"], asked);
    const said = "`rows` cannot be accepted: it would hit anyway: there is nothing to accept.";
    expect(await refused(nb.driver(text()), "rows")).toEqual(["not-acceptable", said]);
  });

  it("where two accept at once: one of them would hit anyway", async () => {
    await nb.run(text(), ["rows"], asked);
    const [one, two] = [nb.driver(LOGGED), nb.driver(LOGGED)];
    const done = await Promise.allSettled([one.accept("rows", asked), two.accept("rows", asked)]);
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("where nothing is stored, or its bytes were collected", async () => {
    expect(await refused(nb.driver(text()), "rows")).toEqual([
      "not-acceptable",
      "`rows` cannot be accepted: no value of it is stored. Execute it.",
    ]);
    const dr = nb.driver(text());
    await ranBy(dr, ["rows"], asked);
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    expect((await refused(nb.driver(LOGGED), "rows"))[1]).toBe(
      "`rows` cannot be accepted: the bytes of its value (run 1) were collected. Execute it.",
    );
    expect((await refused(nb.driver(text()), "rows"))[1]).toMatch(
      /it executes whatever is stored: .* was collected on/,
    );
  });

  it("where not only the code differs, and names what else does; unless it is told to", async () => {
    await nb.run(text(), ["rows"], asked);
    const dr = nb.driver(LOGGED);
    const other = { inputs: { x: 7 } };
    expect(await refused(dr, "rows", other)).toEqual([
      "not-acceptable",
      "`rows` cannot be accepted: not only its code differs from the stored value's (the input `x` changed: 1 → 7). " +
        'If its value is right all the same, say so: accept("rows", { anyway: true }).',
    ]);
    await dr.accept("rows", { ...other, anyway: true });
    expect((await ranBy(dr, ["rows"], other)).values).toEqual({ rows: [1, 2] });
  });

  it("where it executes whatever is stored", async () => {
    await nb.run(text(), ["rows"], asked);
    const dr = nb.driver(LOGGED, { recompute: ["rows"] });
    expect((await refused(dr, "rows"))[1]).toMatch(/it executes whatever is stored: asked to execute by withCache/);
    const opaque = nb.driver(LOGGED);
    expect((await refused(opaque, "rows", { inputs: { x: () => 1 } }))[1]).toMatch(/whose value has no version/);
  });

  it("names that are no nodes, and options that it does not know how to take", async () => {
    const dr = nb.driver(text());
    expect(await refused(dr, "row")).toEqual(["unknown-node", expect.stringContaining("Did you mean `rows`?")]);
    expect(await refused(dr, "rows", {})).toEqual(["missing-input", expect.stringContaining("`rows` needs `x`")]);
    expect((await refused(dr, "rows", { ...asked, note: 7 }))[1]).toBe("accept({ note }) is a text, not number.");
    expect((await refused(dr, "rows", { ...asked, anyway: 1 }))[1]).toBe(
      "accept({ anyway }) is true or false, not number.",
    );
    expect((await refused(dr, undefined as never))[1]).toBe("A node's name is a text, not undefined.");
  });
});
