import { expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";
import { versionOf } from "./versionOf.ts";

function manyFunctions(count: number): string {
  const lines = ["const rate = 0.73;", "function helper(x: number) { return x * rate }"];
  for (let i = 0; i < count; i++) {
    const parameter = i === 0 ? "seed" : `n${i - 1}`;
    lines.push(`/** Node ${i}. */`, `export function n${i}(${parameter}: number, k = ${i}): number {`);
    lines.push(
      "  const rows = [1, 2, 3].map((x) => helper(x) + k);",
      `  return rows.reduce((a, b) => a + b, ${parameter});`,
      "}",
    );
  }
  return lines.join("\n");
}

test("a module of 1,000 functions is read", { timeout: 60_000 }, () => {
  const facts = analyzeModule(manyFunctions(1000));
  expect(facts.nodes).toHaveLength(1000);
  expect(facts.problems).toEqual([]);
});

test("a sum of 5,000 operands is read", { timeout: 60_000 }, () => {
  const sum = (last: string): string => `export const f = (a: number) => ${"a + ".repeat(4999)}${last};`;
  expect(versionOf(sum("a"), "f")).not.toBe(versionOf(sum("1"), "f"));
});

test("a chain of 5,000 constants is literal to its end", { timeout: 60_000 }, () => {
  const chain = Array.from({ length: 5000 }, (_, i) => `const k${i} = ${i === 0 ? 1 : `k${i - 1} + 1`};`).join("\n");
  expect(analyzeModule(chain).parts.k4999!.class).toBe("literal");
});

test("code nested too deeply to be compiled is refused with a remedy", () => {
  const text = `export const f = (a: any) => ${"[".repeat(20_000)}a${"]".repeat(20_000)};`;
  expect(analyzeModule(text).problems[0]!.message).toBe(
    "The text cannot be read: an expression in it is nested too deeply. Give its parts names of their own.",
  );
});
