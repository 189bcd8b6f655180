import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { analyzeModule, EMIT_OPTIONS, FACTS_VERSION } from "../../src/source/index.ts";

function isCompilerLoaded(): boolean {
  return Object.keys(createRequire(import.meta.url).cache).some((file) => /[\\/]typescript[\\/]lib[\\/]/.test(file));
}

test("importing cellar/source loads no compiler; the first analysis does", () => {
  expect(isCompilerLoaded()).toBe(false);
  expect([FACTS_VERSION, typeof EMIT_OPTIONS.target]).toEqual([15, "string"]);
  expect(isCompilerLoaded()).toBe(false);
  analyzeModule("");
  expect(isCompilerLoaded()).toBe(true);
});
