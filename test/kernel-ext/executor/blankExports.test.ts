import ts from "typescript";
import { expect, it } from "vitest";
import { blankExports } from "../../../kernel-ext/src/executor/blankExports.ts";

it("export before a declaration becomes blanks", () => {
  expect(blankExports(ts, "export const a = 1;\nexport async function f() {}")).toBe(
    "       const a = 1;\n       async function f() {}",
  );
});

it("text that only looks like an export stays", () => {
  const text = 'const s = "export const a"; // export const b\nexport default 1;\nexport { s };';
  expect(blankExports(ts, text)).toBe(text);
});
