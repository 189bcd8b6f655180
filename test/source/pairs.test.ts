// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code under test
import { describe, expect, test } from "vitest";
import { versionOf } from "./versionOf.ts";

/** Two bodies of one function that differ when they run. */
const DIFFERENT: readonly (readonly [string, string])[] = [
  ["function g({ a: b }) { return b }", "function g({ a = b }) { return b }"],
  ["for (; q; ) r()", "for (q; ; ) r()"],
  ["x = class { static a = 1 }", "x = class { a = 1 }"],
  ["x = class { accessor a = 1 }", "x = class { a = 1 }"],
  ["x = class { @y a() {} }", "x = class { a() {} }"],
  ["x = class { constructor(readonly a) {} }", "x = class { constructor(a) {} }"],
  ["x = class extends y {}", "x = class {}"],
  ["x = class { a }", "x = class {}"],
  ["x = class { #a = 1 }", "x = class { a = 1 }"],
  ["x = class { static { y() } }", "x = class { static a = y() }"],
  ["x = class { async a() {} }", "x = class { a() {} }"],
  ["x = class { get a() { return 1 } }", "x = class { a() { return 1 } }"],
  ["x = class { get a() { return 1 } }", "x = class { set a(v) { return 1 } }"],
  ["return (a?.b).c", "return a?.b.c"],
  ["return (a?.b)()", "return a?.b()"],
  ["return a?.b", "return a.b"],
  ["if (a) {} else b", "if (a) b"],
  ["if (a) { if (b) q(); else r(); }", "if (a) { if (b) q(); } else r();"],
  ["return [, a]", "return [a, ,]"],
  ["return `a${b}`", "return `a` + b"],
  ["return `a${b}c`", "return `ac${b}`"],
  ["for await (const x of y);", "for (const x of y);"],
  ["for (const x of y);", "for (const x in y);"],
  ["return a && b", "return a || b"],
  ["return a ?? b", "return a || b"],
  ["return ++a", "return a++"],
  ["return -a", "return +a"],
  ["return !a", "return ~a"],
  ["x = { get a() { return 1 } }", "x = { a() { return 1 } }"],
  ["x = { a() { return 1 } }", "x = { a: function () { return 1 } }"],
  ["x = { __proto__: a }", "x = { ['__proto__']: a }"],
  ["const __proto__ = a; x = { __proto__ }", "const __proto__ = a; x = { __proto__: __proto__ }"],
  ["x = { ...a, b }", "x = { b, ...a }"],
  ["x = { [a]: 1 }", "x = { a: 1 }"],
  ["return import.meta", "return new.target"],
  ["x = a => { return {} }", "x = a => {}"],
  ["x = () => a", "x = function () { return a }"],
  ["l: for (;;) for (;;) break l", "l: for (;;) for (;;) break"],
  ["let a1", "var a1"],
  ["const a1 = 1", "let a1 = 1"],
  ["using a1 = b", "const a1 = b"],
  ["return String.raw`\\x41`", "return String.raw`A`"],
  ["return String.raw`a`", "return String.raw('a')"],
  ["return 1", "return '1'"],
  ["return 1n", "return 1"],
  ["return 0", "return -0"],
  ["return null", "return undefined"],
  ["return /a/", "return /a/i"],
  ["return /a/", "return '/a/'"],
  ["return a == b", "return a === b"],
  ["a = b", "a += b"],
  ["a = b", "a ??= b"],
  ["return yy(...a)", "return yy(a)"],
  ["return new y(a)", "return y(a)"],
  ["return a, b", "return b, a"],
  ["return a ? b : q", "return a ? q : b"],
  ["try { q() } catch { r() }", "try { q() } finally { r() }"],
  ["try { q() } catch (e) {}", "try { q() } catch {}"],
  ["switch (a) { case 1: q() }", "switch (a) { default: q() }"],
  ["switch (a) { case 1: case 2: q() }", "switch (a) { case 1: q(); case 2: }"],
  ["do q(); while (a)", "while (a) q()"],
  ["throw a", "return a"],
  ["delete a.b", "void a.b"],
  ["return a[b]", "return a.b"],
  ["enum E { A }", "enum E { A = 1 }"],
  ["enum E { A, B }", "enum E { B, A }"],
  ["const { a: c1, ...r1 } = b", "const { a: c1, r1 } = b"],
  ["const [c1, d1] = b", "const { c1, d1 } = b"],
  ["const [c1 = 1] = b", "const [c1] = b"],
  ["[a, b] = [b, a]", "[b, a] = [b, a]"],
  ["({ a = 1 } = b)", "({ a } = b)"],
  ["'use strict'; q()", "q()"],
  ["debugger; q()", "q()"],
];

/** Two ways to write the same. */
const SAME: readonly (readonly [string, string])[] = [
  ["return a?.b!.c", "return a?.b.c"],
  ["const { a: a } = b", "const { a } = b"],
  ["return new y()", "return new y"],
  ["return 0x10n", "return 16n"],
  ["return 1e3", "return 1000"],
  ["return { 0x1: a }", "return { 1: a }"],
  ["return { '1': a }", "return { 1: a }"],
  ["return `a\\x41${b}`", "return `aA${b}`"],
  ["return '\\u{1F600}'", "return '😀'"],
  ["x = class implements Y { declare z: string; private a = 1; [k: string]: unknown }", "x = class { a = 1 }"],
  ["x = class { a(): void; a() {} }", "x = class { a() {} }"],
  ["x = class { override readonly a? = 1 }", "x = class { a = 1 }"],
  ["x = class extends (y as any)<string> {}", "x = class extends y {}"],
  ["x = <T,>(p: T) => p", "x = (p) => p"],
  ["x = p => p", "x = (p) => p"],
  ["const v: number = a; q(v as never)", "const v = a; q(v)"],
  ["type T = 1; interface I {} q()", "q()"],
  ["try { q() } catch (e: unknown) { r(e) }", "try { q() } catch (e) { r(e) }"],
  ["x = y<string>", "x = y"],
  ["enum E { A, 'B' }", "enum E { A, B, }"],
];

const wrap = (body: string): string =>
  `export async function f(a: any, b: any, q: any, r: any, y: any, yy: any, x: any) {\n${body}\n}`;

describe("bodies that run differently never share a version", () => {
  test.each(DIFFERENT)("%s | %s", (left, right) => {
    expect(versionOf(wrap(left), "f")).not.toBe(versionOf(wrap(right), "f"));
  });
});

describe("bodies that run alike share a version", () => {
  test.each(SAME)("%s | %s", (left, right) => {
    expect(versionOf(wrap(left), "f")).toBe(versionOf(wrap(right), "f"));
  });
});
