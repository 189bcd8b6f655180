import { readFileSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Builder, moduleFromText } from "../../src/index.ts";
import { project, runner, told } from "./project.ts";

const p = project();

const FEATURES = `
import { twice, type Row } from "./rows.js";
import data from "./data.json" with { type: "json" };
import { basename } from "node:path";

/** What a unit is worth. */
export const rates = { Canada: 0.73 };
const steps = Array.from({ length: 3 }, (_, i) => i + 1);
enum Unit { One = 1 }
class Money { constructor(readonly amount: number) {} }
const scaled = (n: number): number => n * Unit.One;

export function rawData(): Row[] {
  return steps.map((n) => ({ n: twice(scaled(n)) + data.extra }));
}
export async function total(rawData: Row[], cutoff: number, rate: number = rates.Canada): Promise<number> {
  return rawData.filter((row) => row.n > cutoff).reduce((sum, row) => sum + row.n, 0) * rate;
}
export function money(total: number): Money { return new Money(total); }
export const shown = (money: Money, folder = basename("/a/prices")): string => \`\${folder}: \${money.amount}\`;
`;
const FILES = {
  "features.ts": FEATURES,
  "rows.ts": "export interface Row { n: number }\nexport const twice = (n: number): number => 2 * n;\n",
  "data.json": '{ "extra": 10 }',
};
const NAMES = ["rawData", "total", "money", "shown"];
const scripted = (module = "./features.ts") => runner(module, ["shown"], { cutoff: 12 });

/** The same in this process, as a cell of a notebook. */
async function asCell() {
  const module = moduleFromText(FEATURES, { name: "basics", folder: p.folder });
  const dr = new Builder()
    .withModules(module)
    .withCache({ path: path.join(p.folder, ".cellar") })
    .build();
  const values = await dr.execute(["shown"], { inputs: { cutoff: 12 } });
  const record = await dr.cache.run();
  const codes = dr.cache.codeVersions[record.run];
  await dr.close();
  return { values, status: record.status, codes };
}

