import { describe, expect, test } from "vitest";
import { cacheKeyOf } from "../../src/identity/cacheKey.ts";
import { codeVersionOf, moduleVersionOf } from "../../src/identity/codeVersion.ts";
import { environmentOf } from "../../src/identity/environment.ts";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

/**
 * Digests as they are in stores of the world. A change of one makes every user's nodes run again:
 * it needs a new format version and a line under "Re-runs" in CHANGELOG.
 */
const facts = analyzeModule(`import { tax } from "tool";
import { local } from "./local";
const rates = { Canada: 0.73 };
const rows = [1, 2].map((x) => x * rates.Canada);
class Base {}
const help = () => tax + local + new Base();
export function total(prices: number[]) { return rows[0] + help() + prices[0]; }
export function alone(prices: number[]) { return prices[0]; }`);
const known = {
  constantVersion: () => ({ version: "a".repeat(64) }),
  literalChange: () => undefined,
  propertyVersions: () => new Map(),
  importVersion: ({ specifier }: { specifier: string }) =>
    specifier === "tool"
      ? ({ kind: "package", version: "tool@1.2.3+0123456789abcdef", native: false } as const)
      : ({ kind: "file", version: "b".repeat(64), path: "local.ts", mentions: new Set<never>(), hasEffects: false } as const),
};
const surroundings = {
  node: "20",
  timezone: "UTC",
  locale: "en-US",
  icu: "74.2",
  tz: "2024a",
  platform: "linux",
  arch: "x64",
  cwd: "/home/me",
  emit: "target=ES2022",
  formats: "key/1,code/1",
} as const;

describe("code versions stay what they are", () => {
  test.each([
    ["a function that reaches nothing", "alone", "closure", "a9b2aece35ff3fe23d550a33b7ac8c5c14bbc83f4428286e91684481893dbc75"],
    ["the same, by its own text only", "alone", "function", "b99308d0ce39a7238062d828e13f7cf755a789f4ada25199caad79e19d9c7487"],
    ["one that reaches constants, a class, a file and a package", "total", "closure", "b05b4675d29a207fae3ef48fa1e6346839fdb1d061e16fef616806bdcf61cdb4"],
    ["the same, by its own text only", "total", "function", "52da3c6feaa97cd75a7b0ddfed024d9b5cc0bd25a25cb56338e51d93df0c9d8e"],
  ] as const)("%s", (_what, name, mode, digest) => {
    expect(codeVersionOf(facts, name, mode, known).version).toBe(digest);
  });

  test("all that a module exports", () => {
    expect(moduleVersionOf(facts, known).version).toBe("698fb43d3748273a7ebafae18e2763af3185d9737a50f31b98b393d5f93662d5");
  });
});

describe("environments stay what they are", () => {
  test.each([
    ["for all code", [], "a6ca21372cadcf66ec0973eac4e286f2f33b0b916bd1b4acf507b85a9485a184"],
    ["for code that mentions all there is", ["intl", "native", "cwd", "dirname", "importMeta"], "f4ec424651828ec999c275f499f8a8d22573aca0521356942efc2a59b1a4c8de"],
  ] as const)("%s", (_what, mentions, digest) => {
    expect(environmentOf(surroundings, new Set(mentions), "basics").version).toBe(digest);
  });
});

describe("R5: keys stay what they are", () => {
  const fields = { codeVersion: "c".repeat(64), environment: "e".repeat(64), name: undefined };
  const bindings = [
    ["b", "value", "1".repeat(64)],
    ["a", "opaque", "opaque:7:run:a"],
  ] as const;

  test.each([
    ["without parameters", { ...fields, bindings: [] }, "6b38ff42207a37c0cbf5c6811501f7e47aec4d21236b54db624174323dafdc38"],
    ["with parameters, in any order", { ...fields, bindings }, "53e2ea314a69522729bb950c5eaa747fb157d293e47b47e21ded5d255d0cf400"],
    ["with parameters, in any order", { ...fields, bindings: [...bindings].reverse() }, "53e2ea314a69522729bb950c5eaa747fb157d293e47b47e21ded5d255d0cf400"],
    ["open: with its name", { ...fields, bindings, name: "total" }, "b37bed174b07533cb18329be54ef6e790e1fa0f3f925ef24144f001525a0638b"],
  ])("%s", (_what, key, digest) => {
    expect(cacheKeyOf(key)).toBe(digest);
  });
});
