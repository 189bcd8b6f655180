// Is a body that fails called again, and one that takes too long given up, without any other value noticing?
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Builder, isCellarError, onRun, type RunMessage } from "../../../src/index.ts";
import type { RunRecord } from "../../../src/protocol/index.ts";
import { writeRun } from "../../../src/view/index.ts";
import { type AnyDriver, failedBy, notebook, ranBy, tallies } from "../../driver/notebook.ts";
import { expectPlanKept } from "../../planKept.ts";

const nb = notebook();
const count = tallies();

/** What the bodies of cells see of the test. */
interface World {
  readonly seen: unknown[];
  readonly signals: AbortSignal[];
  readonly calls: Record<string, number>;
  /** Fails as often as told, of all calls in a test. */
  readonly flaky: (name: string, failures: number) => void;
  /** Keeps the thread busy for so many ms. */
  readonly compute: (ms: number) => void;
  entered: () => void;
  door: Promise<unknown>;
}
let world: World;
beforeEach(() => {
  const calls: Record<string, number> = {};
  const flaky = (name: string, failures: number): void => {
    (globalThis as unknown as { tally(name: string): void }).tally(name);
    calls[name] = (calls[name] ?? 0) + 1;
    if (calls[name] <= failures)
      throw Object.assign(new TypeError(`attempt ${calls[name]} failed`), { code: "E_FLAKY" });
  };
  const compute = (ms: number): void => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };
  world = { seen: [], signals: [], calls, flaky, compute, entered: () => {}, door: new Promise(() => {}) };
  (globalThis as Record<string, unknown>)["world"] = world;
});
afterEach(() => {
  delete (globalThis as Record<string, unknown>)["world"];
});

const HEAD = `import { abortSignal, cache, dataLoader, oneOf, parameterize, retry, timeout, when } from "cellar";
const tally = (name: string): number => (globalThis as any).tally(name);
const world = (): any => (globalThis as any).world;
const calls = (): Record<string, number> => world().calls;
const flaky = (name: string, failures: number): void => world().flaky(name, failures);
`;
const detailOf = (record: RunRecord, name: string) => record.detail[record.graph.names.indexOf(name)] ?? {};

