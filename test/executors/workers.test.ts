// Where do bodies run, and is everything as it is in this thread? One contract for both executors, and what threads add.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hereExecutor } from "../../src/executors/here.ts";
import { Builder, type Executor, isCellarError, workersExecutor } from "../../src/index.ts";
import type { RunRecord } from "../../src/protocol/index.ts";
import { type AnyDriver, notebook } from "../driver/notebook.ts";

const nb = notebook();
const open: AnyDriver[] = [];
afterEach(async () => {
  for (const dr of open.splice(0)) await dr.close();
});

function driverOf(text: string, executor: Executor, cache = true): AnyDriver {
  const builder = new Builder().withModules(nb.cell(text)).withExecutor(executor);
  const made = (cache ? builder.withCache({ path: nb.cache }) : builder).build() as unknown as AnyDriver;
  open.push(made);
  return made;
}

const workers = () => workersExecutor({ threads: 2 });

async function ran(text: string, names: readonly string[], executor: Executor, asking = {}) {
  const dr = driverOf(text, executor);
  const values = await dr.execute(names as never, asking as never);
  const record = (await dr.cache.run()) as RunRecord;
  const at = (name: string) => record.graph.names.indexOf(name);
  return { values, record, place: (name: string) => record.detail?.[at(name)] ?? {} };
}

const KINDS = `
class Point { constructor(readonly x: number, readonly y: number) {} norm() { return Math.hypot(this.x, this.y); } }
export function point(x: number) { return new Point(x, 4); }
export function norm(point: Point) { return [point instanceof Point, point.norm()]; }
export function table(x: number) { return new Map<unknown, unknown>([["a", new Set([x])], [1n, new Date(0)], ["u", undefined]]); }
export async function floats(x: number) { await null; return new Float64Array([x, -0, NaN]); }
export function* odd(x: number) { for (let i = 1; i <= x; i += 2) yield i; }
export async function* later(x: number) { for (let i = 0; i < x; i++) { await null; yield i; } }
export function nothing(x: number) { return undefined; }
export function shared(x: number) { const one = { x }; return [one, one]; }
export function sum(floats: Float64Array, odd: number[], factor = 2) { return (floats[0]! + odd.length) * factor; }
export function text(x: number) { return "ä😀\\ud800" + x; }
`;
const NAMES = ["point", "norm", "table", "floats", "odd", "later", "nothing", "shared", "sum", "text"];

