import { createRequire, SourceMap } from "node:module";
import vm from "node:vm";
import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";
import type { ModuleFacts } from "../../src/source/facts.ts";

interface Cellar {
  readonly scope: Record<string, () => unknown>;
  readonly defaults: Record<string, (...earlier: unknown[]) => unknown>;
}
type Exports = Record<string, (...values: unknown[]) => unknown> & { $cellar: Cellar };

function load(facts: Pick<ModuleFacts, "js" | "topLevelAwait">): Exports | Promise<Exports> {
  const kind = facts.topLevelAwait ? "async " : "";
  const code = `(${kind}function (exports, require, module, __filename, __dirname) {${facts.js}\n})`;
  const run = vm.runInThisContext(code, {
    filename: "loaded.js",
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (...values: unknown[]) => unknown;
  const module = { exports: {} as Exports };
  const done = run(module.exports, createRequire(import.meta.url), module, "/here/module.js", "/here");
  return facts.topLevelAwait ? (done as Promise<void>).then(() => module.exports) : module.exports;
}

function loaded(text: string): Exports {
  const facts = analyzeModule(text);
  expect(facts.problems).toEqual([]);
  return load(facts) as Exports;
}

describe("the emitted code runs as the text says", () => {
  test("exports", () => {
    const m = loaded("const k = 2; export const f = (a: number) => a * k; export enum E { A = 1 } export { f as g };");
    expect([m.f!(3), m.g!(3), m.E]).toEqual([6, 6, { A: 1, 1: "A" }]);
  });

  test("the scope reaches every top-level value, exported or not, as it is now", () => {
    const m = loaded(
      "let n = 0; export function tick() { return ++n } class A {} namespace N { export const a = 1 } const { x, y: [z] } = { x: 1, y: [2] }; type T = 1; import fs from 'node:fs'; fs; declare const d: 1;",
    );
    m.tick!();
    expect(Object.keys(m.$cellar.scope)).toEqual(["n", "tick", "A", "N", "x", "z"]);
    expect([m.$cellar.scope.n!(), m.$cellar.scope.z!(), m.$cellar.scope.N!()]).toEqual([1, 2, { a: 1 }]);
  });

  test("defaults that need no call can be evaluated by themselves; those that mention parameters are left to the function", () => {
    const m = loaded(
      "const k = 2; export function f(a: number, b = a * k, c = (() => { // one\n return k + 1 })(), d = k /* two */, e = ((a: number) => a)(3)) { return [a, b, c, d, e] }",
    );
    const { defaults } = m.$cellar;
    expect(Object.keys(defaults)).toEqual(["f.c", "f.d", "f.e"]);
    expect([defaults["f.c"]!(), defaults["f.d"]!(), defaults["f.e"]!()]).toEqual([3, 2, 3]);
    expect(m.f!(5)).toEqual([5, 10, 3, 2, 3]);
  });

  test("class fields are defined, not assigned", () => {
    const m = loaded(
      "class A { set x(v: number) { throw new Error('assigned') } } export const make = () => new (class extends A { x = 1 } as any)();",
    );
    expect(m.make!()).toEqual({ x: 1 });
  });

  test("an await at top level needs an async wrapper", async () => {
    const facts = analyzeModule("export const a = await Promise.resolve(7); export const f = () => a;");
    expect((await load(facts)).f!()).toBe(7);
  });

  test("import() stays import()", async () => {
    const facts = analyzeModule('export const f = () => import("node:path");');
    expect(facts.js).toContain('import("node:path")');
    expect(facts.js).toContain("exports.f = ");
  });

  test("import.meta tells where the module lies", () => {
    const m = loaded("export const f = () => [import.meta.url, import.meta.dirname, import.meta.filename];");
    expect(m.f!()).toEqual(["file:///here/module.js", "/here", "/here/module.js"]);
  });

  test("a default import of a CommonJS module is what the module exports", () => {
    const m = loaded(
      'import path, { join } from "node:path"; import * as all from "node:path"; export const f = () => [path.join === join, all.join === join];',
    );
    expect(m.f!()).toEqual([true, true]);
  });

  test("values called __proto__ or like a global are reached as others are", () => {
    const m = loaded("const __proto__ = 1; const Array = 2; export const f = () => [__proto__, Array];");
    expect(Object.entries(m.$cellar.scope).map(([name, value]) => [name, value()])).toEqual([
      ["__proto__", 1],
      ["Array", 2],
      ["f", m.f],
    ]);
  });
});

test("a stack trace leads through the map to the line of the text", () => {
  const facts = analyzeModule(
    'import fs from "node:fs";\n\ninterface A { b: 1 }\nexport function f(a: A) {\n  if (fs) throw new Error("here");\n}\n',
    { fileName: "cell-7" },
  );
  const at = facts.js.slice(0, facts.js.indexOf("throw")).split("\n");
  const map = new SourceMap(JSON.parse(facts.map));
  expect(map.findEntry(at.length - 1, at.at(-1)!.length)).toMatchObject({
    originalSource: "cell-7",
    originalLine: 4,
    originalColumn: 10,
  });
  expect(facts.js).not.toContain("sourceMappingURL");
});

test("JavaScript is read as JavaScript", () => {
  const facts = analyzeModule("export const f = (a) => a + 1;", { fileName: "a.mjs" });
  expect((load(facts) as Exports).f!(1)).toBe(2);
});
