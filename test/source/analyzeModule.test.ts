import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

const TEXT = `import { sum } from "pkg";
import "side";
import type { Row } from "rows";

/** All rows
 * of the file.
 *
 * Second paragraph.
 * @returns rows */
export async function rows(path: string, limit = 10, order?: "up" | "down"): Promise<Row[]> { return sum(path, limit, order) }

const rate = 0.73;
export const total = (rows: Row[], scale = -1, names = ["a", { b: null }], at = Date.now()) => rows.length * rate * scale;
export const stream = function* (total: number) { yield total };
export function* plain() {}
export const config = { a: 1 };
export class Thing {}
function helper() {}
function listed(a: number) { return a }
export { listed, helper as renamed, rate };
export type T = 1;
export { other } from "elsewhere";
`;

describe("exported functions are nodes", () => {
  const facts = analyzeModule(TEXT);

  test("in source order, by the names of their exports", () => {
    expect(facts.nodes.map((n) => [n.name, n.part, n.line, n.column])).toEqual([
      ["rows", "rows", 10, 23],
      ["total", "total", 13, 14],
      ["stream", "stream", 14, 14],
      ["plain", "plain", 15, 18],
      ["renamed", "helper", 18, 10],
      ["listed", "listed", 19, 10],
    ]);
  });

  test("with parameters, defaults and types as written", () => {
    expect(facts.nodes[0]!.parameters).toEqual([
      { name: "path", optional: false, type: "string", line: 10, column: 28 },
      { name: "limit", optional: true, default: { literal: 10 }, line: 10, column: 42 },
      { name: "order", optional: true, type: '"up" | "down"', line: 10, column: 54 },
    ]);
    expect(facts.nodes[1]!.parameters.map((p) => p.default)).toEqual([
      undefined,
      { literal: -1 },
      { literal: ["a", { b: null }] },
      { code: "Date.now()", digest: expect.stringMatching(/^[0-9a-f]{64}$/), names: ["Date"], standsAlone: true },
    ]);
  });

  test("with what kind of function they are, and the first paragraph of their doc comment", () => {
    expect(facts.nodes.map((n) => [n.async, n.generator])).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [false, true],
      [false, false],
      [false, false],
    ]);
    expect(facts.nodes.map((n) => n.doc)).toEqual(["All rows of the file.", ...Array(5).fill(undefined)]);
  });

  test("a wrapped, re-exported, unexported or default-exported value is none", () => {
    const names = (text: string): readonly string[] => analyzeModule(text).nodes.map((n) => n.name);
    expect(names("export const f = Object.freeze(() => 1)")).toEqual([]);
    expect(names('export { f } from "./y"; export * from "./z"')).toEqual([]);
    expect(names('import { f } from "./y"; export { f }')).toEqual([]);
    expect(names("const f = () => 1; export type { f }; export { type f as g }")).toEqual([]);
    expect(names("declare function f(): void; export { f }")).toEqual([]);
    expect(names("function f() {} export { f as default }")).toEqual([]);
  });
});

test("parts say what each name is, with its text and place", () => {
  const { parts } = analyzeModule(TEXT);
  expect(Object.keys(parts)).toEqual([
    "sum",
    "rows",
    "rate",
    "total",
    "stream",
    "plain",
    "config",
    "Thing",
    "helper",
    "listed",
  ]);
  expect(parts.rate).toMatchObject({
    class: "literal",
    text: "const rate = 0.73;",
    line: 12,
    column: 7,
    exported: true,
    refs: [],
  });
  expect(parts.total).toMatchObject({ class: "function", refs: ["rate"], exported: true });
  expect(parts.sum).toMatchObject({ class: "import", text: 'import { sum } from "pkg";', line: 1, column: 10 });
});

test("several constants in one statement have texts of their own", () => {
  const { parts } = analyzeModule("export let a = 1,\n  b = 2;");
  expect([parts.a!.text, parts.b!.text]).toEqual(["let a = 1;", "let b = 2;"]);
});

