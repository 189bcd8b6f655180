import { describe, expect, it } from "vitest";
import { createLoader } from "../../src/index.ts";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

const cell = (imports: string, out: string) => `${imports}\nexport function out() { return ${out}; }`;

/** Runs the first text, then the second twice: its value and why it executed. */
async function edit(before: string, after: string) {
  const first = await nb.run(before, ["out"]);
  const [second, third] = await nb.runTwice(after, ["out"]);
  expect([third.values, third.words["out"]]).toEqual([second.values, "hit"]);
  return { before: first.values["out"], after: second.values["out"], why: second.why("out") };
}

describe("an import that takes something else under the same name executes and says what", () => {
  it.each([
    ["another name", `{ sep as x } from "node:path"`, `{ delimiter as x } from "node:path"`, "/", ":"],
    ["another module", `{ posix as x } from "node:path"`, `* as x from "node:path"`, undefined, undefined],
    ["another namespace", `* as x from "node:path"`, `* as x from "node:os"`, undefined, undefined],
    ["the default", `{ sep as x } from "node:path"`, `x from "node:path"`, undefined, undefined],
  ])("of Node: %s", async (_what, before, after, was, is) => {
    const text = (imports: string) => cell(`import ${imports};`, was === undefined ? "Object.keys(x).length" : "x");
    const edited = await edit(text(before), text(after));
    expect(edited.before).not.toEqual(edited.after);
    if (was !== undefined) expect([edited.before, edited.after]).toEqual([was, is]);
    expect(edited.why).toEqual([expect.stringMatching(/^`x` is imported from elsewhere: /)]);
  });

  it("the words name both sides", async () => {
    const { why } = await edit(
      cell(`import { sep as x } from "node:path";`, "x"),
      cell(`import { delimiter as x } from "node:path";`, "x"),
    );
    expect(why).toEqual(["`x` is imported from elsewhere: sep of node:path → delimiter of node:path"]);
  });

  it.each([
    ["another name", `{ a as x }`, `{ b as x }`, 1, 2],
    ["the default", `{ a as x }`, "x", 1, 3],
    ["the namespace", "{ c as x }", "* as x", { a: 1 }, { a: 1, b: 2, c: { a: 1 }, default: 3 }],
  ])("of a file: %s", async (_what, before, after, was, is) => {
    nb.write("lib.ts", "export const a = 1; export const b = 2; export const c = { a }; export default 3;");
    const text = (binding: string) => cell(`import ${binding} from "./lib.ts";`, "JSON.parse(JSON.stringify(x))");
    expect(await edit(text(before), text(after))).toMatchObject({ before: was, after: is });
  });

  it("of a package", async () => {
    const { mkdirSync } = await import("node:fs");
    mkdirSync(`${nb.folder}/node_modules/two`, { recursive: true });
    nb.write("node_modules/two/package.json", '{ "name": "two", "version": "1.0.0", "main": "two.js" }');
    nb.write("node_modules/two/two.js", "exports.p = 1; exports.q = 2;");
    const text = (name: string) => cell(`import { ${name} as x } from "two";`, "x");
    expect(await edit(text("p"), text("q"))).toEqual({
      before: 1,
      after: 2,
      why: ["`x` is imported from elsewhere: p of two → q of two"],
    });
  });

  it("of another cell", async () => {
    const loader = createLoader({ root: nb.folder });
    await loader.loadModule("export const a = 1; export const b = 2;", { name: "base" });
    const load = async (name: string) =>
      (await loader.loadModule(cell(`import { ${name} as x } from "./base";`, "x"), { name: "user" })).namespace;
    expect((await nb.run(await load("a"), ["out"])).values).toEqual({ out: 1 });
    const [first, second] = [await nb.run(await load("b"), ["out"]), await nb.run(await load("b"), ["out"])];
    expect([first.values, first.why("out"), second.values, second.words]).toEqual([
      { out: 2 },
      ["`x` is imported from elsewhere: a of ./base → b of ./base"],
      { out: 2 },
      { out: "hit" },
    ]);
  });
});

it("names exchanged between two modules execute and say so of both", async () => {
  nb.write("p.ts", "export const v = 1;");
  nb.write("q.ts", "export const v = 2;");
  const text = (p: string, q: string) =>
    cell(`import { v as ${p} } from "./p.ts";\nimport { v as ${q} } from "./q.ts";`, "[x, y]");
  expect(await edit(text("x", "y"), text("y", "x"))).toEqual({
    before: [1, 2],
    after: [2, 1],
    why: [
      "`x` is imported from elsewhere: v of ./p.ts → v of ./q.ts",
      "`y` is imported from elsewhere: v of ./q.ts → v of ./p.ts",
    ],
  });
});

it("an import that takes the place of one of the language's names executes and is named", async () => {
  const { why, before, after } = await edit(
    cell("", "typeof Map.sep"),
    cell(`import Map from "node:path";`, "typeof Map.sep"),
  );
  expect([before, after, why]).toEqual([
    "undefined",
    "string",
    ["`Map` is imported now: the default export of node:path"],
  ]);
});

it("a cell that takes something else under the same name executes the cells that import it", async () => {
  nb.write("lib.ts", "export const a = 1; export const b = 2;");
  const loader = createLoader({ root: nb.folder });
  const run = async (name: string) => {
    await loader.loadModule(`import { ${name} as q } from "./lib";\nexport const g = () => q;`, { name: "base" });
    const text = cell(`import { g } from "./base";`, "g()");
    return nb.run((await loader.loadModule(text, { name: "user" })).namespace, ["out"]);
  };
  const [first, second, third] = [await run("a"), await run("b"), await run("b")];
  expect([first.values, second.values, third.values]).toEqual([{ out: 1 }, { out: 2 }, { out: 2 }]);
  expect([second.why("out"), third.words]).toEqual([["the imported `./base` changed"], { out: "hit" }]);
});

it("another order of the imports, another form of the same, and an unused one hit", async () => {
  const before = cell(`import { sep, posix } from "node:path";\nimport os from "node:os";`, "[sep, os.EOL, posix.sep]");
  const after = cell(
    `import { default as os } from "node:os";\nimport { posix } from "node:path";\nimport { sep } from "node:path";\nimport fs from "node:fs";`,
    "[sep, os.EOL, posix.sep]",
  );
  const first = await nb.run(before, ["out"]);
  expect((await nb.run(after, ["out"])).words).toEqual({ out: "hit" });
  expect((await nb.run(after, ["out"])).values).toEqual(first.values);
});
