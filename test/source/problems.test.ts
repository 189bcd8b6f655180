import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

function said(text: string): readonly string[] {
  return analyzeModule(text).problems.map((p) => `${p.code} ${p.line}:${p.column} ${p.message}`);
}

describe("a mistake says what, where and the remedy", () => {
  test("a parameter taken apart", () => {
    expect(said("export function total({ prices, tax: [rate] }: any, n: number) { return [prices, rate, n] }")).toEqual(
      [
        "bad-parameter 1:23 `total` (line 1) takes its parameter `{ prices, tax: [rate] }: any` apart, but a node asks for each thing by its name: write one parameter per name, `total(prices, rate)`.",
      ],
    );
  });

  test("a rest parameter", () => {
    expect(said("export const total = (...rows: number[]) => rows")).toEqual([
      "bad-parameter 1:23 `total` (line 1) takes a rest parameter `...rows: number[]`, but a node asks for each thing by its name: write `total(rows)`, where a list is one parameter.",
    ]);
  });

  test("a free name near a known one", () => {
    expect(
      said("const rates = { Canada: 1 };\n\nexport function total(prices: number) { return prices * rtaes.Canada }"),
    ).toEqual([
      "free-name 3:57 `total` uses `rtaes` (line 3), which is no parameter, no name of this module and no import. Did you mean `rates`? Make it a parameter, `total(prices, rtaes)`, import it, or define it in this module.",
    ]);
  });

  test("a free name near none, outside any node", () => {
    expect(said("const all = [somethingElse];")).toEqual([
      "free-name 1:14 Line 1 uses `somethingElse`, which is no parameter, no name of this module and no import. Import it, define it in this module, or make it a parameter of the node that needs it.",
    ]);
  });

  test("a name that is only declared", () => {
    expect(said("declare const token: string;\nexport function f() { return token }")[0]).toContain(
      "`f` uses `token` (line 2), which is only declared: no code gives it a value.",
    );
  });

  test("a node defined twice", () => {
    expect(said("export function f() {}\nexport const f = () => 1;")).toEqual([
      "duplicate 2:14 `f` is defined twice: on line 2, and already on line 1. Give one of them another name.",
    ]);
    expect(analyzeModule("export function f() {}\nexport function f() {}").problems[0]).toMatchObject({
      code: "duplicate",
      node: "f",
    });
  });

  test("a constant that bears the name of an import", () => {
    expect(said('import { a } from "x";\nconst a = 1;')).toEqual([
      "duplicate 2:7 `a` is defined twice: on line 2, and imported on line 1. Give one of them another name.",
    ]);
  });

  test("an export given twice", () => {
    expect(said("export function f() {}\nexport { f };")).toEqual([
      "duplicate 2:10 `f` is exported twice, again on line 2. Leave one export out.",
    ]);
  });

  test("text that cannot be read", () => {
    expect(said("export function f() {\n  return 1 +;\n}")).toEqual([
      "bad-source 2:13 The text cannot be read: Expression expected (line 2, column 13).",
    ]);
    expect(said("export function f() { /* ")[0]).toContain("The text cannot be read: '*/' expected");
  });

  test("a default export", () => {
    expect(said("export default function total() {}")).toEqual([
      "bad-source 1:1 `export default function` (line 1) makes no node, since a node is known by the name of its export: write `export function total(…)`.",
    ]);
  });

  test("an export that replaces all others", () => {
    expect(said("export function f() {}\nexport = f;")).toEqual([
      "bad-source 2:1 `export =` (line 2) replaces all other exports, so no node could be reached: write `export { … }`.",
    ]);
  });

  test("a name that Cellar adds itself", () => {
    expect(said("const $cellar = 1;")).toEqual([
      "bad-source 1:7 `$cellar` (line 1) is a name that Cellar adds itself: give it another.",
    ]);
  });

  test("a kind of file that holds no functions", () => {
    expect(analyzeModule("x", { fileName: "a.tsx" }).problems[0]!.message).toBe(
      "`a.tsx` is no module of functions: Cellar reads .ts, .mts, .cts, .js, .mjs and .cjs, not .tsx.",
    );
    expect(analyzeModule("export const f = () => <p/>", { fileName: "a.js" }).problems[0]!.message).toBe(
      "Line 1 has JSX: write it in plain TypeScript.",
    );
  });

  test("several come in the order of the text", () => {
    expect(
      said("export function f() { return a1 }\nexport function f2(...b: any) { return b2 }").map((s) =>
        s.split(" ", 2).join(" "),
      ),
    ).toEqual(["free-name 1:30", "bad-parameter 2:20", "free-name 2:40"]);
  });
});

describe("what is no mistake is not called one", () => {
  test.each([
    "export function f(a: number) { return typeof window === 'undefined' ? a : a }",
    "export function f(a: number) { return [Array, Buffer, fetch, structuredClone, __dirname, globalThis, Temporal, URLPattern, a] }",
    "export function f(a: number): number;\nexport function f(a: string): number;\nexport function f(a: any) { return a }",
    "export function f(this: void, a: Unknown<string>): asserts a is never {}",
    "export enum E { A } export enum E { B = 1 } export function f() { return E } export namespace f { export const a = 1 }",
    "var a = 1; var a = 2; interface I {} const I = 1;",
    "export class C<T> { [k: string]: unknown; m(this: C<T>) { return super.toString() } }",
    "function f() {} export { f as g, f as h };",
    'export { x } from "y"; export * from "z"; export * as w from "w"; export type { T } from "t";',
    "export default { a: 1 };",
    "export const { a, b: [c] } = { a: 1, b: [2] }; export {};",
    "label: for (const x of [1]) { if (x) continue label }",
    'import type { T } from "x"; import { type T as U } from "x"; export const f = (a: T | U) => a;',
  ])("%s", (text) => {
    expect(said(text)).toEqual([]);
  });
});
