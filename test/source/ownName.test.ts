import { describe, expect, test } from "vitest";
import { versionOf } from "./versionOf.ts";

/** The same text with the function called `a` and called `b`. */
function renamed(text: string): readonly [string, string] {
  return [versionOf(text.replaceAll("NAME", "a"), "a"), versionOf(text.replaceAll("NAME", "b"), "b")];
}

describe("a renamed function keeps its code version", () => {
  test.each([
    ["a function", "export function NAME(n: number) { return n }"],
    ["an arrow", "export const NAME = (n: number) => n"],
    ["a function expression", "export const NAME = async function (n: number) { return n }"],
    ["that calls itself", "export function NAME(n: number): number { return n ? NAME(n - 1) : 0 }"],
    ["an arrow that calls itself", "export const NAME = (n: number): number => (n ? NAME(n - 1) : 0)"],
    ["that calls itself in parentheses", "export function NAME(n: number): number { return (NAME as any)(n - 1) }"],
    ["with a property set on it", "export function NAME(n: number) { return n }\nNAME.unit = 'm'"],
    ["with a property of its name", "export function NAME(n: any) { return n.x }"],
  ])("%s", (_what, text) => {
    const [a, b] = renamed(text);
    expect(a).toBe(b);
  });
});

describe("a function that can see its own name has another version under another name", () => {
  test.each([
    ["its name property", "export function NAME(n: number) { return NAME.name + n }"],
    ["itself as a value", "export const NAME = (n: number): unknown => [NAME, n]"],
    ["itself handed on", "export function NAME(n: number[]): unknown { return n.map(NAME) }"],
    ["itself made anew", "export function NAME(): unknown { return new (NAME as any)() }"],
    ["a wrapped arrow", "export const NAME = Object.assign((n: number) => n, { unit: 'm' })"],
  ])("%s", (_what, text) => {
    const [a, b] = renamed(text);
    expect(a).not.toBe(b);
  });
});

test("a parameter of the function's own name is not the function", () => {
  const own = versionOf("export function a(a: any) { return a(1) }", "a");
  expect(versionOf("export function b(a: any) { return a(1) }", "b")).toBe(own);
  expect(versionOf("export function b(a: any): any { return b(1) }", "b")).not.toBe(own);
});

test("another function's name is not the function's own", () => {
  const other = "export function b() { return 1 }\n";
  expect(versionOf(`${other}export function a(): any { return a }`, "a")).not.toBe(
    versionOf(`${other}export function a() { return b }`, "a"),
  );
});
