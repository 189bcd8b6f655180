import { tableFromArrays } from "apache-arrow";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { findingText } from "../../src/dataflow/findings.ts";
import { judge } from "../../src/dataflow/judge.ts";
import type { CheckRules } from "../../src/source/facts.ts";

function texts(value: unknown, rules: CheckRules): readonly string[] {
  const found = judge(value, rules);
  if (found instanceof Promise) throw new Error("nothing to wait for");
  expect(found.passed).toBe(found.findings.length === 0);
  return found.findings.map((finding) => findingText(finding, false));
}

describe("rules for single values and for each of a list", () => {
  it.each<[unknown, CheckRules, readonly string[]]>([
    [5, { range: [0, 5], in: [5, 6], type: "integer", nulls: 0 }, []],
    [5.5, { range: [0, 5] }, ["is out of the range [0, 5]: 5.5"]],
    [10n, { range: [0, 5] }, ['is out of the range [0, 5]: "10n"']],
    ["5", { range: [0, 5] }, ['is out of the range [0, 5]: "5"']],
    [-1, { range: [0, null] }, ["is out of the range from 0 on: -1"]],
    [1, { range: [null, 0] }, ["is out of the range up to 0: 1"]],
    ["c", { in: ["a", 1] }, ['is none of "a", 1: "c"']],
    [1.5, { type: "integer" }, ["is no integer: 1.5"]],
    ["a", { type: "number" }, ['is no number: "a"']],
    [null, { nulls: 0 }, ["is null: null"]],
    [Number.NaN, { nulls: 0, range: [0, 1] }, ['is null: "NaN"']],
    [undefined, { nulls: 0 }, ['is null: "undefined"']],
    [null, { range: [0, 1], in: [1], type: "number" }, []],
    [[], { range: [0, 1], in: [1], type: "number", nulls: 0 }, []],
    [[0, 7, 8, 9, 10, 1], { range: [0, 1] }, ["4 of 6 are out of the range [0, 1]: 7 (at 1), 8 (at 2), 9 (at 3)"]],
    [new Float64Array([0.5, 2]), { range: [0, 1] }, ["1 of 2 is out of the range [0, 1]: 2 (at 1)"]],
    [new Set(["a", "b"]), { in: ["a"] }, ['1 of 2 is none of "a": "b" (at 1)']],
    [new Map([["x", 5]]), { range: [0, 1] }, ["1 of 1 is out of the range [0, 1]: 5 (at 0)"]],
    [[1, null, undefined, Number.NaN], { nulls: 0.75 }, []],
    [[1, null, 2, null], { nulls: 0.25 }, ["2 of 4 are null, more than the share of 0.25: null (at 1), null (at 3)"]],
    ["text", { type: "string" }, []],
    ["text", { in: ["text"] }, []],
    [new Date(0), { type: "Date" }, []],
    [[1], { type: "list" }, []],
    [new Uint8Array(1), { type: "list" }, []],
    [{ a: 1 }, { type: "list" }, ['is no list: "{ a: 1 }"']],
    [{ a: 1 }, { type: "object" }, []],
    [[1], { type: "object" }, ['is no object: "[1]"']],
    [new Map(), { type: "Map" }, []],
    [new Map(), { type: "Set" }, ['is no Set: "Map(0) {}"']],
    [{ a: 1 }, { type: "frame" }, ['is no frame: "{ a: 1 }"']],
  ])("%o as %o", (value, rules, expected) => {
    expect(texts(value, rules)).toEqual(expected);
  });
});

describe("columns", () => {
  const rows = [{ price: 1, city: "Rome" }, { price: -2, city: "Oslo" }, { price: null, city: 5 }, { city: "Bern" }];
  const columns = { price: [1, -2, null, null], city: ["Rome", "Oslo", null, "Bern"] };
  const rules: CheckRules = {
    schema: { price: "number", city: "string", year: "integer" },
    columns: { price: { range: [0, null], nulls: 0.25 } },
  };
  const common = ["column `year`: is not there", "column `price`: 1 of 4 is out of the range from 0 on: -2 (at 1)"];

  it("of a list of records: types, missing columns, ranges and nulls", () => {
    expect(texts(rows, rules)).toEqual([
      "column `city`: 1 of 4 is no string: 5 (at 2)",
      ...common,
      'column `price`: 2 of 4 are null, more than the share of 0.25: null (at 2), "undefined" (at 3)',
    ]);
  });

  const nulls = "column `price`: 2 of 4 are null, more than the share of 0.25: null (at 2), null (at 3)";
  it.each([
    ["an object of lists", columns],
    ["a Map of lists", new Map(Object.entries(columns))],
    ["a frame of Polars", pl.DataFrame(columns)],
    ["a table of Arrow", tableFromArrays(columns)],
  ])("of %s", (_, table) => {
    expect(texts(table, rules)).toEqual([...common, nulls]);
    const isFrame = texts(table, { type: "frame" }).length === 0;
    expect(isFrame).toBe(_.includes(" of Polars") || _.includes(" of Arrow"));
  });

  it("a series of Polars and a vector of Arrow are lists of values", () => {
    for (const series of [pl.Series("x", [0, 5]), tableFromArrays({ x: new Int32Array([0, 5]) }).getChild("x")])
      expect(texts(series, { range: [0, 1] })).toEqual(["1 of 2 is out of the range [0, 1]: 5 (at 1)"]);
  });

  it("of an empty list every column is there", () => {
    expect(texts([], rules)).toEqual([]);
    expect(texts(5, { schema: { a: "number" } })).toEqual(["column `a`: is not there"]);
    expect(texts(null, { schema: { a: "number" } })).toEqual(["column `a`: is not there"]);
  });

  it("many values are looked at once each, and few are told", () => {
    const many = Array.from({ length: 300_000 }, (_, i) => i % 2);
    expect(texts(many, { range: [0, 0] })).toEqual([
      "150000 of 300000 are out of the range [0, 0]: 1 (at 1), 1 (at 3), 1 (at 5)",
    ]);
  });
});

it("where no value is to be shown, only places are told", () => {
  const found = judge([1, 5, null], { range: [0, 1], nulls: 0 });
  if (found instanceof Promise) throw new Error("nothing to wait for");
  expect(found.findings.map((finding) => findingText(finding, true))).toEqual([
    "1 of 3 is out of the range [0, 1]: at 1",
    "1 of 3 is null: at 2",
  ]);
});
