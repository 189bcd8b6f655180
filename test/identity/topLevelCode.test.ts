import { mkdirSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { createLoader } from "../../src/index.ts";
import { analyzeModule } from "../../src/source/analyzeModule.ts";
import { TOP_LEVEL_CODE } from "../../src/source/facts.ts";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

afterEach(() => {
  delete (globalThis as { world?: unknown }).world;
});

/** What `out` gives for the text with 1 and with 2, and whether the edit executed. */
async function edit(text: (n: number) => string) {
  const first = await nb.run(text(1), ["out"]);
  const [second, third] = await nb.runTwice(text(2), ["out"]);
  expect([third.values, third.words["out"]]).toEqual([second.values, "hit"]);
  return { before: first.values["out"], after: second.values["out"], word: second.words["out"] };
}

const reads = "export function out() { return (globalThis as any).world; }";
const install = "function install(v: number) { (globalThis as any).world = v; return 0; }";

describe("an edit of what a module changes outside of itself while it is loaded executes its nodes", () => {
  it.each([
    ["a constant of a helper's result", (n: number) => `${install}\nconst _ = install(${n});\n${reads}`],
    [
      "a helper that another helper calls",
      (n: number) => `${install}\nconst far = (v: number) => install(v);\nconst _ = [far(${n})];\n${reads}`,
    ],
    [
      "a method of an object",
      (n: number) => `${install}\nconst api = { install };\nconst _ = api.install(${n});\n${reads}`,
    ],
    [
      "a class that is made",
      (n: number) =>
        `class I { constructor(v: number) { (globalThis as any).world = v; } }\nconst _ = new I(${n});\n${reads}`,
    ],
    ["a callback", (n: number) => `${install}\nconst _ = [${n}].map(install);\n${reads}`],
    ["a callback in a statement", (n: number) => `${install}\n[${n}].forEach(install);\n${reads}`],
    [
      "a constructor that is handed over",
      (n: number) =>
        `class I { constructor(v: number) { (globalThis as any).world = v; } }\nReflect.construct(I, [${n}]);\n${reads}`,
    ],
    [
      "an assignment in an initialiser",
      (n: number) => `const _ = Object.assign(globalThis, { world: ${n} });\n${reads}`,
    ],
    ["an assignment to a global", (n: number) => `const _ = ((globalThis as any).world = ${n});\n${reads}`],
    ["a static field", (n: number) => `${install}\nclass C { static at = install(${n}); }\n${reads}`],
    [
      "an async function that is called at once",
      (n: number) => `(async () => { (globalThis as any).world = ${n}; })();\n${reads}`,
    ],
    [
      "one of the world's objects that is handed to a helper",
      (n: number) =>
        `function set(o: any, v: number) { o.world = v; return 0; }\nconst _ = set(globalThis, ${n});\n${reads}`,
    ],
    [
      "a setting of a package",
      (n: number) =>
        `import * as util from "node:util";\nconst _ = (util.inspect.defaultOptions.maxArrayLength = ${n});\nexport function out() { return util.inspect([1, 2, 3]); }`,
    ],
    [
      "a property of a node that a helper sets",
      (n: number) =>
        `function reg(fn: any, v: number) { fn.v = v; return fn; }\nexport function out() { return (out as any).v; }\nconst aa = reg(out, ${n});`,
    ],
    [
      "a variable of the module that a helper sets",
      (n: number) =>
        `let v = 0;\nfunction set(x: number) { v = x; return x; }\nconst _ = set(${n});\nexport function out() { return v; }`,
    ],
    [
      "a method that is put on a prototype under another name",
      (n: number) =>
        `class P {}\nconst proto = P.prototype as any;\nproto.m = () => ${n};\nexport function out() { return (new P() as any).m(); }`,
    ],
  ])("%s", async (_what, text) => {
    const { before, after, word } = await edit(text);
    expect(before).not.toEqual(after);
    expect(word).toBe("executed");
  });
});

describe("initialisers without effects execute only what reads them", () => {
  it.each([
    ["a helper's result", (n: number) => `const make = (v: number) => [v];\nconst x = make(${n});`],
    [
      "rows that a helper makes and changes",
      (n: number) =>
        `const load = (v: number) => [{ v }].map((row: any) => { row.w = 1; return row; });\nconst x = load(${n});`,
    ],
    [
      "rows that a helper fills itself",
      (n: number) =>
        `function load(v: number) { const rows: number[] = []; rows.push(v); return rows; }\nconst x = load(${n});`,
    ],
    ["a map", (n: number) => `const x = new Map([[${n}, 1]]);\nx.set(3, ${n});`],
    [
      "a file that is read",
      (n: number) => `import { readFileSync } from "node:fs";\nconst x = readFileSync("/dev/null", "utf8") + ${n};`,
    ],
    [
      "a package's builder",
      (n: number) =>
        `import { builder } from "builder";\nconst shape = { a: 1 };\nconst x = builder.object(shape).min(${n});`,
    ],
    ["printing", (n: number) => `const list = [1];\nconst f = () => 1;\nconsole.debug(f, list, ${n});`],
    ["an instance", (n: number) => `class C { constructor(public v: number) {} }\nconst x = new C(${n});`],
  ])("%s", async (_what, text) => {
    mkdirSync(`${nb.folder}/node_modules/builder`, { recursive: true });
    nb.write("node_modules/builder/package.json", '{ "name": "builder", "version": "1.0.0", "main": "builder.js" }');
    nb.write(
      "node_modules/builder/builder.js",
      "exports.builder = { object: (shape) => ({ min: (n) => ({ shape, n }) }) };",
    );
    expect(await edit((n) => `${text(n)}\nexport function out() { return 1; }`)).toMatchObject({ word: "hit" });
  });
});

it("a setting of a package that is written under another name counts for every function", () => {
  const text = `import util from "node:util";\nconst options = util.inspect.defaultOptions;\noptions.depth = 1;\n${reads}`;
  expect(analyzeModule(text).parts["out"]!.refs).toEqual([TOP_LEVEL_CODE]);
});

it("literal constants that an imported function is given are versioned, and hit", async () => {
  const text = `import path from "node:path";\nconst parts = ["a", "b"];\nconst joined = path.join(...parts);\n`;
  const [first, second] = await nb.runTwice(`${text}export function out() { return [parts, joined]; }`, ["out"]);
  expect([first.values, second.words]).toEqual([{ out: [["a", "b"], "a/b"] }, { out: "hit" }]);
});

describe("a cell that is edited so that it changes something outside while it is loaded executes the cells that import it", () => {
  it.each([
    ["a statement", (n: number) => `(globalThis as any).world = ${n};\nexport const a = 1;`],
    ["an import without a name", (n: number) => `import "./effect${n}";\nexport const a = 1;`],
  ])("%s", async (_what, text) => {
    for (const n of [1, 2]) nb.write(`effect${n}.ts`, `(globalThis as any).world = ${n};`);
    const loader = createLoader({ root: nb.folder });
    const run = async (n: number) => {
      await loader.loadModule(text(n), { name: "base" });
      const user = `import { a } from "./base";\nexport function out() { return [a, (globalThis as any).world]; }`;
      return nb.run((await loader.loadModule(user, { name: "user" })).namespace, ["out"]);
    };
    const [first, second, third] = [await run(1), await run(2), await run(2)];
    expect([first.values, second.values, third.values]).toEqual([{ out: [1, 1] }, { out: [1, 2] }, { out: [1, 2] }]);
    expect([second.words, third.words]).toEqual([{ out: "executed" }, { out: "hit" }]);
  });
});
