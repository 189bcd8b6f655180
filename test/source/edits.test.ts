import { describe, expect, test } from "vitest";
import { versionOf } from "./versionOf.ts";

const BASE = `import { sum } from "arquero";
const K = 10;
function helper(x: number) { return x * K; }
export function other(f: number) { return f; }
export function f(a: number, b: number, c = 2) {
  // a comment
  const o = { a, b: 'x' };
  for (let i = 0; i < 3; i++) { o.a += helper(i); }
  return (a + c) * (o as any).a;
}
`;

function edit(from: string, to: string): string {
  const edited = BASE.replace(from, () => to);
  if (edited === BASE) throw new Error(`no such text: ${from}`);
  return edited;
}

const HARMLESS: readonly (readonly [string, string])[] = [
  ["a comment", edit("// a comment", "/* other\n words */")],
  ["line ends and indentation", BASE.replace(/\n/g, "\r\n").replace(/ {2}/g, "\t\t")],
  ["quotes", edit("'x'", '"x"')],
  ["a template without substitution", edit("'x'", "`x`")],
  ["an escape in a string", edit("'x'", "'\\x78'")],
  ["no semicolon", edit("b: 'x' };", "b: 'x' }")],
  ["an empty statement", edit("// a comment", ";;")],
  ["an object over several lines", edit("{ a, b: 'x' };", "{\n a,\n b: 'x',\n};")],
  ["redundant parentheses", edit("(a + c) * (o as any).a", "((a + c) * ((o as any).a))")],
  ["the type of a parameter", edit("a: number, b: number, c", "a: string, b?: unknown, c: number")],
  ["a this parameter", edit("f(a: number, b", "f(this: void, a: number, b")],
  ["a return type", edit("c = 2)", "c = 2): number")],
  ["type parameters", edit("function helper(", "function helper<T extends object>(")],
  ["as, satisfies and !", edit("helper(i)", "((helper(i)! as number) satisfies number)")],
  ["type arguments", edit("helper(i)", "helper<number>(i)")],
  ["an interface and a type", `${BASE}interface Z { q: 1 }\ntype Q = Z;\ndeclare const d: Q;`],
  ["an overload", edit("export function f", "export function f(a: number, b: number): number;\nexport function f")],
  ["hexadecimal", edit("K = 10", "K = 0xA")],
  ["separators in a number", edit("K = 10", "K = 1_0.0")],
  ["a doc comment", edit("export function f", "/** Doc.\n * @cache x */\nexport function f")],
  ["a property written out", edit("{ a, b", "{ a: a, b")],
  ["a quoted key", edit("b: 'x'", "'b': 'x'")],
  ["another node", edit("return f;", "return f + 1;")],
  ["an unrelated constant above", `const U = 5;\n${BASE}`],
  ["let for const at top level", edit("const K", "let K")],
  ["the helper exported", edit("function helper", "export function helper")],
];

const REAL: readonly (readonly [string, string])[] = [
  ["a constant", edit("K = 10", "K = 11")],
  ["a helper", edit("x * K", "x + K")],
  ["a default", edit("c = 2", "c = 3")],
  ["-0 for 0", edit("c = 2", "c = -0")],
  ["the place of a loop's condition", edit("let i = 0; i < 3; i++", "let i = 0, j = i < 3; i++;")],
  ["let for const in the body", edit("const o", "let o")],
  ["async", edit("export function f", "export async function f")],
  ["a generator", edit("export function f", "export function* f")],
  ["an operator", edit("(a + c)", "(a - c)")],
  ["parentheses that matter", edit("(a + c) *", "a + c *")],
  ["an optional chain", edit("(o as any).a;", "(o as any)?.a;")],
  ["blanks in a template", edit("'x'", "`x `")],
  ["the order of keys", edit("{ a, b: 'x' }", "{ b: 'x', a }")],
  ["the name of a parameter", edit("a: number, b: number,", "a: number, bb: number,")],
  ["the order of parameters", edit("a: number, b: number,", "b: number, a: number,")],
  ["a directive", edit("// a comment", "'use asm';")],
];

describe("an edit that changes nothing keeps the code version", () => {
  test.each(HARMLESS)("%s", (_what, text) => {
    expect(versionOf(text, "f")).toBe(versionOf(BASE, "f"));
  });
});

describe("an edit that changes what runs changes the code version", () => {
  test.each(REAL)("%s", (_what, text) => {
    expect(versionOf(text, "f")).not.toBe(versionOf(BASE, "f"));
  });
});
