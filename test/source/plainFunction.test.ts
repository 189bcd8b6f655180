import { expect, it } from "vitest";
import { analyzeModule } from "../../src/source/index.ts";

const digestOf = (text: string) => analyzeModule(text).parts["f"]!.digest;
const declared = digestOf("export function f(rows: number[], by = 2) { return rows.length * by; }");

it.each([
  "export const f = (rows: number[], by = 2) => rows.length * by;",
  "export const f = (rows: number[], by = 2) => { return rows.length * by; };",
  "export const f = function (rows: number[], by = 2) { return rows.length * by; };",
  "export const f = function f(rows: number[], by = 2) { return rows.length * by; };",
  'import { cache, tag } from "cellar"; export const f = cache({}, tag({ a: "b" }, (rows: number[], by = 2) => rows.length * by));',
])("the same function, however it is written: %s", (text) => {
  expect(digestOf(text)).toBe(declared);
});

it.each([
  ["function f() { return this; }", "const f = () => this;"],
  ["function f() { return arguments.length; }", "const f = () => arguments.length;"],
  ["function f() { return () => new.target; }", "const f = function () { return () => new.target; };"],
  ["function f() { return 1; }", "const f = async () => 1;"],
  ["function* f() { return 1; }", "const f = function () { return 1; };"],
  ["function f(): unknown { return f; }", "const f = function f(): unknown { return f; };"],
  ["function f() { return { a: 1 }; }", "const f = () => { ({ a: 1 }); };"],
])("another function is another: %s and %s", (one, other) => {
  expect(digestOf(`export ${one}`)).not.toBe(digestOf(`export ${other}`));
});