describe("imports are told as they are at run time", () => {
  test("one row per binding", () => {
    const text =
      'import a, * as b from "x"; import { c as d, type E } from "y"; import z = require("z"); export const f = () => [a, b, d, z];';
    expect(analyzeModule(text).imports.map((i) => [i.local, i.specifier, i.imported, i.typeOnly])).toEqual([
      ["a", "x", "default", false],
      ["b", "x", "*", false],
      ["d", "y", "c", false],
      ["E", "y", "E", true],
      ["z", "z", "export=", false],
    ]);
  });

  test.each([
    'import a from "x"',
    'import a from "x"; a',
    'import { a, b } from "x"; b',
    'import { a } from "x"; export const f = (v: typeof a) => v',
    'import type { a } from "x"; export const f = (v: a) => v',
    'import { type a } from "x"',
    'import "x"',
    'import {} from "x"',
    'import { a } from "x"; export { a }',
    'export { a } from "x"',
    'export type { a } from "x"',
    'export * from "x"',
    'import a = require("x")',
    'import a = require("x"); a()',
    'import { a } from "x"; class B extends a {}',
    'import { a } from "x"; class B implements a {}',
    'import { a } from "x"; export default a',
    'import { a } from "x"; export default class extends a {}',
    'import { a } from "x"; namespace N { export import b = a }',
  ])("typeOnly agrees with the code that runs: %s", (text) => {
    const facts = analyzeModule(text);
    expect(facts.imports.some((i) => !i.typeOnly)).toBe(/require\("x"\)/.test(facts.js));
  });
});

test("an await at top level is seen, one inside a function is not", () => {
  const awaits = (text: string): boolean => analyzeModule(text).topLevelAwait;
  expect(
    [
      "await x()",
      "export const a = await x()",
      "for await (const a of x()) {}",
      "if (1) { await x() }",
      "await using a = x()",
      "class A { static [await x()] = 1 }",
    ].map(awaits),
  ).toEqual(Array(6).fill(true));
  expect(
    [
      "async () => { await x() }",
      "async function f() { for await (const a of x()) {} }",
      "class A { async m() { await x() } }",
    ].map(awaits),
  ).toEqual(Array(3).fill(false));
});

test("facts survive as JSON", () => {
  const facts = analyzeModule(
    `${TEXT}\nlet n = 0; export function bad({ a }: any) { n++; return nowhere + eval(a) } class P extends Map {}`,
  );
  expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
});

test("the same text gives the same facts", () => {
  expect(analyzeModule(TEXT)).toStrictEqual(analyzeModule(TEXT));
  expect(analyzeModule(TEXT, { fileName: "cell-1" }).parts).toStrictEqual(analyzeModule(TEXT).parts);
});

test("an empty text is a module without nodes", () => {
  expect(analyzeModule("")).toMatchObject({ nodes: [], parts: {}, imports: [], problems: [], topLevelAwait: false });
});

describe("instances of a class may be versioned by their fields only if no state hides elsewhere", () => {
  const why = (text: string, name = "C"): unknown => analyzeModule(text).parts[name]!.instances;

  test.each([
    "class C { x = 1; get y() { return this.x } static z = 1; constructor(private a: number, public b: string) {} }",
    "class B { x = 1 } class C extends B {}",
    "class C extends null {}",
    "const C = class { x = 1 }",
    "const rate = 1; class C { m() { return rate } }",
  ])("%s", (text) => {
    expect(why(text)).toEqual({ versionable: true });
  });

  test.each([
    ["class C { #x = 1 }", "`C` has the private `#x`"],
    ["class C { static #x() {} }", "`C` has the private `#x`"],
    ["class C { accessor x = 1 }", "`C` has the accessor field `x`"],
    ["class C extends Map {}", "`C` extends the built-in `Map`"],
    ["class B extends Array {} class C extends B {}", "`B` extends the built-in `Array`"],
    ['import { B } from "b"; class C extends B {}', "`C` extends the imported `B`"],
    ["const mix = (x: any) => x; class C extends mix(Object) {}", "`C` extends an expression"],
    ["const s = new WeakMap(); class C { get v() { return s.get(this) } }", "`s` keeps state in a WeakMap or WeakSet"],
    ["let n = 0; class C { id = n++ }", "`n`, which `C` reaches, is changed by the module's code"],
    [
      "let n = 0; function next() { return n++ } class B { id = next() } class C extends B {}",
      "`n`, which `C` reaches, is changed by the module's code",
    ],
    ["class C { static n = 0; id = C.n++ }", "`C` is changed by the module's code"],
    ["const d: any = 1; @d class C {}", "`C` is decorated"],
    ["const d: any = 1; class C { @d x = 1 }", "a member of `C` is decorated"],
  ])("%s: %s", (text, expected) => {
    expect(why(text)).toEqual({ versionable: false, why: expected });
  });
});
