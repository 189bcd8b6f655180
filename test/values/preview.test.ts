import { describe, expect, it } from "vitest";
import { previewOf } from "../../src/values/preview.ts";
import { differ, refused } from "./samples.ts";

describe("previewOf", () => {
  it.each<[string, unknown, unknown]>([
    ["a text", "2024-09-01", { type: "string", text: "2024-09-01" }],
    ["numbers", [1, 2, 3], { type: "number[3]", shape: [3], text: "[1, 2, 3]" }],
    ["a record", { Canada: 0.73, to: { US: [1] } }, { type: "object", text: "{ Canada: 0.73, to: { US: […] } }" }],
    ["a Map", new Map([["a", 1]]), { type: "Map", shape: [1], text: 'Map(1) { "a" => 1 }' }],
    ["a typed array", new Float64Array([1, -0]), { type: "Float64Array", shape: [2], text: "[1, -0]" }],
    ["a date", new Date(5), { type: "Date", text: "1970-01-01T00:00:00.005Z" }],
    ["undefined", undefined, { type: "undefined", text: "undefined" }],
    ["a function", () => 1, { type: "function", text: "(function)" }],
    ["nothing in a list", [], { type: "empty[0]", shape: [0], text: "[]" }],
  ])("shows %s", (_, value, preview) => {
    expect(previewOf(value)).toEqual(preview);
  });

  it("shows flat records as a table of at most five rows and ten columns", () => {
    const row = (i: number): object => Object.fromEntries(Array.from({ length: 12 }, (_, c) => [`c${c}`, i * c]));
    const preview = previewOf(Array.from({ length: 30 }, (_, i) => row(i)));
    expect(preview.shape).toEqual([30, 12]);
    expect(preview.columns).toHaveLength(10);
    expect(preview.rows).toHaveLength(5);
    expect(preview.rows![2]!.slice(0, 4)).toEqual([0, 2, 4, 6]);
  });

  it("shows what a row lacks as nothing", () => {
    expect(
      previewOf([
        { a: 1, d: new Date(5) },
        { a: Number.NaN, b: "x" },
      ]),
    ).toMatchObject({
      columns: ["a", "d", "b"],
      rows: [
        [1, "1970-01-01T00:00:00.005Z", null],
        ["NaN", null, "x"],
      ],
    });
  });

  it("stays below 2 kB and calls no code, whatever it is shown", () => {
    const nasty = Object.values(refused).map(([make]) => make());
    const wide = Array.from({ length: 100 }, () =>
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`column ${"x".repeat(99)} ${i}`, "ü".repeat(999)])),
    );
    for (const value of [
      ...nasty,
      ...Object.values(differ).flat(),
      wide,
      "x".repeat(1e6),
      [["deep", [["x".repeat(1e5)]]]],
    ])
      expect(JSON.stringify(previewOf(value)).length).toBeLessThan(2048);
  });
});