describe.each([
  ["in this thread", hereExecutor, "main"],
  ["on worker threads", workers, "workers"],
])("an executor %s", (_, make, on) => {
  it("gives values of every kind, with classes of the module and shared references", async () => {
    const { values, place } = await ran(KINDS, NAMES, make(), { inputs: { x: 3 } });
    expect(values["norm"]).toEqual([true, 5]);
    expect(values["table"]).toEqual(
      new Map<unknown, unknown>([
        ["a", new Set([3])],
        [1n, new Date(0)],
        ["u", undefined],
      ]),
    );
    expect(values["floats"]).toEqual(new Float64Array([3, -0, Number.NaN]));
    expect([values["odd"], values["later"], values["nothing"], values["sum"]]).toEqual([
      [1, 3],
      [0, 1, 2],
      undefined,
      10,
    ]);
    expect(values["text"]).toBe("ä😀\ud8003");
    const list = values["shared"] as unknown[];
    expect(list[0]).toBe(list[1]);
    for (const name of NAMES) expect([name, place(name).on, place(name).why]).toEqual([name, on, undefined]);
  });

  it("calls what modifiers wrap: variants, cases, bound values, loaders, wherever they stand", async () => {
    const text = `
import { cache, dataLoader, extractFields, inject, oneOf, parameterize, retry, tag, timeout, when } from "cellar";
export const rows = dataLoader((x: number) => [[x, x + 1], { source: "here" }]);
export const size = tag({ owner: "me" }, oneOf(
  when({ mode: "twice" }, retry({ times: 1 }, (rows: number[]) => rows.length * 2)),
  when({ mode: "fields" }, timeout(60_000, (rows: number[], x: number) => rows.length * x)),
  (rows: number[]) => rows.length,
));
export const cases = parameterize({ low: { rate: 1 }, high: { rate: 10 } }, oneOf(
  when({ mode: "none" }, (size: number, rate: number) => -1),
  (rate: number, size: number, plus = 0.5) => size * rate + plus,
));
export const stats = cache({ lend: "copy" }, extractFields(["least"], inject({ extra: { n: 1 } }, (low: number, extra: { n: number }) => ({ least: low + extra.n }))));
`;
    const names = ["size", "low", "high", "least"];
    for (const [mode, size] of [
      ["twice", 4],
      ["fields", 6],
      ["plain", 2],
    ] as const) {
      const builder = new Builder().withModules(nb.cell(text)).withConfig({ mode }).withExecutor(make());
      const dr = builder.withCache({ path: nb.cache }).build() as unknown as AnyDriver;
      open.push(dr);
      expect(await dr.execute(names as never, { inputs: { x: 3 } } as never)).toEqual({
        size,
        low: size + 0.5,
        high: size * 10 + 0.5,
        least: size + 1.5,
      });
      const { detail, graph } = (await dr.cache.run()) as RunRecord;
      for (const name of ["size", "low", "high", "stats"]) {
        const place = detail?.[graph.names.indexOf(name)] ?? {};
        expect([name, place.on, place.why]).toEqual([name, on, undefined]);
      }
    }
  });

  it("gives the same without a cache", async () => {
    const dr = driverOf(KINDS, make(), false);
    const values = await dr.execute(["norm", "sum", "later"] as never, { inputs: { x: 3 } } as never);
    expect(values).toEqual({ norm: [true, 5], sum: 10, later: [0, 1, 2] });
  });

  it("throws what the body threw: name, message, cause and the place in the module", async () => {
    const dr = driverOf(
      `class Lack extends Error { override name = "Lack"; }
export function bad(x: number) {
  throw new TypeError("no " + x, { cause: new RangeError("deep") });
}
export async function own(x: number) { await null; throw new Lack("mine"); }
export function odd(x: number) { throw { code: x }; }`,
      make(),
    );
    const causeOf = async (name: string) => {
      const error = await dr.execute([name] as never, { inputs: { x: 7 } } as never).catch((e: unknown) => e);
      expect(isCellarError(error, "node-failed")).toBe(true);
      return (error as Error).cause as Error;
    };
    const bad = await causeOf("bad");
    expect(bad).toBeInstanceOf(TypeError);
    expect([bad.message, (bad.cause as Error).name, (bad.cause as Error).message]).toEqual([
      "no 7",
      "RangeError",
      "deep",
    ]);
    expect(bad.stack).toMatch(/^TypeError: no 7\n +at (\w+\.)?bad \(.*basics\.ts:\d+/);
    const own = await causeOf("own");
    expect([own instanceof Error, own.name, own.message]).toEqual([true, "Lack", "mine"]);
    expect(await causeOf("odd")).toEqual({ code: 7 });
  });

  it("R20: a body that changes what it reads harms no other node", async () => {
    const text = `export function list(x: number) { return [x]; }
export function pushed(list: number[]) { list.push(9); return list.length; }
export function kept(list: number[]) { return list.length; }`;
    const { values } = await ran(text, ["kept", "list"], make(), { inputs: { x: 1 } });
    expect(values).toEqual({ kept: 1, list: [1] });
    const said = await ran(text, ["pushed"], make(), { inputs: { x: 1 } }).then(
      ({ values: given }) => given,
      (error: unknown) => (error as Error).message,
    );
    expect(said).toEqual(
      await ran(text, ["pushed"], hereExecutor(), { inputs: { x: 1 } }).then(
        (r) => r.values,
        (e) => e.message,
      ),
    );
  });
});

describe("worker threads", () => {
  it("R8: a run on them stores what a run without them finds, under the same keys", async () => {
    const there = await ran(KINDS, NAMES, workers(), { inputs: { x: 3 } });
    const here = await ran(KINDS, NAMES, hereExecutor(), { inputs: { x: 3 } });
    expect(there.record.status).toMatch(/x/);
    expect(here.record.status).not.toMatch(/x/);
    expect(here.record.data).toEqual(there.record.data);
    expect(here.record.key).toEqual(there.record.key);
    expect(here.values).toEqual(there.values);
  });

  it("two bodies that compute without a pause overlap", async () => {
    // Each waits, without giving its thread free, until it sees that the other has begun.
    const text = ["a", "b"]
      .map(
        (me, at) => `export function ${me}(folder: string) {
  const begun = process.hrtime.bigint();
  fs.writeFileSync(folder + "/${me}", "");
  while (!fs.existsSync(folder + "/${at === 0 ? "b" : "a"}")) {}
  return [begun, process.hrtime.bigint()];
}`,
      )
      .join("\n");
    const { values } = await ran(`import fs from "node:fs";\n${text}`, ["a", "b"], workers(), {
      inputs: { folder: nb.folder },
    });
    const [a, b] = [values["a"], values["b"]] as [bigint, bigint][];
    expect(a![0] < b![1] && b![0] < a![1]).toBe(true);
  });

  it("an aborted run ends the thread of a busy body; another run's bodies and later ones are unharmed", async () => {
    const text = `import fs from "node:fs";
export function endless(folder: string) { fs.writeFileSync(folder + "/begun", ""); for (;;) {} }
export async function patient(folder: string) { while (!fs.existsSync(folder + "/go")) await new Promise((r) => setTimeout(r, 5)); return "there"; }
export function quick(x: number) { return x; }`;
    const dr = driverOf(text, workers());
    const stop = new AbortController();
    const inputs = { folder: nb.folder };
    const patient = dr.execute(["patient"] as never, { inputs } as never);
    const endless = dr.execute(["endless"] as never, { inputs, signal: stop.signal } as never).catch((e: unknown) => e);
    await vi.waitUntil(() => fs.existsSync(path.join(nb.folder, "begun")), { timeout: 20_000 });
    stop.abort();
    expect(isCellarError(await endless, "interrupted")).toBe(true);
    // Both threads are busy unless that of the endless body was ended.
    expect(await dr.execute(["quick"] as never, { inputs: { x: 1 } } as never)).toEqual({ quick: 1 });
    nb.write("go", "");
    expect(await patient).toEqual({ patient: "there" });
  });

  it("a body that ends its thread fails alone, and says so", async () => {
    const dr = driverOf(
      `export function dies(x: number): number { process.exit(3); }
export function below(dies: number) { return dies; }
export function lives(x: number) { return x + 1; }`,
      workers(),
    );
    const inputs = { x: 1 };
    const error = await dr.execute(["below", "lives"] as never, { inputs } as never).catch((e: Error) => e);
    expect(String(error)).toMatch(/`dies`.*ended before its body did/s);
    const { record } = { record: (await dr.cache.run()) as RunRecord };
    const word = (name: string) => record.status[record.graph.names.indexOf(name)];
    expect([word("dies"), word("lives")]).toEqual(["f", "x"]);
    expect(await dr.execute(["lives"] as never, { inputs: { x: 2 } } as never)).toEqual({ lives: 3 });
  });

  it.each([
    ["const now = Number(process.version.length > 0);", "return x + now", /constant `now` .* computed/],
    ["let count = 0;", "return (count += x)", /count/],
    ["const seen = new Map<number, number>();", "seen.set(x, x); return seen.size", /seen/],
    ['import { one } from "./near.ts";', "return one + x", /imports `\.\/near\.ts`/],
  ])("R8: with %s in its module a body stays on the main thread and says why", async (head, body, why) => {
    nb.write("near.ts", "export const one = 1;");
    const { place } = await ran(`${head}\nexport function out(x: number) { ${body}; }`, ["out"], workers(), {
      inputs: { x: 1 },
    });
    expect(place("out").on).toBe("main");
    expect(place("out").why).toMatch(why);
  });

  it("what cannot travel is computed on the main thread, and the record says why", async () => {
    const text = `export function fn(x: number) { return () => x; }
export function used(fn: () => number) { return fn() + 1; }`;
    const { values, place } = await ran(text, ["used"], workers(), { inputs: { x: 1 } });
    expect(values["used"]).toBe(2);
    expect([place("fn").on, place("fn").why]).toEqual(["main", expect.stringMatching(/its value cannot travel/)]);
    expect([place("used").on, place("used").why]).toEqual([
      "main",
      expect.stringMatching(/what it reads cannot travel/),
    ]);
  });

  it("R11: a thread whose environment differs refuses the body", async () => {
    const { call, ...rest } = workers();
    const elsewhere: Executor = {
      ...rest,
      call: (work, values, told) =>
        call({ ...work, surroundings: { ...work.surroundings, timezone: "Moon/Base" } }, values, told),
    };
    const { values, place } = await ran("export function out(x: number) { return x; }", ["out"], elsewhere, {
      inputs: { x: 1 },
    });
    expect(values).toEqual({ out: 1 });
    expect(place("out")).toMatchObject({ on: "main", why: expect.stringMatching(/timezone is .*, not Moon\/Base/) });
  });

  it("what a body writes comes out in order before its value, and threads don't keep the process alive", () => {
    const script = `
      const { Builder, moduleFromText, workersExecutor } = await import("cellar");
      const text = 'export function out(x: number) { console.log("one"); process.stdout.write("two\\\\n"); console.log({ x }); return x; }';
      const dr = new Builder().withModules(moduleFromText(text, { name: "basics" })).withExecutor(workersExecutor({ threads: 1 })).build();
      console.log((await dr.execute(["out"], { inputs: { x: 3 } })).out);`;
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect([child.stdout, child.stderr, child.status]).toEqual(["one\ntwo\n{ x: 3 }\n3\n", "", 0]);
  });

  it("a driver that is closed gives its threads back; another that shares them goes on", async () => {
    const shared = workers();
    const text = "export function out(x: number) { return x * 2; }";
    const [one, other] = [driverOf(text, shared), driverOf(text, shared)];
    expect(await one.execute(["out"] as never, { inputs: { x: 1 } } as never)).toEqual({ out: 2 });
    await one.close();
    expect(await other.execute(["out"] as never, { inputs: { x: 2 } } as never)).toEqual({ out: 4 });
  });

  it("what a body left behind fails no other body, and is told on stderr", () => {
    const script = `
      const { Builder, moduleFromText, workersExecutor } = await import("cellar");
      const text = \`export function leaves(x: number) { setTimeout(() => { throw new Error("late"); }, 0); void Promise.reject(new Error("lost")); return x; }
export async function after(leaves: number) { await new Promise((r) => setTimeout(r, 20)); return leaves + 1; }\`;
      const dr = new Builder().withModules(moduleFromText(text, { name: "basics" })).withExecutor(workersExecutor({ threads: 1 })).build();
      console.log(JSON.stringify(await dr.execute(["leaves", "after"], { inputs: { x: 3 } })));`;
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect([child.stdout, child.status]).toEqual(['{"leaves":3,"after":4}\n', 0]);
    expect(child.stderr).toMatch(/CellarWarning: What a body left behind.*Error: late/s);
    expect(child.stderr).toMatch(/CellarWarning: What a body left behind.*Error: lost/s);
  });

  it.each([0, 1.5, Number.NaN, "2"])("%s threads are refused", (threads) => {
    expect(() => workersExecutor({ threads: threads as number })).toThrow(/threads }\) is a whole number from 1/);
    expect(() => new Builder().withExecutor(threads as never)).toThrow(/withExecutor\(\) takes an executor/);
  });
});

it("R31: items of a list are computed in threads, once each; the second run hits", async () => {
  const text = `import { collect, parallelizable } from "cellar";
export const item = parallelizable(function* (count: number) { for (let i = 0; i < count; i++) yield i; });
export function half(item: number): number { if (item < 0) throw new Error("no"); return item / 2; }
export const all = collect({}, (half: number[]) => half);
`;
  const first = await ran(text, ["all"], workers(), { inputs: { count: 5 } });
  expect(first.values).toEqual({ all: [0, 0.5, 1, 1.5, 2] });
  expect(first.place("half")).toMatchObject({ items: { text: "5 items: 5 executed" } });
  const more = await ran(text, ["all"], workers(), { inputs: { count: 6 } });
  expect(more.values).toEqual({ all: [0, 0.5, 1, 1.5, 2, 2.5] });
  expect(more.place("half")).toMatchObject({ items: { text: "6 items: 5 hit, 1 executed" } });
});
