// Does an edit of whatever an import means execute, by whatever name it is imported?
import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { notebook } from "./notebook.ts";

const nb = notebook();

function project(files: Readonly<Record<string, string | object>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(`${nb.folder}/${file}`.replace(/\/[^/]*$/, ""), { recursive: true });
    nb.write(file, typeof content === "string" ? content : JSON.stringify(content));
  }
}

const myproj = {
  name: "myproj",
  exports: { "./lib": "./lib.js", "./esm/*": { import: "./*.mjs" }, ".": "./lib.js" },
  imports: {
    "#lib": "./lib.js",
    "#ts/*": "./*.ts",
    "#esm": { import: "./lib.mjs" },
    "#tool": "tool",
    "#os": "node:os",
  },
};

describe("a local file by another name than its path", () => {
  it.each([
    ["myproj/lib", "lib.js"],
    ["myproj", "lib.js"],
    ["myproj/esm/lib", "lib.mjs"],
    ["#lib", "lib.js"],
    ["#ts/lib", "lib.ts"],
    ["#esm", "lib.mjs"],
    ["file://FOLDER/lib.mjs", "lib.mjs"],
    ["file://FOLDER/lib.ts", "lib.ts"],
    ["FOLDER/lib.ts", "lib.ts"],
    ["./made", "made/main.js"],
  ])("%s follows an edit, imported and by import()", async (name, file) => {
    const specifier = JSON.stringify(name.replace("FOLDER", nb.folder));
    project({ "package.json": myproj, "made/package.json": { name: "made", main: "main.js" } });
    const texts = [
      `import { a } from ${specifier};\nexport function out() { return a; }`,
      `export async function out() { return (await import(${specifier})).a; }`,
      "import { a } from './near';\nexport function out() { return a; }",
    ];
    for (const n of [1, 2]) {
      const text = `/* ${n} */ ${file.endsWith(".js") ? `exports.a = ${n};` : `export const a = ${n};`}`;
      project({ [file]: text, "near.ts": `export { a } from ${specifier};` });
      for (const each of texts) {
        const [first, second] = await nb.runTwice(each, ["out"]);
        expect([first.values, second.values, second.words]).toEqual([{ out: n }, { out: n }, { out: "hit" }]);
        const plan = await nb.driver(each).plan(["out"]);
        expect(plan.rows[0]!.marks).toBe(undefined);
      }
    }
  });

  it("files that import each other by such names end", async () => {
    project({
      "package.json": { name: "myproj", imports: { "#*": "./*.ts" } },
      "a.ts": "import { b } from '#b';\nexport const a = () => 1;\nexport const both = () => a() + b();",
      "b.ts": "import { a } from '#a';\nexport const b = () => a() + 1;",
    });
    const [first, second] = await nb.runTwice("import { both } from '#a';\nexport function out() { return both(); }", [
      "out",
    ]);
    expect([first.values, second.words]).toEqual([{ out: 3 }, { out: "hit" }]);
  });

  it("one that leads to a package counts as the package, to a module of Node's own as that", async () => {
    project({
      "package.json": myproj,
      "node_modules/tool/package.json": { name: "tool", version: "1.2.3" },
      "node_modules/tool/index.js": "exports.a = 1;",
    });
    const text =
      "import { a } from '#tool';\nimport { EOL } from '#os';\nexport function out() { return [a, typeof EOL]; }";
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, second.words]).toEqual([{ out: [1, "string"] }, { out: "hit" }]);
    expect((await nb.driver(text).plan(["out"])).rows[0]!.marks).toBe(undefined);
  });

  it("what cannot be found at all is marked", async () => {
    const text = "export async function out(really = false) { if (really) await import('#nothing'); return 1; }";
    project({ "package.json": myproj });
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values["out"], second.words["out"]]).toEqual([1, "hit"]);
    expect((await nb.driver(text).plan(["out"])).rows.find((row) => row.name === "out")!.marks).toEqual([
      expect.stringContaining("`#nothing` cannot be found"),
    ]);
  });
});

describe("a package that is a link to a folder where somebody works", () => {
  /** As after a restart: what was found is remembered for the life of a process. */
  async function versionAnew(name: string): Promise<string> {
    vi.resetModules();
    const { packageVersion } = await import("../../src/driver/imports/packageVersion.ts");
    return packageVersion(name, nb.folder)!.version;
  }

  it("counts by its files where an installed package needs it", async () => {
    project({
      "node_modules/real/package.json": { name: "real", version: "1.0.0", dependencies: { ws: "*" } },
      "node_modules/real/index.js": "exports.v = require('ws').a;",
      "ws/package.json": { name: "ws", version: "1.0.0", dependencies: { real: "*" } },
      "ws/index.js": "exports.a = require('./src/x').a;",
      "ws/src/x.js": "exports.a = 1;",
      "ws/README.md": "one",
      "ws/node_modules/own/package.json": { name: "own" },
    });
    symlinkSync(`${nb.folder}/ws`, `${nb.folder}/node_modules/ws`);
    symlinkSync(`${nb.folder}/ws`, `${nb.folder}/ws/src/circle`);
    const [first, again] = [await versionAnew("real"), await versionAnew("real")];
    expect(again).toBe(first);
    project({ "ws/README.md": "two", "ws/node_modules/own/index.js": "1" });
    expect(await versionAnew("real")).toBe(first);
    project({ "ws/src/x.js": "exports.a = 2;" });
    expect(await versionAnew("real")).not.toBe(first);
  });

  it("and links that need each other end", async () => {
    project({
      "one/package.json": { name: "one", version: "1.0.0", dependencies: { two: "*" } },
      "one/index.js": "exports.a = () => require('two').b;",
      "two/package.json": { name: "two", version: "1.0.0", dependencies: { one: "*" } },
      "two/index.js": "require('one'); exports.b = 1;",
      "node_modules/.keep": "",
    });
    for (const name of ["one", "two"]) symlinkSync(`${nb.folder}/${name}`, `${nb.folder}/node_modules/${name}`);
    const [first, second] = await nb.runTwice("import { a } from 'one';\nexport function out() { return a(); }", [
      "out",
    ]);
    expect([first.values, second.words]).toEqual([{ out: 1 }, { out: "hit" }]);
  });
});
