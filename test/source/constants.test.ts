// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code under test
import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

const HEAD = `import fs, { load } from "pkg"; const one = 1; const rates = { Canada: 0.73 }; function helper() { return 1 } class Klass {} enum E { A }
let counter = 0; export function tick() { counter++ }
`;

function classOf(declaration: string): string {
  return analyzeModule(`${HEAD}${declaration}`).parts.x!.class;
}

describe("a constant built of literals counts by its code", () => {
  test.each([
    "const x = 1",
    "const x = -1.5e3",
    "const x = 'a' + `b`",
    "const x = `a${one}`",
    "const x = [1, , 'a', null, true, undefined, NaN]",
    "const x = { a: 1, 'b': [2], [`c`]: 3, one }",
    "const x = { ...rates, b: [...[1]] }",
    "const x = one * 2 + (one ? 1 : 0)",
    "const x = rates.Canada",
    "const x = rates['Canada']",
    "const x = one as const satisfies number",
    "const x = typeof one",
    "const x = E.A",
    "const x = /a/i",
    "const x = { a: (n: number) => n + one, b() { return helper() } }",
    "const x = helper",
    "const x = Klass",
    "let x = 1",
    "var x",
    "export const x = 10n",
  ])("%s", (declaration) => {
    expect(classOf(declaration)).toBe("literal");
  });
});

describe("any other constant counts by its value", () => {
  test.each([
    "const x = Date.now()",
    "const x = fs.readFileSync('a')",
    "const x = load",
    "const x = await load()",
    "const x = new Map([[1, 2]])",
    "const x = [helper()]",
    "const x = { a: helper() }",
    "const x = `${helper()}`",
    "const x = counter + 1",
    "const x = process.env['A']",
    "const x = Math.PI",
    "const x = /a/g",
    "const x = { n: 0, next() { return this.n++ } }",
    "const { x } = rates",
    "const x = (() => 1)()",
    "const x = later; const later = 1",
    "const x = Object.assign((n: number) => n, { a: 1 })",
    "enum x { A = helper() }",
    "namespace x { export const a = helper() }",
    "namespace x { let n = 0; export const next = () => n++ }",
    "if (one) { var x = 1 }",
  ])("%s", (declaration) => {
    expect(classOf(declaration)).toBe("computed");
  });
});

describe("functions, classes, enums, namespaces and imports are what they are", () => {
  test.each([
    ["function x() {}", "function"],
    ["const x = () => 1", "function"],
    ["const x = (async function* () {})", "function"],
    ["class x {}", "class"],
    ["const x = class {}", "class"],
    ["enum x { A, B = A << 1, C = 'c' }", "enum"],
    ["const enum x { A }", "enum"],
    ["namespace x { export const a = 1; export function b() { return a } }", "namespace"],
    ["import x from 'y'; x", "import"],
    ["import x = require('y'); x", "import"],
  ])("%s", (declaration, expected) => {
    expect(classOf(declaration)).toBe(expected);
  });
});

test("what is gone at run time is no part", () => {
  const text = `declare const a: number; interface B {} type C = 1; declare function d(): void; import type { E } from "e";
import { F, type G } from "f"; namespace H { export type I = 1 } declare class J {} declare module "k" {} declare global { var l: F }`;
  expect(Object.keys(analyzeModule(text).parts)).toEqual([]);
});
