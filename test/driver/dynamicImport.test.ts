// What does `import("…")` in a body load? The text that was versioned, where it is ours; the rest is Node's.
import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createLoader, moduleFromText } from "../../src/index.ts";
import { notebook } from "./notebook.ts";

const nb = notebook();

const reads = (specifier: string, out: string) =>
  `export async function out() { const it = await import(${JSON.stringify(specifier)}); return ${out}; }`;

describe("a local file that a body imports", () => {
  it.each([
    ["w.mjs", "./w.mjs"],
    ["w.ts", "./w.ts"],
    ["w.ts", "./w.js"],
    ["w.ts", "./w"],
    ["w.cjs", "./w.cjs"],
  ])("is read anew after an edit of %s, imported as %s", async (file, specifier) => {
    const text = (n: number) => (file.endsWith(".cjs") ? `exports.a = ${n};` : `export const a = ${n};`);
    for (const n of [1, 2]) {
      nb.write(file, text(n));
      const [first, second] = await nb.runTwice(reads(specifier, "it.a"), ["out"]);
      expect([first.values, first.words, second.values, second.words]).toEqual([
        { out: n },
        { out: "executed" },
        { out: n },
        { out: "hit" },
      ]);
    }
  });

  it("is loaded as it was planned, whatever it is by then", async () => {
    nb.write("w.ts", "export const a = 1;");
    const dr = nb.driver(reads("./w.ts", "it.a"));
    await dr.plan(["out"]);
    nb.write("w.ts", "export const a = 2;");
    expect(await dr.execute(["out"])).toEqual({ out: 1 });
    expect((await nb.run(reads("./w.ts", "it.a"), ["out"])).values).toEqual({ out: 2 });
  });

  it("has its default, its names, and is one namespace however often it is imported", async () => {
    nb.write("w.ts", "export default 1;\nexport const a = 2;");
    nb.write("old.cjs", "module.exports = { a: 3 };");
    nb.write("data.json", '{ "a": 4 }');
    const text = `export async function out() {
  const [w, again, old, data] = await Promise.all([import("./w"), import("./w"), import("./old.cjs"), import("./data.json")]);
  return [w === again, Object.keys(w).sort(), w.default, old.default, old.a, data.default];
}`;
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect(first.values["out"]).toEqual([true, ["a", "default"], 1, { a: 3 }, 3, { a: 4 }]);
    expect(second.words).toEqual({ out: "hit" });
  });

  it("may await at its top level, and so may what it imports", async () => {
    nb.write("deep.ts", "export const n = await Promise.resolve(2);");
    nb.write("slow.ts", "import { n } from './deep';\nexport const a = await Promise.resolve(n + 1);");
    const text = `export async function out() { const all = await Promise.all([import("./slow"), import("./slow")]); return all.map((it) => it.a); }`;
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, second.words]).toEqual([{ out: [3, 3] }, { out: "hit" }]);
  });

  it.each(["lib.ts", "lib.mjs", "lib.cjs"])("is read anew where %s imports it in turn", async (file) => {
    const code = file.endsWith("cjs")
      ? "exports.load = async () => (await import('./w.mjs' /* mine */)).a;"
      : "export const load = async () => (await import('./w.mjs')).a;";
    nb.write(file, code);
    for (const n of [1, 2]) {
      nb.write("w.mjs", `export const a = ${n};`);
      const text = `import { load } from './${file}';\nexport const out = () => load();`;
      const [first, second] = await nb.runTwice(text, ["out"]);
      expect([first.values, second.words]).toEqual([{ out: n }, { out: "hit" }]);
    }
  });

  it("is not evaluated before the body comes to it", async () => {
    nb.write("w.ts", "throw new Error('at load');");
    const text = "export async function out() { return 1; }\nexport async function bad() { return import('./w'); }";
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, second.words]).toEqual([{ out: 1 }, { out: "hit" }]);
    await expect(nb.run(text, ["bad"])).rejects.toThrow("at load");
    nb.write("w.ts", "export const a = 1;");
    const mended = "export async function bad() { return (await import('./w')).a; }";
    expect((await nb.run(mended, ["bad"])).values).toEqual({ bad: 1 });
    await expect(nb.run(reads("./nowhere.ts", "it.a"), ["out"])).rejects.toThrow(/nowhere/);
  });

  it("leaves the places of errors as they were", async () => {
    nb.write("w.ts", "export const a = 1;");
    const text =
      "export async function out() {\n  const { a } = await import('./w'); if (a === 1) throw new Error('here');\n}";
    const loader = createLoader({ root: nb.folder });
    const { namespace } = await loader.loadModule(text, { name: "user" });
    const error = await (namespace as { out(): Promise<unknown> }).out().catch((e: Error) => e);
    const { SourceMap } = await import("node:module");
    const [, line, column] = /user\.ts:(\d+):(\d+)/.exec((error as Error).stack!)!;
    const map = new SourceMap(JSON.parse(loader.sourceOf(`${nb.folder}/user.ts`)!.map));
    expect(map.findEntry(Number(line) - 1, Number(column) - 1)).toMatchObject({
      originalLine: 1,
      originalColumn: text.split("\n")[1]!.indexOf("new Error"),
    });
  });
});

describe("what else a body imports", () => {
  it("another cell is the cell, and a provided module is what was provided", async () => {
    const loader = createLoader({ root: nb.folder, provide: { given: { a: 5 } } });
    const load = async (text: string, name: string) => (await loader.loadModule(text, { name })).namespace;
    const text = `export async function out() { return [(await import("./base")).a, (await import("given")).a]; }`;
    for (const n of [1, 2]) {
      await load(`export const a = ${n};`, "base");
      const first = await nb.run(await load(text, "user"), ["out"]);
      const second = await nb.run(await load(text, "user"), ["out"]);
      expect([first.values, second.words]).toEqual([{ out: [n, 5] }, { out: "hit" }]);
    }
  });

  it("packages and Node's own modules go on with Node's import", async () => {
    mkdirSync(`${nb.folder}/node_modules/dual`, { recursive: true });
    nb.write(
      "node_modules/dual/package.json",
      '{ "name": "dual", "version": "1.0.0", "exports": { "import": "./a.mjs", "require": "./b.cjs" } }',
    );
    nb.write(
      "node_modules/dual/a.mjs",
      "globalThis.dualLoads = [...(globalThis.dualLoads ?? []), 'a']; export const a = 'a';",
    );
    nb.write(
      "node_modules/dual/b.cjs",
      "globalThis.dualLoads = [...(globalThis.dualLoads ?? []), 'b']; exports.a = 'b';",
    );
    const text = `export async function out() {
  const [path, { a }] = [await import("node:path"), await import("dual", {})];
  return [path.default.join === path.join, a, (globalThis as any).dualLoads];
}`;
    const [first, second] = [await nb.run(text, ["out"]), await nb.run(text, ["out"])];
    expect([first.values, second.words]).toEqual([{ out: [true, "a", ["a"]] }, { out: "hit" }]);
    const module = moduleFromText(text, { name: "again", folder: nb.folder }) as unknown as { out(): Promise<unknown> };
    expect(await module.out()).toEqual([true, "a", ["a"]]);
  });
});
