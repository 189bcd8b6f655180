import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

/**
 * Digests as they are in stores of the world. A change of one makes every user's nodes run again:
 * it needs a new format version and a line under "Re-runs" in CHANGELOG.
 */
const GOLDEN: readonly (readonly [what: string, name: string, text: string, digest: string])[] = [
  ["a function", "total", "export function total(prices: number[], tax = 0.2) {\n  return prices.reduce((a, b) => a + b, 0) * (1 + tax);\n}", "0d8ecc638ee4dd9f0d4ae33207681293829db6d4e74dd5be5a874087fa42dcd3"],
  ["an arrow that calls itself", "count", "export const count = async (n: number): Promise<number> => (n > 0 ? 1 + (await count(n - 1)) : 0);", "0007b1e28692bc31878bc3845c736292037eb149e5c852e0a29a138bd259fd36"],
  ["a constant", "rates", "export const rates = { Canada: 0.73, 'New Zealand': 0x3d / 100, list: [-0, 1n, /a/i, `b`] };", "067a01a136ad93a796f0cf525a71472d80f327094c2e8d56f4cd5d635538825f"],
  ["a class", "Account", "class Base {}\nexport class Account extends Base {\n  static unit = 'CAD';\n  #id = 1;\n  get total() { return this?.a.b ?? super.toString(); }\n  declare a: any;\n}", "440e4b1a0f2d8bc03cb6d70f86ef26ba39a5380ce7b9e4f11c6a8ced032e01e3"],
  ["an enum", "Level", "export enum Level { Low, High = 1 << 2, Text = 'text' }", "3a315cdda1057cc6c91633d45da1e869f146f18daf96b0a91c796db069bfe185"],
  ["every kind of statement", "all", `export async function* all(a: any, b: any) {
  'use strict';
  outer: for (let i = 0; i < 3; i++) { if (a) continue outer; else break; }
  for await (const x of a) yield* x;
  for (const k in b) delete b[k];
  do { a--; } while (a > 0);
  switch (a) { case 1: throw new Error(\`no \${b}\`); default: debugger; }
  try { ({ a, ...b } = b); [a, , b = 1] = a; } catch { void 0; } finally { typeof a; }
  return tag\`x\${a}\\n\` + (a?.[b]?.(...a)).c + new.target;
}
function tag(...x: any[]) { return x; }`, "d9e123df5eef4e64eb6f472b94674508a6b34017bd09771dc95adc287759f064"],
];

describe("code digests stay what they are", () => {
  test.each(GOLDEN)("%s", (_what, name, text, digest) => {
    expect(analyzeModule(text).parts[name]!.digest).toBe(digest);
  });
});
