// Do two values that look alike ever share a result? As inputs, as results of nodes, and in frames.
import { inspect } from "node:util";
import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { memoryMetadata, memoryResults } from "../../src/index.ts";
import { notebook, ranBy } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();

function nested(depth: number, leaf: unknown): unknown {
  let value = leaf;
  for (let i = 0; i < depth; i++) value = { v: value };
  return value;
}
const shared = { a: 1 };
const sparse = [1, 2];
delete sparse[0];

/** Each pair looks alike to a digest that joins texts, forgets types, or stops at some depth. */
const PAIRS: readonly (readonly [what: string, one: unknown, other: unknown])[] = [
  ["a number and its text", 1, "1"],
  ["a text and its bytes", "1", Buffer.from("1")],
  ["true and its text", true, "true"],
  ["null and its text", null, "null"],
  ["a number and a bigint", 1, 1n],
  ["0 and -0", 0, -0],
  ["NaN and null", Number.NaN, null],
  ["an empty list and an empty object", [], {}],
  ["an empty set and an empty map", new Set(), new Map()],
  ["a list and a set", [1, 2], new Set([1, 2])],
  ["an object and a map", { a: 1 }, new Map([["a", 1]])],
  ["one list and two", [["a", "b"]], [["a"], ["b"]]],
  ["a text with the separator", ["a,b"], ["a", "b"]],
  ["an absent and an undefined property", {}, { a: undefined }],
  ["a hole and undefined", sparse, [undefined, 2]],
  ["a nested object and its inside", { map: { a: 1 } }, { a: 1 }],
  ["leaves a hundred levels deep", nested(100, 1), nested(100, 2)],
  [
    "the order of a map",
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
    new Map([
      ["b", 2],
      ["a", 1],
    ]),
  ],
  ["the order of a list", [1, 2], [2, 1]],
  ["one object twice and two equal ones", [shared, shared], [shared, { ...shared }]],
  ["a date and its number", new Date(5), 5],
  ["two dates", new Date(5), new Date(6)],
  ["kinds of numbers in arrays", new Float64Array([1, 2]), new Float32Array([1, 2])],
  ["an array of numbers and a list", new Float64Array([1, 2]), [1, 2]],
  [
    "the shape of nested lists",
    [
      [1, 2],
      [3, 4],
    ],
    [[1, 2, 3, 4]],
  ],
  ["composed and decomposed letters", "\u00e4", "a\u0308"],
  ["halves of a pair", "\ud800", "\udfff"],
  ["regular expressions", /a/i, /a/g],
  ["an error and its message", new Error("a"), "Error: a"],
  ["kinds of errors", new TypeError("a"), new RangeError("a")],
  ["names of a frame's columns", tableFromArrays({ a: [1, 2] }), tableFromArrays({ b: [1, 2] })],
  ["the rows of a frame", tableFromArrays({ a: [1, 1] }), tableFromArrays({ a: [1] })],
  [
    "kinds of a frame's columns",
    tableFromArrays({ a: new Int32Array([1]) }),
    tableFromArrays({ a: new Float64Array([1]) }),
  ],
  ["a frame and its columns", tableFromArrays({ a: new Int32Array([1]) }), { a: new Int32Array([1]) }],
];

/** With what tells alike values apart: identity of parts, kinds, holes, signs. */
function told(value: unknown): string {
  const twice = Array.isArray(value) && value.length === 2 && typeof value[0] === "object" && value[0] === value[1];
  // R14: where an error was made is no part of its value.
  if (value instanceof Error) return `${value.name}: ${value.message} (an error)`;
  if (typeof value === "object" && value !== null && "schema" in value) return `frame ${value.schema} ${value}`;
  return `${inspect(value, { depth: 200 })} ${twice ? "twice" : ""} ${typeof value === "string" ? escape(value) : ""}`;
}

describe.each(["memory", "folder"])("values that look alike (stores in a %s)", (where) => {
  it.each(PAIRS)("%s: each gives its own result, given and computed", async (_what, one, other) => {
    Object.assign(globalThis, { told, alike: [one, other] });
    const cache = where === "memory" ? { metadataStore: memoryMetadata(), resultStore: memoryResults() } : {};
    const text = `const world = globalThis as any;
export function chosen(at: number) { return world.alike[at]; }
export function below(chosen: unknown): string { return world.told(chosen); }
export function given(value: unknown): string { return world.told(value); }`;
    expect(told(one)).not.toBe(told(other));
    for (const turn of [0, 1])
      for (const [at, value] of [one, other].entries()) {
        const dr = nb.driver(text, cache);
        const asked = { inputs: { at, value } };
        const plan = await dr.plan(["below", "given", "chosen"], asked);
        const ran = await ranBy(dr, ["below", "given", "chosen"], asked);
        expectPlanKept(plan, ran.record);
        expect([ran.values["below"], ran.values["given"], told(ran.values["chosen"])]).toEqual(
          Array.from({ length: 3 }, () => told(value)),
        );
        const word = turn === 0 ? "executed" : "hit";
        if (turn === 1 || at === 0) expect(ran.words).toMatchObject({ chosen: word, below: word, given: word });
        else expect([ran.words["below"], ran.words["given"]]).not.toContain("hit");
      }
  });

  it("what has no version is never a result of another: in lists, and at the top", async () => {
    const cache = where === "memory" ? { metadataStore: memoryMetadata(), resultStore: memoryResults() } : {};
    const text = "export function out(value: any) { return Array.isArray(value) ? value[0]() : value(); }";
    for (const value of [() => 1, () => 2, [() => 3], [() => 4]]) {
      const expected = Array.isArray(value) ? value[0]!() : value();
      for (const _turn of [1, 2]) {
        const ran = await nb.run(text, ["out"], { inputs: { value }, cache });
        expect([ran.values["out"], ran.words["out"]]).toEqual([expected, expect.stringMatching(/executed|unchanged/)]);
      }
    }
  });

  it("instances of two classes with equal fields", async () => {
    const cache = where === "memory" ? { metadataStore: memoryMetadata(), resultStore: memoryResults() } : {};
    const text = `export class Meters { value = 1; }
export class Feet { value = 1; }
export function length(metric: boolean): Meters | Feet { return metric ? new Meters() : new Feet(); }
export function unit(length: Meters | Feet): string { return length instanceof Meters ? "m" : "ft"; }`;
    for (const _turn of [1, 2])
      for (const [metric, unit] of [
        [true, "m"],
        [false, "ft"],
      ] as const)
        expect((await nb.run(text, ["unit"], { inputs: { metric }, cache })).values).toEqual({ unit });
  });
});
