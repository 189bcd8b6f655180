// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code under test
import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../../src/source/analyzeModule.ts";

const TOP = `import { a as A, type T1 } from "x"; import D, * as NS from "y";
const K = 1, L = 2, M = 3, N = 4, O = 5, P = 6, Q = 7, R = 8, S = 9;
let mut = 0;
enum E { X = K, Y }
class Base { m() { return L } }
function helper() { return 1 }
namespace Space { export const one = 1; export type Two = 2 }
export function raw() { return 1 }
`;

function refs(code: string): readonly string[] {
  const facts = analyzeModule(`${TOP}${code}`);
  expect(facts.problems).toEqual([]);
  return [...facts.parts.f!.refs].sort();
}

const CASES: readonly (readonly [what: string, code: string, refs: string])[] = [
  ["a constant", "export function f() { return K }", "K"],
  ["a parameter hides a constant", "export function f(K: number) { return K }", ""],
  ["a local hides a constant", "export function f() { const K = 1; return K }", ""],
  ["a local of an inner block does not hide it outside", "export function f() { { const K = 1; K } return K }", "K"],
  ["var rises to the function", "export function f() { if (L) { var K = 1 } return K }", "L"],
  ["a function declared below hides", "export function f() { return K(); function K() {} }", ""],
  ["a block's function does not hide outside", "export function f() { { function K() {} } return K }", "K"],
  ["a loop variable hides in the loop only", "export function f() { for (const K of [L]) K; return M }", "L M"],
  ["the list of a loop", "export function f() { for (const x of [K]) x }", "K"],
  ["a caught error hides", "export function f() { try { helper() } catch (S) { S } }", "helper"],
  ["a default sees the module", "export function f(a = K, b = a) { return b }", "K"],
  ["a default does not see the body", "export function f(a = () => K) { var K = 1; return [a, K] }", "K"],
  [
    "destructuring in the body hides",
    "export function f(o: any) { const { K, L: [M], ...N } = o; return [K, M, N] }",
    "",
  ],
  ["a default inside a pattern", "export function f(o: any) { const { x = K, [L]: y } = o; return [x, y] }", "K L"],
  ["a shorthand property", "export function f() { return { K, L: 1, [M]: 2 } }", "K M"],
  ["a property is no reference", "export function f(o: any) { return o.K + o?.L }", ""],
  ["a label is no reference", "export function f() { K: for (;;) { break K } }", ""],
  ["a type is no reference", "export function f(a: typeof K): Space.Two { return a as unknown as Space.Two }", ""],
  ["typeof at run time is one", "export function f() { return typeof K }", "K"],
  ["an import", "export function f() { return A(D, NS.x) }", "A D NS"],
  ["a type import is none", "export function f(a: T1) { return a as T1 }", ""],
  ["an enum", "export function f() { return E.X }", "E"],
  ["a namespace", "export function f() { return Space.one }", "Space"],
  ["a base class", "export function f() { return class extends Base {} }", "Base"],
  ["a class's own name", "export function f() { return class K { static a = K } }", ""],
  ["a class field does not hide", "export function f() { return class { K = K } }", "K"],
  ["a method's name is no reference", "export function f() { return { K() { return L } } }", "L"],
  ["a computed method name is one", "export function f() { return { [K]() {} } }", "K"],
  ["a static block has its own names", "export function f() { return class { static { var K = 1; K; L } } }", "L"],
  ["a named function expression", "export function f() { return function K() { return K } }", ""],
  ["an arrow's parameter", "export function f() { return ((K: number) => K)(L) }", "L"],
  ["a template", "export function f() { return `${K} K` }", "K"],
  ["a tag", "export function f() { return A`x` }", "A"],
  [
    "a switch has one block",
    "export function f(x: number) { switch (x) { case K: { return L } case 2: let M = 1; return M } }",
    "K L",
  ],
  ["arguments is the function's own", "export function f() { return arguments }", ""],
  ["an assignment target", "export function f() { ({ K: mut } = { K: L }) }", "L mut"],
  ["a decorator", "export function f() { return @A class {} }", "A"],
  ["another node called as a function", "export function f() { return raw() }", "raw"],
  ["itself is not among its references", "export function f(n: number): number { return n ? f(n - 1) : K }", "K"],
  ["an enum member's own names", "enum G { P = 1, Q2 = P }; export function f() { return G.P }", "G"],
  [
    "a merged namespace sees its pieces",
    "namespace G { export const a = K } namespace G { export const b = a }; export function f() { return G }",
    "G",
  ],
];

describe("a name refers to the module only where nothing nearer hides it", () => {
  test.each(CASES)("%s", (_what, code, expected) => {
    expect(refs(code)).toEqual(expected === "" ? [] : expected.split(" "));
  });
});
