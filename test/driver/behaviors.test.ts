import { describe, expect, it } from "vitest";
import type { CacheOptions } from "../../src/index.ts";
import { expectPlanKept, keptBy } from "../planKept.ts";
import { failedBy, notebook, type Ran, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const CHAIN = `
export function rows(): number[] { globalThis.tally("rows"); return [1, 2, 3]; }
export function total(rows: number[]): number { globalThis.tally("total"); return rows.reduce((a, b) => a + b, 0); }
export function label(total: number): string { globalThis.tally("label"); return "total " + total; }
`;
/** A modifier stands before the function that it wraps, so that both texts have the same functions. */
const wrapped = (options: string, text = CHAIN) =>
  `import { cache } from "cellar";${text.replace(/export function rows\(\): number\[\] (.*)/, `export const rows = cache(${options}, (): number[] => $1);`)}`;

/** Runs with a new driver and checks that its plan was kept. */
async function kept(text: string, cache: CacheOptions = {}, names = ["label"], asking = {}): Promise<Ran> {
  return keptBy(nb.driver(text, cache), names, asking);
}

describe("recompute", () => {
  it("executes in each run, and what reads an equal value hits", async () => {
    await kept(CHAIN);
    const again = await kept(CHAIN, { recompute: ["rows"] });
    expect(again.words).toEqual({ rows: "unchanged", total: "hit", label: "hit" });
    expect(again.why("rows")).toEqual(["asked to execute by withCache({ recompute })"]);
    expect(count).toEqual({ rows: 2, total: 1, label: 1 });
  });

  it("once, by execute({ recompute }), is planned as it is run", async () => {
    await kept(CHAIN);
    for (const recompute of [["total"], true] as const) {
      const dr = nb.driver(CHAIN);
      const plan = await dr.plan(["label"], { recompute });
      const ran = await ranBy(dr, ["label"], { recompute });
      expectPlanKept(plan, ran.record);
      expect(plan.rows.find(({ name }) => name === "total")).toMatchObject({
        what: "execute",
        cues: [{ text: expect.stringMatching(/^asked to execute by execute\(\{ recompute/) }],
      });
      expect(ran.words["rows"]).toBe(recompute === true ? "unchanged" : "hit");
    }
    await expect(nb.driver(CHAIN).plan(["label"], { recompute: ["totl"] })).rejects.toThrow("Did you mean `total`?");
  });

  it("R24: replaces what later runs see", async () => {
    (globalThis as Record<string, unknown>)["rows"] = [1];
    const text = CHAIN.replace("[1, 2, 3]", "globalThis.rows");
    await kept(text);
    (globalThis as Record<string, unknown>)["rows"] = [5];
    expect((await kept(text)).values).toEqual({ label: "total 1" });
    expect((await kept(text, { recompute: ["rows"] })).values).toEqual({ label: "total 5" });
    const later = await kept(text);
    expect(later.values).toEqual({ label: "total 5" });
    expect(later.words).toEqual({ rows: "hit", total: "hit", label: "hit" });
  });

  it("by the cache() modifier holds in each driver, and adding it to a function executes nothing else", async () => {
    await kept(CHAIN);
    const again = await kept(wrapped('{ behavior: "recompute" }'));
    expect(again.words).toEqual({ rows: "unchanged", total: "hit", label: "hit" });
    expect(again.why("rows")).toEqual(['asked to execute by cache({ behavior: "recompute" })']);
  });

  it("of all nodes refreshes the cache", async () => {
    await kept(CHAIN);
    await kept(CHAIN, { recompute: true });
    expect(count).toEqual({ rows: 2, total: 2, label: 2 });
  });
});

describe("disable", () => {
  it("R23: runs as if there were no cache, and so does what reads it", async () => {
    for (const _ of [1, 2]) {
      const ran = await kept(CHAIN, { disable: ["total"] });
      expect(ran.words["total"]).toBe("executed");
      expect(ran.why("total")).toEqual(["the cache is not used: withCache({ disable })"]);
      expect(ran.words["label"]).toBe("executed");
      expect(ran.why("label")).toEqual(["it reads `total`, whose value has no version"]);
    }
    expect(count).toEqual({ rows: 1, total: 2, label: 2 });
    // Nothing was stored under its key.
    expect((await kept(CHAIN)).words).toEqual({ rows: "hit", total: "executed", label: "executed" });
  });

  it("as default does not stop a node that was opted in, nor touch the inputs", async () => {
    const text = CHAIN.replace("total(rows: number[])", "total(rows: number[], scale: number)");
    const cache: CacheOptions = { defaultBehavior: "disable", default: ["total"] };
    const asking = { inputs: { scale: 2 } };
    await kept(text, cache, ["label"], asking);
    const again = await kept(text, cache, ["label"], asking);
    expect(again.words).toEqual({ rows: "executed", scale: "given", total: "hit", label: "executed" });
    expect(count).toEqual({ rows: 2, total: 1, label: 2 });
  });
});

describe("ignore", () => {
  it("R22: is computed only when somebody needs its value, and its changes are not seen", async () => {
    const text = (rows: string) => CHAIN.replace("[1, 2, 3]", rows);
    const first = await kept(text("[1, 2, 3]"), { ignore: ["rows"] });
    expect(first.words).toEqual({ rows: "executed", total: "executed", label: "executed" });
    const edited = await kept(text("[4]"), { ignore: ["rows"] });
    expect(edited.words).toEqual({ rows: "not needed", total: "hit", label: "hit" });
    expect(edited.values).toEqual({ label: "total 6" });
    expect(edited.record.detail[1]?.marks).toEqual(["changes of `rows` are ignored"]);
    expect(count).toEqual({ rows: 1, total: 1, label: 1 });
  });

  it("R22: stores nothing, and its key is never that of a versioned value", async () => {
    await kept(CHAIN, { ignore: ["rows"] });
    const plain = await kept(CHAIN);
    expect(plain.words).toEqual({ rows: "executed", total: "unchanged", label: "hit" });
  });

  it("R2, R22: gets a value that another node of this run computes for it", async () => {
    const text = `
export const first = () => { globalThis.tally("first"); return 2; };
export const second = () => { globalThis.tally("first"); return 2; };
export const a = (first: number) => first + 1;
export const b = (second: number) => second + 1;
`;
    const ran = await kept(text, { ignore: ["a", "b"] }, ["a", "b"]);
    expect(ran.values).toEqual({ a: 3, b: 3 });
    expect(ran.words).toEqual({ first: "executed", second: "hit", a: "executed", b: "executed" });
    expect(count).toEqual({ first: 1 });
  });

  it("is computed when it is asked for, once", async () => {
    for (const _ of [1, 2]) {
      const ran = await kept(CHAIN, { ignore: ["rows"] }, ["rows", "total"]);
      expect(ran.values).toEqual({ rows: [1, 2, 3], total: 6 });
      expect(ran.words["rows"]).toBe("executed");
      expect(ran.why("rows")).toEqual(["it is computed whenever its value is needed: withCache({ ignore })"]);
    }
    expect(count).toEqual({ rows: 2, total: 1 });
  });

  it("is computed when what reads it executes after all, since its bytes were lost", async () => {
    await kept(CHAIN, { ignore: ["rows"] }, ["total"]);
    const dr = nb.driver(CHAIN.replace("total + ", "total * 2 + "), { ignore: ["rows"] });
    const ran = await ranBy(dr, ["label"]);
    // `total` is read, not `rows`.
    expect(ran.words).toEqual({ rows: "not needed", total: "hit", label: "executed" });
  });

  it("a chain of ignored nodes is computed as far as it is needed", async () => {
    const cache: CacheOptions = { ignore: ["rows", "total"] };
    expect((await kept(CHAIN, cache)).words).toEqual({ rows: "executed", total: "executed", label: "executed" });
    expect((await kept(CHAIN, cache)).words).toEqual({ rows: "not needed", total: "not needed", label: "hit" });
    const one = await kept(CHAIN, cache, ["total"]);
    expect(one.words).toEqual({ rows: "executed", total: "executed" });
    expect(one.values).toEqual({ total: 6 });
  });

  it("may wait for a node that has to be decided first", async () => {
    const text = `
export function base(): number { globalThis.tally("base"); return Math.floor(2.5); }
export function connection(base: number): { base: number } { globalThis.tally("connection"); return { base }; }
export function answer(base: number, connection: { base: number }): number { globalThis.tally("answer"); return connection.base + base; }
`;
    const cache: CacheOptions = { ignore: ["connection"], recompute: ["base"] };
    const dr = nb.driver(text, cache);
    const plan = await dr.plan(["answer"]);
    expect(plan.rows.map(({ what }) => what)).toEqual(["execute", "may execute", "may execute"]);
    expect((await kept(text, cache, ["answer"])).values).toEqual({ answer: 4 });
    expect((await kept(text, cache, ["answer"])).words).toEqual({
      base: "unchanged",
      connection: "not needed",
      answer: "hit",
    });
    expect(count).toEqual({ base: 2, connection: 1, answer: 1 });
  });

  describe("R22: what only an ignored node reads", () => {
    const tallied = (name: string, parameters: string, value: string) =>
      `export function ${name}(${parameters}) { globalThis.tally("${name}"); return ${value}; }\n`;
    const text = (address: string, query = "1") =>
      tallied("address", "", address) +
      tallied("settings", "address: string", "({ address })") +
      tallied("connection", "settings: object", "settings") +
      tallied("rows", "connection: { address: string }", `[connection.address.length + ${query}]`);
    const cache: CacheOptions = { ignore: ["connection"] };
    const asked = async (source: string, names = ["rows"], options = cache) => {
      const dr = nb.driver(source, options);
      const plan = await dr.plan(names as never);
      const ran = await ranBy(dr, names);
      expectPlanKept(plan, ran.record);
      return { ...ran, plan: plan.rows.map(({ what }) => what), text: String(plan) };
    };

    it("is not executed where the ignored node is not needed, also after an edit of it", async () => {
      await asked(text('"a.example"'));
      const edited = await asked(text('"other.example"'));
      expect(edited.words).toEqual({
        address: "not needed",
        settings: "not needed",
        connection: "not needed",
        rows: "hit",
      });
      expect(edited.plan).toEqual(["not needed", "not needed", "not needed", "hit"]);
      expect(count).toEqual({ address: 1, settings: 1, connection: 1, rows: 1 });
    });

    it("is executed with the ignored node where that is needed", async () => {
      await asked(text('"a.example"'));
      const edited = await asked(text('"other.example"', "2"));
      expect(edited.plan).toEqual(["execute", "may execute", "execute", "execute"]);
      expect(edited.values).toEqual({ rows: [15] });
      expect(Object.values(edited.words)).toEqual(["executed", "executed", "executed", "executed"]);
    });

    it("may execute where what reads the ignored node may, and is executed then only", async () => {
      const below = (base: string, address: string) =>
        text(address).replace("connection: { address: string })", "connection: { address: string }, base: number)") +
        tallied("base", "", base);
      await asked(below("1 + 1", '"a"'));
      const same = await asked(below("2", '"bb"'));
      expect(same.plan.filter((word) => word === "may execute")).toHaveLength(4);
      expect(same.text).toMatch(/settings: may execute, waits for `connection`, which may need its value/);
      expect(same.words).toMatchObject({
        base: "unchanged",
        address: "not needed",
        settings: "not needed",
        rows: "hit",
      });
      const other = await asked(below("3", '"cc"').replace("length + 1", "length + base"));
      expect(other.values).toEqual({ rows: [5] });
      expect(other.words).toMatchObject({ base: "executed", address: "executed", settings: "executed" });
    });

    it("may be computed late: what it reads is begun then, one after the other", async () => {
      const late = (base: string, address: string) =>
        text(address).replace("connection: { address: string })", "connection: { address: string }, base: number)") +
        tallied("base", "", base);
      await asked(late("1", '"a"'));
      const run = await asked(late("Math.max(7, 8)", '"dddd"'));
      expect(run.plan).toEqual(["may execute", "may execute", "may execute", "execute", "may execute"]);
      expect(run.words).toMatchObject({ address: "executed", settings: "executed", connection: "executed" });
      expect(run.values).toEqual({ rows: [5] });
    });

    it("is needed by another node of the same computation", async () => {
      const twin = (address: string) =>
        text(address) +
        tallied("site", "", address).replace('tally("site")', 'tally("address")') +
        tallied("title", "site: string", "site");
      await asked(twin('"a"'), ["rows", "title"]);
      const edited = await asked(twin('"bbb"'), ["rows", "title"]);
      expect(edited.values).toEqual({ rows: [2], title: "bbb" });
      expect(edited.words).toMatchObject({
        settings: "not needed",
        connection: "not needed",
        rows: "hit",
        title: "executed",
      });
    });

    it("fails what needs it when it fails, and nothing where it is not needed", async () => {
      await asked(text('"a"'));
      const broken = text('"a"').replace("return ({ address })", 'throw new Error("no settings")');
      expect((await asked(broken)).words).toMatchObject({ settings: "not needed", rows: "hit" });
      const dr = nb.driver(broken.replace("length + 1", "length + 2"), cache);
      expect((await failedBy(dr, ["rows"])).words).toEqual({
        address: "hit",
        settings: "failed",
        connection: "skipped",
        rows: "skipped",
      });
    });
  });

  it("one that fails fails what needs it, and nothing else", async () => {
    const text = CHAIN.replace("return [1, 2, 3]", 'throw new Error("no network")');
    const { words } = await failedBy(nb.driver(text, { ignore: ["rows"] }), ["label"]);
    expect(words).toEqual({ rows: "failed", total: "skipped", label: "skipped" });
  });
});

describe("ttlMs", () => {
  it("R30: takes a stored result until it is that old, then executes and says how old it was", async () => {
    const short = wrapped("{ ttlMs: 60_000 }".replace("_", ""));
    await kept(short);
    expect((await kept(short)).words["rows"]).toBe("hit");
    const shorter = wrapped("{ ttlMs: 0.0001 }");
    const expired = await kept(shorter);
    expect(expired.words["rows"]).toBe("unchanged");
    expect(expired.why("rows")[0]).toMatch(/^the stored result of run 1 is .+ old, and may be 0 ms$/);
    expect(expired.words["total"]).toBe("hit");
  });
});

describe("precedence: lists, then the modifier, then loaders and savers, then the default", () => {
  const LOADED = `
import { cache, dataLoader, dataSaver } from "cellar";
export const rows = dataLoader((): [number[], { from: string }] => [[1, 2], { from: "memory" }]);
export const kept = cache({ behavior: "default" }, dataLoader((): [number, object] => [1, {}]));
export function total(rows: number[]): number { return rows.length; }
export const saved = dataSaver((total: number) => ({ total }));
`;
  const resolved = (cache: CacheOptions) => nb.driver(LOADED, cache).cache.resolveBehaviors();

  it("the defaults for loaders and savers reach both nodes of a loader", () => {
    expect(resolved({ defaultLoaderBehavior: "recompute", defaultSaverBehavior: "disable" })).toEqual({
      "rows.loader": "recompute",
      rows: "recompute",
      "kept.loader": "default",
      kept: "default",
      total: "default",
      saved: "disable",
    });
  });

  it("a list wins over the modifier, and a name over `true`", () => {
    expect(resolved({ disable: true, recompute: ["kept"], ignore: ["rows.loader"] })).toEqual({
      "rows.loader": "ignore",
      rows: "disable",
      "kept.loader": "recompute",
      kept: "recompute",
      total: "disable",
      saved: "disable",
    });
  });

  it("the default holds where nothing else is said, and is shown of inputs", () => {
    const dr = nb.driver("export const total = (scale: number): number => scale;", { defaultBehavior: "ignore" });
    expect(dr.cache.resolveBehaviors()).toEqual({ scale: "ignore", total: "ignore" });
  });

  it.each<[CacheOptions, RegExp]>([
    [{ recompute: ["totl"] }, /withCache\(\{ recompute \}\) names `totl`, which is no node\. Did you mean `total`\?/],
    [{ disable: ["totl"] }, /withCache\(\{ disable \}\) names `totl`/],
    [{ recompute: ["total"], ignore: ["total"] }, /names `total` twice: in `recompute` and in `ignore`/],
    [{ recompute: true, disable: true }, /only one of them can be true/],
    [{ defaultBehavior: "recompte" as never }, /"default", "recompute".*not "recompte"\. Did you mean `recompute`\?/],
    [{ recompute: "total" as never }, /is a list of names, or true, not "total"/],
  ])("%j is an error at build()", (cache, message) => {
    expect(() => nb.driver(LOADED, cache)).toThrow(message);
  });
});

it("a run's behaviors can be looked up, those of execute() too", async () => {
  const dr = nb.driver(CHAIN, { disable: ["label"] });
  await dr.execute(["label"], { recompute: ["total"] });
  expect(dr.cache.behaviors[dr.cache.lastRunId!]).toEqual({ rows: "default", total: "recompute", label: "disable" });
});
