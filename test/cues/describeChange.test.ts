import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeChange, describeTextChange } from "../../src/cues/describeChange.ts";
import { previewOf } from "../../src/values/preview.ts";

describe("describeChange", () => {
  it.each<[string, unknown, unknown, string, string]>([
    ["one field of a record", { Canada: 0.73 }, { Canada: 0.71 }, "Canada 0.73", "Canada 0.71"],
    ["a text", "2024-09-01", "2024-10-01", '"2024-09-01"', '"2024-10-01"'],
    ["a type", 1, "1", "1", '"1"'],
    ["a cell", [{ a: 1, b: 2 }], [{ a: 1, b: 3 }], "b 2", "b 3"],
    ["the columns of a table", [{ a: 1, b: 2 }], [{ a: 1, c: 2 }], "1×2 −b", "1×2 +c"],
    ["the rows of a table", [{ a: 1 }, { a: 2 }], [{ a: 1 }], "2×1", "1×1"],
    ["a number", 1, 2, "1", "2"],
  ])("says how %s changed", (_, before, after, b, a) => {
    expect(describeChange(previewOf(before), previewOf(after))).toEqual({ before: b, after: a });
  });

  it("says so where the difference lies beyond the preview", () => {
    const { before, after } = describeChange(previewOf(`${"x".repeat(300)}1`), previewOf(`${"x".repeat(300)}2`));
    expect(before).not.toBe(after);
    expect(after).toMatch(/\(other content\)$/);
  });

  it("says so where one side is not known", () => {
    expect(describeChange(undefined, previewOf(2))).toEqual({ before: "(not known)", after: "2" });
  });

  it("never takes more than 80 characters", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (b, a) => {
        const change = describeChange(previewOf(b), previewOf(a));
        expect(Math.max(change.before.length, change.after.length)).toBeLessThanOrEqual(80);
      }),
    );
  });
});

describe("describeTextChange", () => {
  it.each([
    ["{ Canada: 0.73 }", "{ Canada: 0.71 }", "Canada 0.73", "Canada 0.71"],
    ["const r = { Canada: 0.73, 'US A': 1 };", "const r = { Canada: 0.73, 'US A': -1.5e3 };", "US A 1", "US A -1.5e3"],
    ["const limit = 3;", "const limit = 4;", "limit 3", "limit 4"],
    ["{ a: 1 }", "{ a: 1, b: 2 }", "(nothing)", "b: 2"],
    ["{ a: 1, b: 2 }", "{ b: 2 }", "a: 1", "(nothing)"],
    ["return xs.filter((x) => x.n > 3);", "return xs.filter((x) => x.n >= 4);", "> 3", ">= 4"],
    ["f('a // b')", "f('a // c')", "'a // b'", "'a // c'"],
    ["a\n  .b(1);", "a\n  .b(1) // one\n  .c(2) // two\n  .d(3);", "(nothing)", ".c(2).d(3)"],
    ["f(a) // old", "f(b) // new", "a", "b"],
  ])("%s → %s", (before, after, b, a) => {
    expect(describeTextChange(before, after)).toEqual({ before: b, after: a });
  });

  it("takes any texts, and never more than 80 characters", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (b, a) => {
        const change = describeTextChange(b, a);
        expect(Math.max(change.before.length, change.after.length)).toBeLessThanOrEqual(80);
      }),
    );
    expect(describeTextChange(`"${"a\\".repeat(50_000)}`, "`".repeat(50_000)).after.length).toBeLessThanOrEqual(80);
  });
});
