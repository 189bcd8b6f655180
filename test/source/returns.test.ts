import { expect, it } from "vitest";
import { analyzeModule } from "../../src/source/index.ts";

const returned = (text: string): string | undefined =>
  analyzeModule(text).nodes.find(({ name }) => name === "f")?.returns;

it.each<[string, string | undefined]>([
  ["(): number", "number"],
  ["(): Promise<string>", "string"],
  ["(): readonly bigint[]", "list"],
  ["(): [a: number, b: string]", "list"],
  ["(): ReadonlyArray<number>", "list"],
  ["(): ReadonlyMap<string, Date>", "Map"],
  ["(): Promise<(Set<number>)>", "Set"],
  ["(): Float64Array", "Float64Array"],
  ["()", undefined],
  ["(): number | null", undefined],
  ["(): Transaction[]", "list"],
  ["(): Transaction", undefined],
  ["(): Record<string, number>", undefined],
  ["(): pl.Map", undefined],
])("a function f%s says that it returns: %s", (signature, kind) => {
  expect(returned(`export function f${signature} { return null as never; }`)).toBe(kind);
});

it.each([
  'import { Map } from "./own.ts";',
  'import type { Grid as Map } from "./own.ts";',
  'import Map from "./own.ts";',
  "interface Map { a: 1 }",
  "type Map = number[];",
  "class Map {}",
])("a name that the module gives a meaning of its own says nothing: %s", (own) => {
  expect(returned(`${own}\nexport function f(): Map { return null as never; }`)).toBeUndefined();
});

it("arrow functions and generators say it too", () => {
  expect(returned("export const f = async (): Promise<Date> => new Date(0);")).toBe("Date");
  expect(returned("export function* f() { yield 1; }")).toBe("list");
});
