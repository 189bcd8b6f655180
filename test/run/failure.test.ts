import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/index.ts";
import { failedBy, notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

const text = `
const tally = (name: string) => (globalThis as any).tally(name);
export function left(x: number) { tally("left"); return x + 1; }
export async function bad(x: number) { tally("bad"); await null; if (x < 9) throw new RangeError("too small"); return x; }
export function right(left: number) { tally("right"); return left * 2; }
export function below(bad: number, right: number) { tally("below"); return bad + right; }
export function deeper(below: number) { tally("deeper"); return below; }`;

describe("a node that fails", () => {
  it("keeps its error; what does not depend on it finishes and hits next time; what does is skipped with the reason", async () => {
    const dr = nb.driver(text);
    const first = await failedBy(dr, ["deeper", "right"], { inputs: { x: 1 } });
    expect(
      isCellarError(first.error, "node-failed") && [
        first.error.message,
        (first.error.cause as Error).name,
        first.error.where,
      ],
    ).toEqual(["`bad` failed: RangeError: too small", "RangeError", { node: "bad" }]);
    expect(first.words).toEqual({
      x: "given",
      left: "executed",
      bad: "failed",
      right: "executed",
      below: "skipped",
      deeper: "skipped",
    });
    const { names } = first.record.graph;
    expect(first.record.detail[names.indexOf("deeper")]!.reason).toBe("`bad` failed");
    expect(first.record.detail[names.indexOf("bad")]!.error).toMatchObject({
      name: "RangeError",
      message: "too small",
    });
    expect([first.record.state, first.record.counts.failed, first.record.counts.skipped]).toEqual(["failed", 1, 2]);
    const second = await failedBy(nb.driver(text), ["deeper", "right"], { inputs: { x: 1 } });
    expect(second.words).toEqual({ ...first.words, left: "hit", right: "hit" });
    expect(count).toEqual({ left: 1, right: 1, bad: 2 });
  });

  it("is tried again when asked again, and works when its input does", async () => {
    const dr = nb.driver(text);
    await failedBy(dr, ["deeper"], { inputs: { x: 1 } });
    const [first, second] = [
      await ranBy(dr, ["deeper"], { inputs: { x: 9 } }),
      await ranBy(dr, ["deeper"], { inputs: { x: 9 } }),
    ];
    expect([first.values, first.words["bad"], second.words["bad"]]).toEqual([{ deeper: 29 }, "executed", "hit"]);
  });

  it("explains itself, and what was skipped", async () => {
    const dr = nb.driver(text);
    await failedBy(dr, ["deeper"], { inputs: { x: 1 } });
    expect(String(await dr.explain("bad"))).toBe(
      "`bad` executed and failed because `bad` never ran before.\nRangeError: too small",
    );
    expect(String(await dr.explain("deeper"))).toBe("`deeper` was skipped: `bad` failed.");
    expect(String(await dr.explain("x"))).toBe("`x` was given as an input.");
  });

  it("beside another that fails: the error names both", async () => {
    const two =
      "export function a() { throw new Error('one'); }\nexport async function b() { throw new Error('two'); }\nexport function c() { return 1; }";
    for (const word of ["executed", "hit"]) {
      const { error, words } = await failedBy(nb.driver(two), ["a", "b", "c"]);
      expect(String(error)).toBe("CellarError: `a` failed (and `b` failed too): Error: one");
      expect(words).toEqual({ a: "failed", b: "failed", c: word });
    }
  });

  it.each([
    ["undefined", "undefined"],
    ["'text'", "text"],
    ["null", "null"],
    ["{ a: 1 }", "[object Object]"],
  ])("throws %s, which is no error, and that is told", async (thrown, told) => {
    for (let turn = 0; turn < 2; turn++) {
      const { error, words } = await failedBy(nb.driver(`export function a() { throw ${thrown}; }`), ["a"]);
      expect([String(error), words]).toEqual([`CellarError: \`a\` failed: ${told}`, { a: "failed" }]);
    }
  });

  it('stops the run where `onError: "stop"` is asked for: nothing further starts', async () => {
    const chain =
      "const tally = (name: string) => (globalThis as any).tally(name);\nexport function a() { throw new Error('no'); }\nexport async function b() { await null; await null; await null; return 1; }\nexport function c(b: number) { tally('c'); return b; }";
    for (let turn = 0; turn < 2; turn++) {
      const { error, words, record } = await failedBy(nb.driver(chain), ["a", "c"], {
        onError: "stop",
        concurrency: 1,
      });
      expect([String(error), words["c"], record.state]).toEqual([
        "CellarError: `a` failed: Error: no",
        "skipped",
        "failed",
      ]);
    }
    expect(count).toEqual({});
    expect((await failedBy(nb.driver(chain), ["a", "c"])).words["c"]).toBe("executed");
  });

  it.each([
    ["an object without a prototype", "Object.create(null)", "something that cannot be printed"],
    ["an object that throws when it is printed", "{ toString() { throw 1; } }", "something that cannot be printed"],
    ["a Proxy that throws", "new Proxy({}, { get() { throw 1; } })", "something that cannot be printed"],
    ["an error whose message throws", "Object.defineProperty(new Error(), 'message', { get() { throw 1; } })", "Error"],
  ])("throws %s: it failed, and what does not need it goes on", async (_what, thrown, told) => {
    const odd = `export function bad(): number { throw ${thrown}; }\nexport function other() { return 1; }`;
    for (let turn = 0; turn < 2; turn++) {
      const { error, words } = await failedBy(nb.driver(odd), ["bad", "other"]);
      expect([isCellarError(error, "node-failed"), words["bad"]]).toEqual([true, "failed"]);
      expect(String(error)).toContain(told);
      expect(words["other"]).toBe(turn === 0 ? "executed" : "hit");
    }
  });

  it.each([
    ["its module throws as it is loaded", "throw new Error('no table');"],
    ["a constant of its module throws", "const table = (() => { throw new Error('no table'); })();"],
  ])("%s: its nodes failed, those of another module go on", async (_what, top) => {
    const broken = `${top}\nexport function bad(other: number) { return other + Number(${top.startsWith("const") ? "table" : "1"}); }`;
    for (let turn = 0; turn < 2; turn++) {
      const dr = nb.driver([broken, "export function other() { return 1; }"]);
      expect(String(await dr.plan(["bad", "other"]))).toContain("bad: ");
      const { error, words } = await failedBy(dr, ["bad", "other"]);
      expect(String(error)).toBe(
        "CellarError: `bad` failed: `basics` could not be loaded: Error: no table (basics.ts, line 1)",
      );
      expect([words["bad"], words["other"]]).toEqual(["failed", turn === 0 ? "executed" : "hit"]);
    }
  });

  it("a default of it throws: it failed, the others go on", async () => {
    const odd =
      "function need(): number { throw new Error('none'); }\nexport function bad(n = need()) { return n; }\nexport function other() { return 1; }";
    for (let turn = 0; turn < 2; turn++) {
      const { error, words } = await failedBy(nb.driver(odd), ["bad", "other"]);
      expect(String(error)).toBe("CellarError: `bad` failed: Error: none");
      expect([words["bad"], words["other"]]).toEqual(["failed", turn === 0 ? "executed" : "hit"]);
    }
    expect((await nb.run(odd, ["bad"], { inputs: { n: 2 } })).values).toEqual({ bad: 2 });
  });

  it("uncached, finishes what does not need it before it throws, unless told to stop", async () => {
    const { Builder } = await import("../../src/index.ts");
    const dr = new Builder()
      .withModules(
        nb.cell(
          "export function bad(): number { throw new Error('no'); }\nexport async function other() { await null; (globalThis as any).tally('other'); return 1; }\nexport const late = (other: number) => { (globalThis as any).tally('late'); return other; };",
        ),
      )
      .build();
    await expect(dr.execute(["bad", "late"])).rejects.toThrow("`bad` failed: Error: no");
    expect(count["late"]).toBe(1);
    await expect(dr.execute(["bad", "late"], { onError: "stop" })).rejects.toThrow("`bad` failed: Error: no");
    expect(count["late"]).toBe(1);
  });

  it("uncached, throws the same error", async () => {
    const { Builder } = await import("../../src/index.ts");
    const dr = new Builder().withModules(nb.cell(text)).build();
    for (let turn = 0; turn < 2; turn++) {
      await expect(dr.execute(["deeper"], { inputs: { x: 1 } })).rejects.toThrow("`bad` failed: RangeError: too small");
      expect(await dr.execute(["deeper"], { inputs: { x: 9 } })).toEqual({ deeper: 29 });
    }
  });
});

describe("stopping a run", () => {
  const world = globalThis as { open?: () => void; door?: Promise<void>; inside?: () => void };
  const slow = `const tally = (name: string) => (globalThis as any).tally(name);
export function quick(x: number) { tally("quick"); return x; }
export async function slow(quick: number) { tally("slow"); (globalThis as any).inside(); await (globalThis as any).door; return quick + 1; }
export function after(slow: number) { tally("after"); return slow + 1; }`;
  const enter = () => {
    const entered = new Promise<void>((resolve) => {
      world.inside = resolve;
    });
    world.door = new Promise((resolve) => {
      world.open = resolve;
    });
    return entered;
  };

  it("ends it as interrupted at once; what had finished hits later, nothing further starts", async () => {
    const dr = nb.driver(slow);
    const stop = new AbortController();
    const entered = enter();
    const running = failedBy(dr, ["after"], { inputs: { x: 1 }, signal: stop.signal });
    await entered;
    stop.abort(new Error("enough"));
    const { error, words, record } = await running;
    expect(isCellarError(error, "interrupted") && (error.cause as Error).message).toBe("enough");
    expect([words, record.state]).toEqual([
      { x: "given", quick: "executed", slow: "skipped", after: "skipped" },
      "interrupted",
    ]);
    expect(record.detail[2]!.reason).toBe("the run was interrupted");
    world.open!();
    const [first, second] = [
      await ranBy(nb.driver(slow), ["after"], { inputs: { x: 1 } }),
      await ranBy(dr, ["after"], { inputs: { x: 1 } }),
    ];
    expect([first.values, first.words["quick"], second.words["after"]]).toEqual([{ after: 3 }, "hit", "hit"]);
    expect(count["after"]).toBe(1);
  });

  it("lets others compute what its bodies never will: they may never end", async () => {
    const dr = nb.driver(slow);
    const stop = new AbortController();
    const entered = enter();
    const running = failedBy(dr, ["after"], { inputs: { x: 1 }, signal: stop.signal });
    await entered;
    const waiting = ranBy(nb.driver(slow), ["after"], { inputs: { x: 1 } });
    await new Promise((resolve) => setImmediate(resolve));
    const again = enter();
    stop.abort();
    expect((await running).record.state).toBe("interrupted");
    await again;
    world.open!();
    expect((await waiting).values).toEqual({ after: 3 });
    expect((await ranBy(dr, ["after"], { inputs: { x: 1 } })).words["after"]).toBe("hit");
  });

  it("leaves nothing in the journal, also of bodies that end later", async () => {
    const dr = nb.driver(slow);
    const stop = new AbortController();
    const entered = enter();
    const running = failedBy(dr, ["after"], { inputs: { x: 1 }, signal: stop.signal });
    await entered;
    stop.abort();
    const { record } = await running;
    world.open!();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await dr.cache.run(record.run)).status).toBe(record.status);
    const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
    expect(db.prepare("SELECT count(*) FROM run_event").pluck().get()).toBe(0);
    db.close();
  });

  it("after its end changes nothing", async () => {
    const stop = new AbortController();
    const dr = nb.driver("export const a = () => 1;");
    await ranBy(dr, ["a"], { signal: stop.signal });
    stop.abort();
    expect((await dr.cache.run()).state).toBe("done");
    expect((await ranBy(dr, ["a"])).words).toEqual({ a: "hit" });
  });

  it("and giving the cache back before the body ends does no harm", async () => {
    const dr = nb.driver(slow, { strict: true });
    const stop = new AbortController();
    const entered = enter();
    const running = failedBy(dr, ["after"], { inputs: { x: 1 }, signal: stop.signal });
    await entered;
    stop.abort();
    await running;
    await dr.close();
    world.open!();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    const { values, words } = await ranBy(nb.driver(slow), ["after"], { inputs: { x: 1 } });
    expect([values, words["quick"], words["slow"]]).toEqual([{ after: 3 }, "hit", "executed"]);
    expect((await nb.run(slow, ["after"], { inputs: { x: 1 } })).words["slow"]).toBe("hit");
  });
});

