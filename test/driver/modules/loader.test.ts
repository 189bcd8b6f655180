import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { moduleOf } from "../../../src/dataflow/module.ts";
import { createLoader, moduleFromText } from "../../../src/index.ts";
import { notebook, ranBy } from "../notebook.ts";

const nb = notebook();

const reads = (file: string, out: string) =>
  `import * as it from "./${file}";\nexport function out() { return ${out}; }`;

describe("local files that a cell imports", () => {
  it("an edit of one executes and names it; comments and types do not count", async () => {
    nb.write("tax.ts", "export const rate: number = 1; // one");
    const text = reads("tax.ts", "it.rate");
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, second.words]).toEqual([{ out: 1 }, { out: "hit" }]);
    nb.write("tax.ts", "/* two */ export const rate = 1;");
    expect((await nb.run(text, ["out"])).words).toEqual({ out: "hit" });
    nb.write("tax.ts", "export const rate = 2;");
    const [third, fourth] = await nb.runTwice(text, ["out"]);
    expect([third.values, third.why("out"), fourth.words]).toEqual([
      { out: 2 },
      ["the imported `./tax.ts` changed"],
      { out: "hit" },
    ]);
  });

  it("so does an edit of what the file imports, of JSON, and of a file that is imported for its effects", async () => {
    nb.write(
      "deep.ts",
      "import './effect';\nimport data from './data.json';\nexport const rate = () => data.rate + (globalThis as any).effect;",
    );
    nb.write("near.ts", "export { rate } from './deep.js';");
    nb.write("effect.ts", "(globalThis as any).effect = 10;");
    nb.write("data.json", '{ "rate": 1 }');
    const text = reads("near", "it.rate()");
    const runs = [await nb.run(text, ["out"])];
    nb.write("data.json", '{ "rate": 2 }');
    runs.push(...(await nb.runTwice(text, ["out"])));
    nb.write("effect.ts", "(globalThis as any).effect = 20;");
    runs.push(...(await nb.runTwice(text, ["out"])));
    nb.write("deep.ts", "export const rate = () => 7;");
    runs.push(...(await nb.runTwice(text, ["out"])));
    expect(runs.map((run) => [run.values["out"], run.words["out"]])).toEqual([
      [11, "executed"],
      [12, "executed"],
      [12, "hit"],
      [22, "executed"],
      [22, "hit"],
      [7, "executed"],
      [7, "hit"],
    ]);
  });

  it("a file edited while it is loaded never files an old result under the new code", async () => {
    nb.write("tax.ts", "export const rate = 1;");
    const text = reads("tax.ts", "it.rate");
    const loaded = moduleFromText(text, { name: "basics", folder: nb.folder });
    expect((loaded as unknown as { out(): number }).out()).toBe(1);
    nb.write("tax.ts", "export const rate = 2;");
    expect((await nb.run(loaded, ["out"])).values).toEqual({ out: 1 });
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, first.words, second.words]).toEqual([{ out: 2 }, { out: "executed" }, { out: "hit" }]);
  });

  it("a file edited after the plan and before the load is loaded as it was planned", async () => {
    nb.write("deep.ts", "export const rate = 1;");
    nb.write("tax.ts", "export { rate } from './deep';");
    const dr = nb.driver(reads("tax.ts", "it.rate"));
    await dr.plan(["out"]);
    nb.write("deep.ts", "export const rate = 2;");
    expect((await ranBy(dr, ["out"])).values).toEqual({ out: 1 });
    const [first, second] = await nb.runTwice(reads("tax.ts", "it.rate"), ["out"]);
    expect([first.values, first.words, second.words]).toEqual([{ out: 2 }, { out: "executed" }, { out: "hit" }]);
  });

  it("two cells that import one file share its state", async () => {
    nb.write("state.ts", "export const list: number[] = [];");
    const loader = createLoader({ root: nb.folder });
    const one = await loader.loadModule("import { list } from './state';\nexport const add = () => list.push(1);", {
      name: "one",
    });
    const two = await loader.loadModule("import { list } from './state';\nexport const size = () => list.length;", {
      name: "two",
    });
    (one.namespace as { add(): void }).add();
    expect((two.namespace as { size(): number }).size()).toBe(1);
  });

  it("one that cannot be found, throws or awaits at its top level says so", async () => {
    await expect(nb.run(reads("nowhere", "it.x"), ["out"])).rejects.toThrow(/nowhere/);
    nb.write("bad.ts", "throw new Error('at load');");
    await expect(nb.run(reads("bad", "it.x"), ["out"])).rejects.toThrow("at load");
    nb.write("slow.ts", "export const x = await 1;");
    await expect(nb.run(reads("slow", "it.x"), ["out"])).rejects.toThrow("slow.ts awaits at its top level");
  });

  it("files that import each other end", async () => {
    nb.write("a.ts", "import { b } from './b';\nexport const a = () => 1;\nexport const both = () => a() + b();");
    nb.write("b.ts", "import { a } from './a';\nexport const b = () => a() + 1;");
    const [first, second] = await nb.runTwice(reads("a", "it.both()"), ["out"]);
    expect([first.values, second.words]).toEqual([{ out: 3 }, { out: "hit" }]);
  });
});