describe("node --import cellar/register script.ts", () => {
  it("R10: a TypeScript file has full code versions: it executes once, then a new process hits", () => {
    p.write({ ...FILES, "script.ts": scripted() });
    const [first, second] = [told(p.run("script.ts")), told(p.run("script.ts"))];
    expect(first.values).toEqual({ shown: `prices: ${(14 + 16) * 0.73}` });
    expect(NAMES.map((name) => first.words[name])).toEqual(["x", "x", "x", "x"]);
    expect(second.values).toEqual(first.values);
    expect(NAMES.map((name) => second.words[name])).toEqual(["h", "h", "h", "h"]);
  });

  it.each([
    ["a constant's value", "features.ts", "Canada: 0.73", "Canada: 0.71", ["h", "x", "x", "x"], "total"],
    ["a computed constant", "features.ts", "length: 3", "length: 4", ["x", "x", "x", "x"], "rawData"],
    ["a helper", "features.ts", "n * Unit.One", "n * Unit.One * 3", ["x", "x", "x", "x"], "rawData"],
    ["an imported file", "rows.ts", "2 * n", "3 * n", ["x", "x", "x", "x"], "rawData"],
    ["an imported JSON file", "data.json", "10", "11", ["x", "x", "x", "x"], "rawData"],
  ])("R6, R8, R9: %s that changes executes what reaches it, and says so", (_, file, before, after, words, why) => {
    p.write({ ...FILES, "script.ts": scripted() });
    p.run("script.ts");
    const text = readFileSync(path.join(p.folder, file), "utf8");
    p.write({ [file]: text.replace(before, after) });
    const again = told(p.run("script.ts"));
    expect(NAMES.map((name) => again.words[name])).toEqual(words);
    expect(again.cues[why]?.[0]).toMatch(/changed/);
    expect(told(p.run("script.ts")).words["shown"]).toBe("h");
  });

  it("comments, types and layout cost nothing", () => {
    p.write({ ...FILES, "script.ts": scripted() });
    p.run("script.ts");
    p.write({ "features.ts": `// a comment\n${FEATURES.replaceAll(": Row[]", ": readonly Row[]")}` });
    expect(told(p.run("script.ts")).words["shown"]).toBe("h");
  });

  it("the same functions in a cell and in a file have equal code versions: a cell warms the cache, a script hits", async () => {
    p.write({ ...FILES, "script.ts": scripted() });
    const cell = await asCell();
    expect(cell.status).toMatch(/^[xg n]*x$/);
    const script = told(p.run("script.ts"));
    expect(script.codes).toEqual(cell.codes);
    expect(NAMES.map((name) => script.words[name])).toEqual(["h", "h", "h", "h"]);
  });

  it("and the other way round: a script warms the cache, a cell hits", async () => {
    p.write({ ...FILES, "script.ts": scripted() });
    p.run("script.ts");
    expect((await asCell()).status).not.toContain("x");
  });

  it("errors tell the line of the TypeScript", () => {
    p.write({
      "features.ts":
        "interface Row {\n  n: number;\n}\n\nexport function boom(): Row {\n  throw new Error('no rows');\n}\n",
      "script.ts": 'import { boom } from "./features.ts";\nboom();\n',
    });
    expect(p.try("script.ts").stderr).toContain(`${path.join(p.folder, "features.ts")}:6:`);
  });

  it("a text that cannot be read is told with its place", () => {
    p.write({ "features.ts": "export function f( {\n", "script.ts": 'import "./features.ts";' });
    const { status, stderr } = p.try("script.ts");
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/features\.ts` cannot be read: .*line \d+, column \d+/);
  });
});

const NODE = "export function one(): number { return 1 }\n";
const plain = (text: string) => text.replaceAll(/: number/g, "");

describe("what a script may import", () => {
  it.each([
    ["an .mts file", { "m.mts": NODE }, "./m.mts"],
    ["a .cts file", { "m.cts": NODE }, "./m.cts"],
    ["a .js module", { "m.js": plain(NODE) }, "./m.js"],
    ["an .mjs module", { "m.mjs": plain(NODE) }, "./m.mjs"],
    ["a .ts file by the name of its .js", { "m.ts": NODE }, "./m.js"],
    ["a .ts file without its ending", { "m.ts": NODE }, "./m"],
    ["a folder's index", { "m/index.ts": NODE }, "./m"],
    [
      "a file that awaits at its top level",
      { "m.ts": `const k = await Promise.resolve(1);\n${NODE.replace("return 1", "return k")}` },
      "./m.ts",
    ],
    [
      "a circle",
      {
        "m.ts": `import { k } from "./n.ts";\n${NODE.replace("return 1", "return k()")}`,
        "n.ts": 'import { one } from "./m.ts";\nexport const k = () => (typeof one === "function" ? 1 : 0);',
      },
      "./m.ts",
    ],
    [
      "an import of package.json",
      { "m.ts": NODE, "package.json": '{ "type": "module", "imports": { "#m": "./m.ts" } }' },
      "#m",
    ],
    [
      "the project by its own name",
      { "m.ts": NODE, "package.json": '{ "name": "project", "type": "module", "exports": "./m.ts" }' },
      "project",
    ],
    ["a file with a query", { "m.ts": NODE }, "./m.ts?one"],
    ["a file of a package without a type", { "package.json": "{}", "m.ts": NODE }, "./m.ts"],
    [
      "JSON without an attribute",
      {
        "m.ts": `import json from "./j.json";\n${NODE.replace("return 1", "return json.one")}`,
        "j.json": '{ "one": 1 }',
      },
      "./m.ts",
    ],
  ])("%s: its nodes have code versions and hit", (_, files, specifier) => {
    p.write({ ...(files as Record<string, string>), "script.mts": runner(specifier, ["one"]) });
    const [first, second] = [told(p.run("script.mts")), told(p.run("script.mts"))];
    expect([first.values, first.words]).toEqual([{ one: 1 }, { one: "x" }]);
    expect([second.values, second.words]).toEqual([{ one: 1 }, { one: "h" }]);
  });

  it("a file by its URL", () => {
    p.write({ "m.ts": NODE });
    p.write({ "script.ts": runner(`file://${p.folder}/m.ts`, ["one"]) });
    p.run("script.ts");
    expect(told(p.run("script.ts")).words).toEqual({ one: "h" });
  });

  it("a link to a file, and to a folder outside", () => {
    p.write({
      "far/m.ts": `import { k } from "./k.ts";\n${NODE.replace("return 1", "return k")}`,
      "far/k.ts": "export const k = 1;",
    });
    symlinkSync(path.join(p.folder, "far", "m.ts"), path.join(p.folder, "near.ts"));
    p.write({ "script.ts": runner("./near.ts", ["one"]) });
    p.run("script.ts");
    expect(told(p.run("script.ts")).words).toEqual({ one: "h" });
    p.write({ "far/k.ts": "export const k = 2;" });
    expect(told(p.run("script.ts"))).toMatchObject({ words: { one: "x" }, values: { one: 2 } });
  });

  it("packages are passed through untouched", () => {
    const odd = "export const text = (function f() { return f.toString(); })();\nexport const isOdd = true;";
    p.write({
      "node_modules/odd/package.json":
        '{ "name": "odd", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
      "node_modules/odd/index.js": odd,
      "script.ts": 'import * as odd from "odd";\nconsole.log(odd.text, Object.keys(odd).length);',
    });
    expect(p.run("script.ts")).toBe("function f() { return f.toString(); } 2\n");
  });

  it("two instances of one file by query are two modules, each with the text that it was loaded from", () => {
    p.write({
      "m.ts": NODE,
      "script.ts": `
import { writeFileSync } from "node:fs";
import { Builder } from "cellar";
const first = await import("./m.ts?1");
writeFileSync("m.ts", ${JSON.stringify(NODE.replace("return 1", "return 2"))});
const second = await import("./m.ts?2");
const cache = { path: ".cellar" };
for (const module of [first, second, first]) {
  const dr = new Builder().withModules(module).withCache(cache).build();
  console.log((await dr.execute(["one"])).one, (await dr.cache.run()).status);
}`,
    });
    expect(p.run("script.ts")).toBe("1 x\n2 x\n1 h\n");
  });

  it("R10: a file that is edited while the script runs counts as it was loaded", () => {
    p.write({
      ...FILES,
      "script.ts": `
import { writeFileSync } from "node:fs";
import { Builder } from "cellar";
import * as features from "./features.ts";
writeFileSync("features.ts", "export function shown() { return 0 }");
writeFileSync("rows.ts", "export const twice = (n) => 0;");
const dr = new Builder().withModules(features).withCache({ path: ".cellar" }).build();
await dr.execute(["shown"], { inputs: { cutoff: 12 } });
console.log(JSON.stringify({ codes: dr.cache.codeVersions[dr.cache.lastRunId] }));`,
    });
    const edited = told(p.run("script.ts"));
    p.write({ ...FILES, "script.ts": scripted() });
    expect(told(p.run("script.ts"))).toMatchObject({ codes: edited.codes, words: { shown: "h" } });
  });

  it("R8: a constant that the script changes before the driver is built is seen", () => {
    const script = (rate: string) => `import { rates } from "./features.ts";\nrates.Canada = ${rate};\n`;
    p.write({ ...FILES, "script.ts": scripted() });
    p.run("script.ts");
    p.write({ "changed.ts": `${script("0.5")}${scripted()}` });
    expect(told(p.run("changed.ts"))).toMatchObject({
      words: { rawData: "h", total: "x" },
      values: { shown: "prices: 15" },
    });
    expect(told(p.run("script.ts")).words["shown"]).toBe("h");
  });

  it("what a CommonJS file requires counts", () => {
    const cjs = {
      "m.ts": `import { k } from "./k.cjs";\n${NODE.replace("return 1", "return k()")}`,
      "k.cjs": "exports.k = () => require('./l.cjs').l;",
      "l.cjs": "exports.l = 1;",
    };
    p.write({ ...cjs, "script.ts": runner("./m.ts", ["one"]) });
    p.run("script.ts");
    p.run("script.ts");
    p.write({ "l.cjs": "exports.l = 2;" });
    expect(told(p.run("script.ts"))).toMatchObject({ words: { one: "x" }, values: { one: 2 } });
  });

  it("R9: a name that means one file to `import` and another to `require` counts as each file gets it", () => {
    const manifest = { type: "module", imports: { "#k": { import: "./k.mjs", require: "./k.cjs" } } };
    p.write({
      "package.json": JSON.stringify(manifest),
      "k.mjs": "export const k = 1;",
      "k.cjs": "exports.k = 2;",
      "m.ts": `import { k } from "#k";\nimport { other } from "./n.cjs";\n${NODE.replace("return 1", "return k + other")}`,
      "n.cts": 'import { k } from "#k";\nexport const other: number = k;',
      "script.ts": runner("./m.ts", ["one"]),
    });
    p.run("script.ts");
    expect(told(p.run("script.ts"))).toMatchObject({ values: { one: 3 }, words: { one: "h" } });
    p.write({ "k.cjs": "exports.k = 20;" });
    expect(told(p.run("script.ts"))).toMatchObject({ values: { one: 21 }, words: { one: "x" } });
    p.write({ "k.mjs": "export const k = 10;" });
    expect(told(p.run("script.ts"))).toMatchObject({ values: { one: 30 }, words: { one: "x" } });
  });

  it("a folder that was moved still hits", () => {
    p.write({ "a/m.ts": NODE, "script.ts": runner("./a/m.ts", ["one"]) });
    p.run("script.ts");
    renameSync(path.join(p.folder, "a"), path.join(p.folder, "b"));
    p.write({ "script.ts": runner("./b/m.ts", ["one"]) });
    expect(told(p.run("script.ts")).words).toEqual({ one: "h" });
  });

  it("a file that only passes on what others export stands for those", () => {
    p.write({
      "m.ts": NODE,
      "n.ts": "export const two = (one: number): number => one * 2;",
      "all.ts": 'export * from "./m.ts";\nexport { two } from "./n.ts";',
      "script.ts": runner("./m.ts", ["one"]),
      "both.ts": runner("./all.ts", ["two"]),
    });
    p.run("script.ts");
    expect(told(p.run("both.ts"))).toMatchObject({ values: { two: 2 }, words: { one: "h", two: "x" } });
    expect(told(p.run("both.ts")).words).toEqual({ one: "h", two: "h" });
  });

  it("CommonJS that is written as such executes and says why, under the hook too", () => {
    p.write({ "m.cjs": "exports.one = () => 1;", "script.ts": runner("./m.cjs", ["one"]) });
    p.run("script.ts");
    const { words, cues } = told(p.run("script.ts"));
    expect(words).toEqual({ one: "u" });
    expect(cues["one"]?.[0]).toMatch(/`m` was loaded without its source text: it is CommonJS/);
  });
});