describe("how many bodies run at once", () => {
  const meet = (n: number) =>
    Array.from(
      { length: n },
      (_, i) => `export async function n${i}() { return (globalThis as any).meet(${i}); }`,
    ).join("\n") +
    `\nexport const all = (${Array.from({ length: n }, (_, i) => `n${i}: number`)}) => Math.max(${Array.from({ length: n }, (_, i) => `n${i}`)});`;
  const world = globalThis as { meet?: () => Promise<number> };
  let inside = 0;
  world.meet = async () => {
    const now = ++inside;
    for (let i = 0; i < 20; i++) await null;
    inside--;
    return now;
  };

  it.each([
    [undefined, 5],
    [1, 1],
    [3, 3],
  ])("concurrency %s: %s of five", async (concurrency, most) => {
    const asking = concurrency === undefined ? {} : { concurrency };
    const [first, second] = await nb.runTwice(meet(5), ["all"], asking);
    expect([first.values, second.values, second.words["all"]]).toEqual([{ all: most }, { all: most }, "hit"]);
  });

  it.each([0, -1, Number.NaN, "two"])("a concurrency of %s is refused", async (concurrency) => {
    await expect(nb.run(meet(2), ["all"], { concurrency: concurrency as number })).rejects.toThrow("concurrency");
  });
});