describe("a cell that imports another cell", () => {
  const user = "import { rate } from './base';\nexport function out() { return rate(); }";
  const base = (n: number) => `export const rate = () => ${n};`;

  it("executes when the other cell's exports change, and names it", async () => {
    const loader = createLoader({ root: nb.folder });
    const load = async (text: string, name: string) => (await loader.loadModule(text, { name })).namespace;
    await load(base(1), "base");
    expect((await nb.run(await load(user, "user"), ["out"])).values).toEqual({ out: 1 });
    expect((await nb.run(await load(user, "user"), ["out"])).words).toEqual({ out: "hit" });
    await load(base(2), "base");
    const after = await load(user, "user");
    const [first, second] = [await nb.run(after, ["out"]), await nb.run(after, ["out"])];
    expect([first.values, first.why("out"), second.words]).toEqual([
      { out: 2 },
      ["the imported `./base` changed"],
      { out: "hit" },
    ]);
  });

  it("stays linked to the instance that it was evaluated with, until it is run again", async () => {
    const loader = createLoader({ root: nb.folder });
    const load = async (text: string, name: string) => (await loader.loadModule(text, { name })).namespace;
    await load(base(1), "base");
    const linked = await load(user, "user");
    await load(base(2), "base");
    expect((await nb.run(linked, ["out"])).values).toEqual({ out: 1 });
    const [first, second] = [
      await nb.run(await load(user, "user"), ["out"]),
      await nb.run(await load(user, "user"), ["out"]),
    ];
    expect([first.values, second.words]).toEqual([{ out: 2 }, { out: "hit" }]);
  });

  it("follows a Map of the other cell that a later cell writes to", async () => {
    const loader = createLoader({ root: nb.folder });
    const made = await loader.loadModule("export const prices = new Map([['a', 1]]);", { name: "base" });
    const namespace = (
      await loader.loadModule("import { prices } from './base';\nexport function out() { return prices.get('a'); }", {
        name: "user",
      })
    ).namespace;
    expect((await nb.run(namespace, ["out"])).values).toEqual({ out: 1 });
    (made.namespace as { prices: Map<string, number> }).prices.set("a", 2);
    const [first, second] = [await nb.run(namespace, ["out"]), await nb.run(namespace, ["out"])];
    expect([first.values, second.words]).toEqual([{ out: 2 }, { out: "hit" }]);
  });
});

