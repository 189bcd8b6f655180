import ts from "typescript";
import { expect, it } from "vitest";
import { withNameableTypes } from "../../../kernel-ext/src/magics/nameableTypes.ts";

it("private types are exported in a line of their own; no other line changes", () => {
  const text = "interface A {}\ntype B = A;\nclass C {}\nexport interface D {}\nexport const f = (): B => ({});";
  expect(withNameableTypes(ts, text)).toBe(`${text}\nexport type { A, B, C };`);
});

it("types that a list exports already are left alone, and a module without private types is as it was", () => {
  expect(withNameableTypes(ts, "type A = 1;\nexport { type A };")).toBe("type A = 1;\nexport { type A };");
  expect(withNameableTypes(ts, "export const f = 1;")).toBe("export const f = 1;");
});
