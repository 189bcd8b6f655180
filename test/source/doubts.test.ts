import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

function doubtsOf(body: string, top = ""): readonly string[] {
  const facts = analyzeModule(`import * as ns from "pkg";\n${top}\nexport function f(a: any) {\n${body}\n}`);
  return facts.parts.f!.doubts.map((doubt) => `${doubt.what}, line ${doubt.line}: ${doubt.text}`);
}

describe("R7: code that no text can promise is named with its place", () => {
  test.each([
    ["return eval(a)", "eval, line 4: eval(a)"],
    ["return (0, eval)(a)", "eval, line 4: eval"],
    ["return new Function(a)", "new Function, line 4: new Function(a)"],
    ["return Function(a)", "new Function, line 4: Function(a)"],
    ["with (a) { b }", "with, line 4: with (a) { b }"],
    ["return import(a)", "dynamic import, line 4: import(a)"],
    ["return require(a)", "dynamic require, line 4: require(a)"],
    ["return a(require)", "require as a value, line 4: a(require)"],
    ["return ns[a]", "computed access to a namespace, line 4: ns[a]"],
    ["return a(ns)", "a namespace as a value, line 4: a(ns)"],
    ["return { ns }", "a namespace as a value, line 4: ns"],
    ["return globalThis[a]", "computed access to the global object, line 4: globalThis[a]"],
    ["return (global as any)[a]", "computed access to the global object, line 4: (global as any)[a]"],
    ["return a(globalThis)", "the global object as a value, line 4: a(globalThis)"],
    ["globalThis.x = a", "mutable global state, line 4: globalThis.x = a"],
    ["return arguments.callee", "arguments.callee, line 4: arguments.callee"],
  ])("%s", (body, expected) => {
    expect(doubtsOf(body)[0]).toBe(expected);
  });
});

describe("code that a text can promise raises no doubt", () => {
  test.each([
    "return ns.name",
    'return ns["name"]',
    "return Object.keys(ns)",
    "const { name } = ns; return name",
    "return typeof ns",
    'return import("pkg")',
    'return require("pkg")',
    "return globalThis.structuredClone(a)",
    'return globalThis["structuredClone"](a)',
    "return a instanceof Function",
    "return arguments.length",
    "const eval1 = a; return eval1(a)",
    "return a[a]",
    "return a.eval(a)",
    "const require = a; return require(a)",
  ])("%s", (body) => {
    expect(doubtsOf(body)).toEqual([]);
  });
});

test("a package that a body loads itself is among its references and the module's imports", () => {
  const facts = analyzeModule('export async function f() { return [await import("pkg"), require("other")] }');
  expect(facts.parts.f!.refs).toEqual(['import("pkg")', 'require("other")']);
  expect(facts.imports.map((i) => [i.local, i.specifier, i.typeOnly])).toEqual([
    ['import("pkg")', "pkg", false],
    ['require("other")', "other", false],
  ]);
});