describe("when a module is evaluated", () => {
  const text =
    "(globalThis as any).loads = ((globalThis as any).loads ?? 0) + 1;\nexport function out(x: number) { return x; }\nexport const twice = (x: number) => x * 2;";
  const loads = () => {
    const world = globalThis as { loads?: number };
    const count = world.loads ?? 0;
    delete world.loads;
    return count;
  };

  it("building, planning and a run of hits do not evaluate it; executing does, once", async () => {
    loads();
    const dr = nb.driver(text);
    await dr.plan(["out", "twice"], { inputs: { x: 1 } });
    expect(loads()).toBe(0);
    await dr.execute(["out", "twice"], { inputs: { x: 1 } });
    expect(loads()).toBe(1);
    const again = nb.driver(text);
    expect((await ranBy(again, ["out", "twice"], { inputs: { x: 1 } })).words).toEqual({
      x: "given",
      out: "hit",
      twice: "hit",
    });
    expect(loads()).toBe(0);
  });

  it("one that awaits at its top level is awaited", async () => {
    const [first, second] = await nb.runTwice(
      "const rates = await Promise.resolve({ a: 2 });\nexport function out() { return rates.a; }",
      ["out"],
    );
    expect([first.values, second.values, second.words]).toEqual([{ out: 2 }, { out: 2 }, { out: "hit" }]);
  });

  it("one that throws fails the run with its own error, and can be mended", async () => {
    const broken = "if (true) throw new Error('no luck');\nexport function out() { return 1; }";
    await expect(nb.run(broken, ["out"])).rejects.toThrow(/no luck/);
    await expect(nb.run(broken, ["out"])).rejects.toThrow(/no luck/);
    expect((await nb.run("export function out() { return 1; }", ["out"])).values).toEqual({ out: 1 });
  });

  it.each([
    [
      "throws at its top level",
      "const a = 1;\nthrow new Error('no luck');",
      /`basics` could not be loaded: Error: no luck \(basics\.ts, line 2\)/,
    ],
    ["throws what is no error", "throw 'no luck';", /`basics` could not be loaded: no luck/],
    ["rejects", "const a = await 1;\nawait Promise.reject(new Error('no luck'));", /no luck \(basics\.ts, line 2\)/],
    [
      "imports a package that is missing",
      "const b = 1;\nimport { a } from 'absent';\nconst c = a + b;",
      /'absent' \(basics\.ts, line [23]\)/,
    ],
    ["imports a file that throws", "import { a } from './bad';\nconst c = a;", /at load \(bad\.ts, line 2\)/],
    [
      "imports a file that awaits",
      "import { a } from './slow';\nconst c = a;",
      /slow\.ts awaits.*\(basics\.ts, line 1\)/,
    ],
  ])("one that %s says which module and line, each time it is tried", async (_what, top, said) => {
    nb.write("bad.ts", "export const a = 1;\nthrow new Error('at load');");
    nb.write("slow.ts", "export const a = await 1;");
    const instance = moduleOf(nb.cell(`${top}\nexport function out() { return 1; }`))!;
    for (let round = 0; round < 2; round++) {
      await expect(async () => instance.load()).rejects.toThrow(said);
      await expect(async () => instance.load()).rejects.toMatchObject({ code: "load-failed" });
      expect(instance.isLoaded).toBe(false);
    }
  });

  it("one that could not be loaded is loaded once what was missing is there, and counts it", async () => {
    const text =
      "import { rate } from 'late';\nimport { more } from './file';\nconst one = await 1;\nexport function out() { return rate + more + one; }";
    const dr = nb.driver(text);
    nb.write("file.ts", "throw new Error('not yet');");
    await dr.plan(["out"]).catch(() => {});
    await expect(dr.execute(["out"])).rejects.toThrow(/late/);
    mkdirSync(`${nb.folder}/node_modules/late`, { recursive: true });
    nb.write("node_modules/late/package.json", '{ "name": "late", "version": "1.0.0" }');
    nb.write("node_modules/late/index.js", "exports.rate = 10;");
    await expect(dr.execute(["out"])).rejects.toThrow(/not yet/);
    nb.write("file.ts", "export const more = 5;");
    expect(await ranBy(dr, ["out"])).toMatchObject({ values: { out: 16 }, words: { out: "executed" } });
    const again = await nb.run(text, ["out"]);
    expect([again.values, again.words]).toEqual([{ out: 16 }, { out: "hit" }]);
  });

  it("plain functions without a source always execute, and say why; what they give cuts off below", async () => {
    const plain = { raw: () => [1, 2], total: (raw: number[]) => raw.length };
    const [first, second] = await nb.runTwice(
      [plain, "export function out(total: number) { return total * 2; }"],
      ["out"],
    );
    expect(first.values).toEqual({ out: 4 });
    expect(second.words).toEqual({ raw: "unchanged", total: "unchanged", out: "hit" });
    expect(second.why("raw")).toEqual([
      "its code is not known: `module 1` was loaded without its source text: it is an object of functions, not a module that was imported",
    ]);
  });
});

describe("packages", () => {
  it("one that exports for `import` only is imported all the same", async () => {
    mkdirSync(`${nb.folder}/node_modules/only`, { recursive: true });
    nb.write(
      "node_modules/only/package.json",
      '{ "name": "only", "version": "1.0.0", "type": "module", "exports": { "import": "./index.js" } }',
    );
    nb.write("node_modules/only/index.js", "export const rate = 3; export default 4;");
    const loader = createLoader({ root: nb.folder });
    const text = "import four, { rate } from 'only';\nexport function out() { return rate + four; }";
    const { namespace } = await loader.loadModule(text, { name: "user" });
    const [first, second] = [await nb.run(namespace, ["out"]), await nb.run(namespace, ["out"])];
    expect([first.values, second.words]).toEqual([{ out: 7 }, { out: "hit" }]);
    nb.write("near.ts", "export { rate } from 'only';");
    const viaFile = "import { rate } from './near';\nexport function out() { return rate; }";
    const [third, fourth] = await nb.runTwice(viaFile, ["out"]);
    expect([third.values, fourth.words]).toEqual([{ out: 3 }, { out: "hit" }]);
  });
});
