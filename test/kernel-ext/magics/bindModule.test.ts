import { expect, it } from "vitest";
import { moduleType } from "../../../kernel-ext/src/magics/bindModule.ts";

const use = (fn: string, name: string, index: number, optional = false) => ({ function: fn, name, index, optional });
const typeOf = (parameters: ReturnType<typeof use>[], functions: string[], nodes = functions) =>
  moduleType({ name: "m", parameters, functions, nodes });

it("each input has the type that the function gives it", () => {
  expect(typeOf([use("f", "a", 0), use("f", "b", 1, true)], ["f"])).toBe(
    'import("cellar").Module<typeof import("./m"), { a: Parameters<(typeof import("./m"))["f"]>[0]; b?: Parameters<(typeof import("./m"))["f"]>[1] }, "f">',
  );
});

it("an input of two functions must suit both, and is needed if one needs it", () => {
  expect(typeOf([use("f", "a", 0, true), use("g", "a", 1)], ["f", "g"])).toContain(
    '{ a: Parameters<(typeof import("./m"))["f"]>[0] & Parameters<(typeof import("./m"))["g"]>[1] }',
  );
});

it("what the module computes itself is no input", () => {
  expect(typeOf([use("total", "rows", 0)], ["rows", "total"])).toBe(
    'import("cellar").Module<typeof import("./m"), {  }, "rows" | "total">',
  );
});

it("what modifiers make of a function is no input either, and its type tells them", () => {
  expect(typeOf([use("total", "mean", 0)], ["stats", "total"], ["stats", "mean", "total"])).toBe(
    'import("cellar").Module<typeof import("./m"), {  }, "stats" | "total">',
  );
});

it("a module without nodes has none", () => {
  expect(typeOf([], [])).toBe('import("cellar").Module<typeof import("./m"), {  }, never>');
});
