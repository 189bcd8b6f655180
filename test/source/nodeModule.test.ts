import { describe, expect, it } from "vitest";
import { nodeModule } from "../../src/source/index.ts";

const file = (fileName: string, isModulePackage = true) => ({ fileName, url: `file://${fileName}`, isModulePackage });

describe("what Node runs of a file", () => {
  it("JavaScript stays as it is, byte for byte, with the adoption below it; without exports nothing is added", () => {
    const text = "#!/usr/bin/env node\nexport const a = 1 // last";
    expect(nodeModule(text, file("/m.js")).source.startsWith(`${text}\n`)).toBe(true);
    expect(nodeModule("globalThis.x = 1", file("/m.js"))).toEqual({ format: "module", source: "globalThis.x = 1" });
  });

  it("JavaScript that cannot be read, or is nested too deeply, is left to Node", () => {
    const deep = `export const a = ${"(".repeat(50_000)}1${")".repeat(50_000)};`;
    for (const text of ["export const = 1", deep])
      expect(nodeModule(text, file("/m.mjs"))).toEqual({ format: "module", source: text });
  });

  it("TypeScript that cannot be read is told with its place", () => {
    expect(() => nodeModule("export const a = ;", file("/m.ts"))).toThrow(
      expect.objectContaining({ code: "bad-source", where: { module: "/m.ts", line: 1, column: 18 } }),
    );
    const deep = `export const a = ${"(".repeat(50_000)}1${")".repeat(50_000)};`;
    expect(() => nodeModule(deep, file("/m.ts"))).toThrow(/^`\/m\.ts` cannot be read: .*nested too deeply/);
  });

  it.each([
    ["/m.mts", "let a = 1", false, "module"],
    ["/m.cts", "export const a = 1", true, "commonjs"],
    ["/m.ts", "let a = 1", true, "module"],
    ["/m.ts", "let a = 1", false, "commonjs"],
    ["/m.ts", 'import "x"', false, "module"],
    ["/m.ts", "export type A = 1", false, "module"],
    ["/m.ts", "await 1", false, "module"],
    ["/m.ts", "for await (const a of []) {}", false, "module"],
    ["/m.ts", "async function f() { await 1 }", false, "commonjs"],
    ["/m.ts", "console.log(import.meta.url)", false, "module"],
    ["/m.ts", 'import fs = require("fs"); export = fs', false, "commonjs"],
  ])("%s that says `%s`, in a package of modules: %s, is a %s", (fileName, text, isModulePackage, format) => {
    expect(nodeModule(text, file(fileName, isModulePackage)).format).toBe(format);
  });

  it("the name by which a module imports itself meets none of its own", () => {
    const { source } = nodeModule("export const $cellarSelf = 1, $cellarSelf1 = 2;", file("/m.ts"));
    expect(source).toContain("import * as $cellarSelf2 from");
  });
});
