import { expect, test } from "vitest";
import { analyzeFunctions } from "../../src/source/analyzeFunctions.ts";

test("parameters are read from the text of any function", () => {
  const methods = {
    plain(a: number, b = 1) {
      return a + b;
    },
    async later(c: number) {
      return c;
    },
    *many() {
      yield 1;
    },
  };
  const functions = {
    ...methods,
    arrow: (d: number) => d,
    lone: async function named(e: unknown, f = [1]) {
      return [e, f];
    },
  };
  const texts = Object.fromEntries(Object.entries(functions).map(([name, fn]) => [name, String(fn)]));
  const { nodes, problems } = analyzeFunctions(texts);
  expect(problems).toEqual([]);
  expect(nodes.map((n) => [n.name, n.async, n.generator, n.parameters.map((p) => p.name).join()])).toEqual([
    ["plain", false, false, "a,b"],
    ["later", true, false, "c"],
    ["many", false, true, ""],
    ["arrow", false, false, "d"],
    ["lone", true, false, "e,f"],
  ]);
});

test("a function whose parameters cannot be known says what to do", () => {
  const { nodes, problems } = analyzeFunctions({
    bound: String(function f() {}.bind(null)),
    Thing: String(class Thing {}),
    odd: "get x() { return 1 }",
  });
  expect(nodes).toEqual([]);
  expect(problems.map((p) => p.message)).toEqual([
    "`bound` is a native or bound function, whose parameters cannot be known: wrap it, `(a, b) => bound(a, b)`.",
    "`Thing` is a class, and a node is a function: write a function that makes the instance.",
    "The parameters of `odd` cannot be read from its text: write it as `function odd(…) { … }`.",
  ]);
});

test("a destructured parameter is named as in a module", () => {
  expect(analyzeFunctions({ f: "({ a }) => a" }).problems).toMatchObject([{ code: "bad-parameter", node: "f" }]);
});
