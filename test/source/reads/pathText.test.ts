import { describe, expect, test } from "vitest";
import { analyzeFile } from "../../../src/source/analyzeFile.ts";
import { analyzeModule } from "../../../src/source/analyzeModule.ts";
import { looksLikePath } from "../../../src/source/reads/pathText.ts";

/** What the parts of a module name, by part. */
function pathsIn(text: string): Readonly<Record<string, readonly string[]>> {
  const parts = Object.entries(analyzeModule(text).parts);
  return Object.fromEntries(parts.flatMap(([name, { paths }]) => (paths ? [[name, paths.map((p) => p.text)]] : [])));
}
const inBody = (code: string) => pathsIn(`export const f = (a: any) => { ${code} }`)["f"] ?? [];

describe("R12: a text that may name a file is found", () => {
  test.each(["data.csv", "a.7", "data/rows", "./rows", "/etc/hosts", "my data.parquet", "data.v2.json", "C:\\a.txt"])(
    "%j looks like one",
    (text) => expect(looksLikePath(text)).toBe(true),
  );

  test.each([
    "",
    "data",
    "3.14",
    "-1.5e3",
    "https://example.org/rows.csv",
    " data.csv",
    "data.csv ",
    "a/b\nc",
    "End of a sentence.",
    "data.extension",
    `${"a".repeat(257)}.csv`,
  ])("%j does not", (text) => expect(looksLikePath(text)).toBe(false));

  test.each([
    ['return a("data.csv")', ["data.csv"]],
    ["return a(`data.csv`)", ["data.csv"]],
    ["return a(`\u0024{a}.csv`)", []],
    ['return { where: "b/c" }', ["b/c"]],
    ['return { "b/c": 1 }', []],
    ['return a["b/c"]', []],
    ['return a("data.csv") + a("data.csv") + a("more.csv")', ["data.csv", "more.csv"]],
    ['return a as "data.csv"', []],
  ])("in a body: %s", (code, expected) => {
    expect(inBody(code)).toEqual(expected);
  });

  test("with its place; in constants, defaults and helpers each where it stands", () => {
    const text = `const WHERE = "data.csv";
const helper = (a: any) => a("helper.csv");
export function f(a: any, b = "default.csv") { return helper(a) + WHERE + b; }`;
    expect(pathsIn(text)).toEqual({ WHERE: ["data.csv"], helper: ["helper.csv"], f: ["default.csv"] });
    expect(analyzeModule(text).parts["f"]!.paths).toEqual([{ text: "default.csv", line: 3, column: 31 }]);
    expect(analyzeFile(text, "prices.ts").paths?.map((p) => p.text)).toEqual(["data.csv", "helper.csv", "default.csv"]);
  });

  test.each([
    ['import fs from "node:fs";', 'fs.readFileSync("data.csv")'],
    ['import fs from "node:fs";', 'fs.writeFileSync("data.csv", "")'],
    ['import { readFile } from "node:fs/promises";', 'readFile(String("data.csv"))'],
    ['import pl from "nodejs-polars";', 'pl.readCSV("data.csv").height'],
    ['import Database from "better-sqlite3";', 'new Database("data.db")'],
    ['import { file } from "cellar";', 'file("data.csv")'],
    ["", 'import("./rows.json")'],
    ["", 'require("./rows.json")'],
  ])("not what a known reading tells, nor what names a module: %s %s", (imports, code) => {
    expect(pathsIn(`${imports}\nexport const f = () => ${code};`)).toEqual({});
  });

  test("nor a declaration, nor what modifiers are told; what another process is given is", () => {
    const text = `import { cache, file } from "cellar";
import { execFileSync } from "node:child_process";
export { g } from "./other.ts";
export const f = cache({ format: "my/format" }, (data = file("data.csv")) => execFileSync("python", ["run.py"]));`;
    expect(pathsIn(text)).toEqual({ f: ["run.py"] });
    expect(analyzeFile(text, "prices.ts").paths?.map((p) => p.text)).toEqual(["run.py"]);
  });

  test("of a table of texts no more than 50", () => {
    const table = Array.from({ length: 80 }, (_, i) => `"a/${i}"`).join(", ");
    expect(inBody(`return [${table}]`)).toHaveLength(50);
  });

  test("is no reading", () => {
    expect(analyzeModule('export const f = () => "data.csv";').parts["f"]!.reads).toBe(undefined);
  });
});