describe("retry", () => {
  const twice = `${HEAD}export const prices = retry({ times: 3, delayMs: 1 }, (x: number): number => { flaky("prices", 2); return x; });
export const total = (prices: number): number => prices + 1;`;

  it("calls a failing body again; the record tells the attempts and what the failed ones threw", async () => {
    const ran = await nb.run(twice, ["total"], { inputs: { x: 4 } });
    expect([ran.values, ran.words, count["prices"]]).toEqual([
      { total: 5 },
      { x: "given", prices: "executed", total: "executed" },
      3,
    ]);
    expect(detailOf(ran.record, "prices")).toMatchObject({
      attempts: 3,
      failures: ["TypeError: attempt 1 failed", "TypeError: attempt 2 failed"],
    });
    expect(detailOf(ran.record, "total")).not.toHaveProperty("attempts");
    expect(writeRun(ran.record)).toContain(
      "↻ prices: 3 attempts, failed with TypeError: attempt 1 failed; TypeError: attempt 2 failed",
    );
    const again = await nb.run(twice, ["total"], { inputs: { x: 4 } });
    expect([again.words["prices"], detailOf(again.record, "prices").attempts, count["prices"]]).toEqual([
      "hit",
      undefined,
      3,
    ]);
  });

  it("is heard while it waits for the next attempt", async () => {
    const messages: RunMessage[] = [];
    const close = onRun((message) => messages.push(message));
    await nb.run(twice, ["total"], { inputs: { x: 4 } });
    close();
    const told = messages.flatMap((message) =>
      message.type === "event" && message.event.type === "event" && message.event.status === "r"
        ? [message.event.set?.detail?.attempts]
        : [],
    );
    expect(told).toEqual(expect.arrayContaining([2, 3]));
  });

  it("fails with the last error when all attempts have failed, and tells them", async () => {
    const dr = nb.driver(twice.replace("times: 3", "times: 1"));
    const { error, record, words } = await failedBy(dr, ["total"], { inputs: { x: 4 } });
    expect(((error as Error).cause as Error).message).toBe("attempt 2 failed");
    expect([words["prices"], words["total"], count["prices"]]).toEqual(["failed", "skipped", 2]);
    expect(detailOf(record, "prices")).toMatchObject({
      attempts: 2,
      failures: ["TypeError: attempt 1 failed"],
      error: { message: "attempt 2 failed" },
    });
    // The next run begins anew.
    expect((await ranBy(dr, ["total"], { inputs: { x: 4 } })).values).toEqual({ total: 5 });
  });

  it("costs no run: neither it nor a timeout is in the key", async () => {
    const plain = (wrapped: string) => `${HEAD}export const prices = ${wrapped};`;
    const body = '(x: number): number => { tally("prices"); return x; }';
    await nb.run(plain(body), ["prices"], { inputs: { x: 1 } });
    for (const wrapped of [
      `retry({ times: 2 }, ${body})`,
      `timeout(500, retry({ times: 5, jitter: 0.5 }, ${body}))`,
      `timeout(60_000, cache({ behavior: "default" }, ${body}))`,
    ])
      expect((await nb.run(plain(wrapped), ["prices"], { inputs: { x: 1 } })).words["prices"]).toBe("hit");
    expect(count["prices"]).toBe(1);
  });

  it("of a run holds for nodes that say nothing of it; a node's own wins", async () => {
    const text = `${HEAD}export const a = (): number => { flaky("a", 1); return 1; };
export const b = retry({ times: 0 }, (): number => { flaky("b", 1); return 1; });`;
    const { record } = await failedBy(nb.driver(text), ["a", "b"], { retry: { times: 2, delayMs: 0 } });
    expect([record.status, detailOf(record, "a").attempts, count]).toEqual(["xf", 2, { a: 2, b: 1 }]);
  });

  it.each([
    ['only: ["TypeError"]', 2],
    ['only: ["E_FLAKY"]', 2],
    ['only: ["RangeError", "ENOENT"]', 1],
  ])("tries again after the errors that it names: %s", async (only, calls) => {
    const text = `${HEAD}export const a = retry({ times: 1, delayMs: 0, ${only} }, (): number => { flaky("a", 1); return 1; });`;
    const { record } = await failedBy(nb.driver(text), ["a"]);
    expect([count["a"], record.status]).toEqual([calls, calls === 2 ? "x" : "f"]);
  });

  it("finds the name of what caused an error, as that of fetch", async () => {
    const text = `${HEAD}export const a = retry({ times: 1, delayMs: 0, only: ["E_FLAKY"] }, (): number => {
  try { flaky("a", 1); } catch (cause) { throw new Error("fetch failed", { cause }); }
  return 1;
});`;
    expect((await nb.run(text, ["a"])).values).toEqual({ a: 1 });
  });

  it("R20: an attempt that changed what it read is not seen by the next one, nor by others, nor by the caller", async () => {
    const text = `${HEAD}export const rows = (x: number): number[] => [x, 1];
export const sorted = retry({ times: 3, delayMs: 1 }, (rows: number[], given: number[]): number[] => {
  world().seen.push([[...rows], [...given]]);
  rows.push(9); given.push(9);
  flaky("sorted", 2);
  return [...rows, ...given];
});
export const other = (rows: number[], sorted: number[]): number => rows.length + sorted.length;`;
    const ran = await nb.run(text, ["rows", "other", "sorted"], { inputs: { x: 3, given: [5] } });
    expect(ran.values).toEqual({ rows: [3, 1], sorted: [3, 1, 9, 5, 9], other: 7 });
    for (const seen of world.seen) expect(seen).toEqual([[3, 1], [5]]);
    // The first failure may have been the harm of another body: it is no attempt, and says so.
    expect(detailOf(ran.record, "sorted").attempts).toBe(2);
    expect(ran.record.departed.map(({ reason }) => reason)).toContain(
      "`sorted` changed its input `rows`; it was executed again on a copy",
    );
    const again = await nb.run(text, ["rows", "other", "sorted"], { inputs: { x: 3, given: [5] } });
    expect([again.words["sorted"], again.values]).toEqual(["hit", ran.values]);
  });

  it("R25: two drivers that want one key share all attempts and their outcome", async () => {
    const drivers = [nb.driver(twice), nb.driver(twice)];
    const values = await Promise.all(drivers.map((dr) => dr.execute(["total"], { inputs: { x: 4 } })));
    expect([values, count["prices"]]).toEqual([[{ total: 5 }, { total: 5 }], 3]);
  });

  it("R25: keeps its lease while it waits for the next attempt, so that no other process begins", async () => {
    const pause = "delayMs: 2_000_000_000, maxDelayMs: 2_000_000_000";
    const stop = new AbortController();
    const waits = new Promise<void>((resolve) => {
      const close = onRun((message) => {
        if (message.type !== "event" || message.event.type !== "event" || message.event.set?.detail?.attempts !== 2)
          return;
        close();
        resolve();
      });
    });
    const running = failedBy(nb.driver(twice.replace("delayMs: 1", pause)), ["total"], {
      inputs: { x: 4 },
      signal: stop.signal,
    });
    await waits;
    const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
    const leases = db.prepare("SELECT count(*) FROM lease").pluck();
    expect([leases.get(), count["prices"]]).toEqual([1, 1]);
    stop.abort();
    await running;
    await nb.close();
    expect(leases.get()).toBe(0);
    db.close();
  });

  it("stops at once when the run is stopped, however long its pause", async () => {
    const text = `${HEAD}export const a = retry({ times: 9, delayMs: 2_000_000_000, maxDelayMs: 2_000_000_000 }, async (): Promise<number> => { world().entered(); flaky("a", 1); return 1; });
export const b = (a: number): number => a;`;
    const dr = nb.driver(text);
    const stop = new AbortController();
    const entered = new Promise<void>((resolve) => {
      world.entered = resolve;
    });
    const running = failedBy(dr, ["b"], { signal: stop.signal });
    await entered;
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    const { error, record } = await running;
    expect([isCellarError(error, "interrupted"), record.state, count["a"]]).toEqual([true, "interrupted", 1]);
    await dr.close();
    expect((await ranBy(nb.driver(text.replace('flaky("a", 1); ', "")), ["b"])).values).toEqual({ b: 1 });
  });

  it("gives up its pauses when another node's failure stops the run", async () => {
    const text = `${HEAD}export const a = retry({ times: 9, delayMs: 2_000_000_000, maxDelayMs: 2_000_000_000 }, (): number => { flaky("a", 1); return 1; });
export const b = async (): Promise<number> => { await new Promise((go) => setTimeout(go, 10)); throw new Error("b"); };`;
    const { record } = await failedBy(nb.driver(text), ["a", "b"], { onError: "stop" });
    expect([record.status, count["a"]]).toEqual(["sf", 1]);
  });

  it("keeps what a secret says out of the failures that are told", async () => {
    const text = `${HEAD}export const a = retry({ times: 1, delayMs: 0 }, (key: string): number => { if ((calls()["a"] = (calls()["a"] ?? 0) + 1) === 1) throw new Error("bad key " + key); return 1; });`;
    const { secret } = await import("../../../src/index.ts");
    const { record } = await nb.run(text, ["a"], { inputs: { key: secret("hunter22") } });
    expect(detailOf(record, "a").failures).toEqual(["Error: bad key ‹secret›"]);
  });

  it("tells long errors shortened, and the latest ten of many", async () => {
    const text = `${HEAD}export const a = retry({ times: 20, delayMs: 0 }, (): number => { calls()["a"] = (calls()["a"] ?? 0) + 1; if (calls()["a"] <= 15) throw new Error(calls()["a"] + "x".repeat(999)); return 1; });`;
    const { attempts, failures = [] } = detailOf((await nb.run(text, ["a"])).record, "a");
    expect([attempts, failures.length, failures[9]?.length, failures[9]?.slice(0, 10)]).toEqual([
      16,
      10,
      200,
      "Error: 15x",
    ]);
  });

  it("holds for all cases, variants and loaders that the function makes, and not for what is taken out of values", async () => {
    const text = `${HEAD}export const scaled = retry({ times: 1, delayMs: 0 }, parameterize({ low: { rate: 1 }, high: { rate: 2 } }, (rate: number): number => { flaky("scaled" + rate, 1); return rate; }));
export const rows = retry({ times: 1, delayMs: 0 }, dataLoader((): [number[], object] => { flaky("rows", 1); return [[1], {}]; }));
export const price = oneOf(when({ mode: "a" }, retry({ times: 1, delayMs: 0 }, (): number => { flaky("price", 1); return 7; })), (): number => 8);`;
    const dr = new Builder()
      .withModules(nb.cell(text))
      .withConfig({ mode: "a" })
      .withCache({ path: nb.cache })
      .build() as unknown as AnyDriver;
    const ran = await ranBy(dr, ["low", "high", "rows", "price"]);
    await dr.close();
    expect(ran.values).toEqual({ low: 1, high: 2, rows: [1], price: 7 });
    expect(["low", "high", "rows.loader", "rows", "price"].map((name) => detailOf(ran.record, name).attempts)).toEqual([
      2,
      2,
      2,
      undefined,
      2,
    ]);
  });

  it("of a loader that gives no pair is no use: what is wrong with a modifier stays wrong", async () => {
    const text = `${HEAD}export const rows = retry({ times: 5, delayMs: 0 }, dataLoader((): any => { tally("rows"); return 7; }));`;
    const { error } = await failedBy(nb.driver(text), ["rows"]);
    expect([String(error), count["rows"]]).toEqual([expect.stringContaining("a loader gives a pair"), 1]);
  });

  it("works the same without a cache", async () => {
    const dr = new Builder().withModules(nb.cell(twice)).build() as unknown as AnyDriver;
    expect(await dr.execute(["total"], { inputs: { x: 4 } })).toEqual({ total: 5 });
    expect(count["prices"]).toBe(3);
    delete world.calls["prices"];
    const stop = new AbortController();
    const slow = new Builder()
      .withModules(nb.cell(twice.replace("delayMs: 1", "delayMs: 2_000_000_000, maxDelayMs: 2_000_000_000")))
      .build() as unknown as AnyDriver;
    const running = slow.execute(["total"], { inputs: { x: 4 }, signal: stop.signal }).catch((e: unknown) => e);
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    expect(isCellarError(await running, "interrupted")).toBe(true);
  });
});

describe("timeout", () => {
  const slow = `${HEAD}export const rows = (x: number): number[] => [x];
export const slow = timeout(20, async (rows: number[]): Promise<number> => {
  const signal = abortSignal();
  world().signals.push(signal);
  await world().door;
  rows.push(9);
  world().seen.push("late");
  return 1;
});
export const beside = async (rows: number[]): Promise<number> => rows.length;
export const below = (slow: number): number => slow;`;

  it("fails a body that waits too long, aborts its signal, and lets the others go on", async () => {
    const { error, words, record } = await failedBy(nb.driver(slow), ["below", "beside"], { inputs: { x: 1 } });
    expect(words).toEqual({ x: "given", rows: "executed", slow: "failed", beside: "executed", below: "skipped" });
    expect(detailOf(record, "slow").error?.message).toContain(
      "`slow` took longer than the 20 ms that its timeout gives it.",
    );
    expect(isCellarError((error as Error).cause, "timed-out")).toBe(true);
    expect(world.signals.map((signal) => [signal.aborted, signal.reason === (error as Error).cause])).toEqual([
      [true, true],
    ]);
    const again = await failedBy(nb.driver(slow), ["below", "beside"], { inputs: { x: 1 } });
    expect([again.words["beside"], again.words["slow"]]).toEqual(["hit", "failed"]);
  });

  it("R20: what the given-up body still does to what it was lent is seen by nobody", async () => {
    let open!: (value: unknown) => void;
    world.door = new Promise((resolve) => {
      open = resolve;
    });
    const dr = nb.driver(`${slow}
export const after = async (rows: number[], waited: number): Promise<number[]> => { world().open(); await new Promise((go) => setTimeout(go, 10)); return [...rows]; };
export const waited = async (): Promise<number> => { await new Promise((go) => setTimeout(go, 60)); return 0; };`);
    (world as unknown as { open: unknown }).open = open;
    const error = await dr.execute(["slow", "rows", "after"], { inputs: { x: 1 } }).catch((e: unknown) => e);
    expect(isCellarError((error as Error).cause, "timed-out")).toBe(true);
    expect(world.seen).toEqual(["late"]);
    expect(await dr.execute(["after", "rows"], { inputs: { x: 1 } })).toEqual({ after: [1], rows: [1] });
  });

  it("R20: nor by the caller, however late: the values of the run are not those that the given-up attempt has", async () => {
    let open!: (value: unknown) => void;
    world.door = new Promise((resolve) => {
      open = resolve;
    });
    const text = `${HEAD}export const rows = (x: number): number[] => [x];
export const slow = retry({ times: 1, delayMs: 0 }, timeout(20, async (rows: number[], given: number[]): Promise<number> => {
  tally("slow");
  if (world().signals.push(abortSignal()) === 1) {
    await world().door;
    rows.push(9); given.push(9);
    world().seen.push("late");
  }
  return rows.length;
}));
export const below = (slow: number, rows: number[], given: number[]): number[][] => [rows, given];`;
    const asking = { inputs: { x: 1, given: [5] } };
    const { values } = await nb.run(text, ["rows", "slow", "below"], asking);
    open(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect([world.seen, count["slow"]]).toEqual([["late"], 2]);
    expect(values).toEqual({ rows: [1], slow: 1, below: [[1], [5]] });
  });

  it("is that of each attempt: a later one that is quick enough gives the value", async () => {
    const text = slow
      .replace("timeout(20,", "retry({ times: 2, delayMs: 0 }, timeout(20,")
      .replace("return 1;\n});", "return 1;\n}));")
      .replace("await world().door;", "if (world().signals.length < 3) await world().door;");
    const { values, record } = await nb.run(text, ["below", "rows"], { inputs: { x: 1 } });
    expect(values).toEqual({ below: 1, rows: [1] });
    expect(detailOf(record, "slow").attempts).toBe(3);
    expect(world.signals.map(({ aborted }) => aborted)).toEqual([
      true,
      true,
      false, // It changed what it read:
      false, // executed again on a copy.
    ]);
  });

  it("of a run holds for nodes that say nothing of it", async () => {
    const text = `${HEAD}export const a = async (): Promise<number> => { await world().door; return 1; };
export const b = timeout(60_000, async (): Promise<number> => { await new Promise((go) => setTimeout(go, 40)); return 2; });`;
    const { record } = await failedBy(nb.driver(text), ["a", "b"], { timeoutMs: 15 });
    expect(record.status).toBe("fx");
  });

  const busy = `${HEAD}export const busy = timeout(5, (): number => { tally("busy"); world().compute(40); return 1; });
export const quick = timeout(60_000, (): number => 2);`;

  it("of a body that computes in this thread: the plan says that it cannot be stopped, the record that it was too late", async () => {
    const dr = nb.driver(busy);
    const plan = await dr.plan(["busy"]);
    const mark =
      "has 5 ms, but cannot be stopped while it computes without a pause: it runs in the main thread. On a worker thread it is stopped in time: `withExecutor(workersExecutor())`.";
    expect(plan.rows[0]?.marks).toEqual([mark]);
    expect(String(plan)).toContain(`busy: marked, ${mark}`);
    const { error, record } = await failedBy(dr, ["busy"]);
    expectPlanKept(plan, record);
    expect(detailOf(record, "busy").marks).toEqual([mark]);
    expect(String(error)).toMatch(/`busy` took \d+ ms, longer than the 5 ms .* its value is not taken/);
    await failedBy(dr, ["busy"]);
    expect(count["busy"]).toBe(2);
  });

  it("says nothing of a node that is a hit, nor of one that waits", async () => {
    await nb.run(busy, ["quick"]);
    const plan = await nb.driver(busy).plan(["quick"]);
    expect([plan.rows[0]?.what, plan.rows[0]?.marks]).toEqual(["hit", undefined]);
    expect(
      (await nb.driver(slow).plan(["slow"], { inputs: { x: 1 } })).rows.flatMap(({ marks = [] }) => marks),
    ).toEqual([]);
  });

  it("of a generator holds until its last item", async () => {
    const text = `${HEAD}export const items = timeout(20, async function* (): AsyncGenerator<number> { world().signals.push(abortSignal()); yield 1; await world().door; yield 2; });
export const few = timeout(60_000, function* (): Generator<number> { yield 1; yield 2; });`;
    const { record } = await failedBy(nb.driver(text), ["items", "few"]);
    expect([record.status, world.signals[0]?.aborted]).toEqual(["fx", true]);
  });

  it("works the same without a cache", async () => {
    const dr = new Builder().withModules(nb.cell(slow)).build() as unknown as AnyDriver;
    const error = await dr.execute(["below"], { inputs: { x: 1 } }).catch((e: unknown) => e);
    expect([isCellarError((error as Error).cause, "timed-out"), world.signals[0]?.aborted]).toEqual([true, true]);
  });
});

describe("abortSignal", () => {
  it("is aborted when the run is stopped, with its reason", async () => {
    const text = `${HEAD}export const a = async (): Promise<number> => { const signal = abortSignal(); world().signals.push(signal); world().entered(); await new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason))); return 1; };`;
    const stop = new AbortController();
    const entered = new Promise<void>((resolve) => {
      world.entered = resolve;
    });
    const running = failedBy(nb.driver(text), ["a"], { signal: stop.signal });
    await entered;
    stop.abort(new Error("enough"));
    expect((await running).record.state).toBe("interrupted");
    expect([world.signals[0]?.aborted, world.signals[0]?.reason]).toEqual([true, new Error("enough")]);
  });

  it("is each body's own, is in no key, and marks nothing", async () => {
    const text = `${HEAD}export const a = timeout(15, async (): Promise<number> => { world().signals.push(abortSignal()); await world().door; return 1; });
export const b = async (): Promise<number> => { world().signals.push(abortSignal()); await new Promise((go) => setTimeout(go, 40)); return 2; };
export const c = (): number => { world().signals.push(abortSignal()); return 3; };`;
    const { record } = await failedBy(nb.driver(text), ["a", "b", "c"]);
    expect(world.signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
    expect(new Set(world.signals).size).toBe(3);
    expect([record.status, record.detail[1]?.marks]).toEqual(["fxx", undefined]);
    expect((await failedBy(nb.driver(text), ["a", "b", "c"])).record.status).toBe("fhh");
  });

  it("many bodies at once may listen without a warning", async () => {
    const warnings: string[] = [];
    const hear = ({ name }: Error) => warnings.push(name);
    process.on("warning", hear);
    const names = Array.from({ length: 15 }, (_, at) => `n${at}`);
    // Each waits until all have begun.
    world.door = new Promise((resolve) => {
      world.entered = () => {
        if (world.seen.push(1) === names.length) resolve(undefined);
      };
    });
    // Different ones, or they would be one computation (R2).
    const body = (name: string) =>
      `async (): Promise<string> => { world().entered(); await world().door; return "${name}"; }`;
    await nb.run(
      HEAD + names.map((name) => `export const ${name} = timeout(60_000, ${body(name)});`).join("\n"),
      names,
      {
        signal: new AbortController().signal,
      },
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", hear);
    expect(warnings).not.toContain("MaxListenersExceededWarning");
  });

  it("after an await it is refused with the remedy, rather than being another's", async () => {
    const text = `${HEAD}export const a = async (): Promise<number> => { await null; abortSignal(); return 1; };`;
    const { error } = await failedBy(nb.driver(text), ["a"]);
    expect(String(error)).toContain("take it at the begin, `const signal = abortSignal();`, and hand it on");
  });

  it("a function that is called by itself has one that is never aborted", async () => {
    const cell = nb.cell(`${HEAD}export const a = timeout(60_000, (): boolean => abortSignal().aborted);`);
    await nb.driver(cell).execute(["a"]);
    expect((cell["a"] as unknown as () => boolean)()).toBe(false);
  });
});

describe("what is given is checked", () => {
  it.each([
    ["retry({ tims: 3 } as never, ", "retry() has no option `tims`. Did you mean `times`?"],
    ["retry({ delayMs: 3 } as never, ", "retry(): `times` is a whole number from 0, not undefined."],
    ["retry({ times: 1.5 }, ", "retry(): `times` is a whole number from 0, not 1.5."],
    ["retry({ times: 1, jitter: 2 }, ", "retry(): `jitter` is a number from 0 to 1, not 2."],
    ["retry({ times: 1, factor: 0.5 }, ", "retry(): `factor` is a number from 1, not 0.5."],
    ["retry({ times: 1, delayMs: -1 }, ", "retry(): `delayMs` is a number of ms from 0 to 2147483647, not -1."],
    ["retry({ times: 1, only: [] }, ", "retry(): `only` is a list of names or codes of errors"],
    ["retry({ times: Number(1) }, ", "retry() takes its options first, written out"],
    ["timeout(0, ", "timeout() is a number of ms above 0 and up to 2147483647, not 0."],
    ["timeout(1e12, ", "timeout() is a number of ms above 0"],
    ["timeout('5' as never, ", 'timeout() is a number of ms above 0 and up to 2147483647, not "5".'],
    ["timeout(Number(5), ", "timeout() takes its options first, written out"],
  ])("%s", async (wrapped, said) => {
    const text = `${HEAD}export const a = ${wrapped}(): number => 1);`;
    const error = await Promise.resolve()
      .then(() => nb.driver(text))
      .catch((e: unknown) => e);
    expect([isCellarError(error, "bad-modifier"), (error as Error).message]).toEqual([
      true,
      expect.stringContaining(said),
    ]);
    expect((error as Error).message).toContain("`a` (line ");
  });

  it.each([
    [{ timeoutMs: -1 }, "execute({ timeoutMs }) is a number of ms above 0"],
    [{ timeoutMs: Number.NaN }, "execute({ timeoutMs }) is a number of ms above 0"],
    [{ retry: { tims: 3 } }, "execute({ retry }) has no option `tims`. Did you mean `times`?"],
    [{ retry: 3 }, "execute({ retry }) takes an object, e.g. { times: 3, delayMs: 500 }, not 3."],
  ])("execute with %o", async (asking, said) => {
    const error = await nb
      .driver("export const a = (): number => 1;")
      .execute(["a"], asking as never)
      .catch((e: unknown) => e);
    expect([isCellarError(error, "bad-option"), (error as Error).message]).toEqual([
      true,
      expect.stringContaining(said),
    ]);
  });
});
