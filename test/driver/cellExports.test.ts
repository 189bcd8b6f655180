import { describe, expect, it } from "vitest";
import { createLoader } from "../../src/index.ts";
import { notebook } from "./notebook.ts";

const nb = notebook();

/** Loads cells one after another, runs `out` of the last, and does so again with new instances. */
async function runTwice(cells: Readonly<Record<string, string>>) {
  const loader = createLoader({ root: nb.folder });
  const run = async () => {
    let last: object = {};
    for (const [name, text] of Object.entries(cells)) last = (await loader.loadModule(text, { name })).namespace;
    return nb.run(last, ["out"]);
  };
  const [first, second] = [await run(), await run()];
  expect(second.values).toEqual(first.values);
  return [first, second] as const;
}

const user = (imports: string, value: string) =>
  `import ${imports} from "./base";\nexport function out() { return ${value}; }`;
const call = user("{ g }", "g()");

const FORMS: readonly (readonly [what: string, base: (n: number) => string, user: string])[] = [
  ["a function exported under another name", (n) => `function ff() { return ${n}; }\nexport { ff as g };`, call],
  ["a name of another cell", () => `export { g } from "./deep";`, call],
  ["a name of another cell under another", () => `export { h as g } from "./deep";`, call],
  ["an import that is exported", () => `import { g } from "./deep";\nexport { g };`, call],
  ["all of another cell", () => `export * from "./deep";\nexport const z = 1;`, call],
  ["all of another cell under a name", () => `export * as g from "./deep";`, user("{ g }", "g.g()")],
  ["a default value", (n) => `export default ${n};`, user("g", "g")],
  ["a default value that is computed", (n) => `export default [${n}].map((x) => x)[0];`, user("g", "g")],
  ["a default name", (n) => `const g = ${n};\nexport default g;`, user("g", "g")],
  ["a default arrow", (n) => `export default () => ${n};`, user("g", "g()")],
  ["a default class", (n) => `export default class K { x = ${n}; }`, user("K", "new K().x")],
  ["a default class without a name", (n) => `export default class { x = ${n}; }`, user("K", "new K().x")],
  ["one exported as the default", (n) => `const g = ${n};\nexport { g as default };`, user("{ default as g }", "g")],
  [
    "the whole of a module",
    (n) => `const g = ${n};\nexport { g as h };\nexport default 5;`,
    user("* as all", "[all.h, Object.keys(all).sort().join()]"),
  ],
];

describe("a cell has what another cell exports, and executes when it changes", () => {
  it.each(FORMS)("%s", async (_what, base, text) => {
    const deep = (n: number) => `export const g = () => ${n};\nexport const h = g;`;
    const cells = (n: number) => ({ deep: deep(n), base: base(n), user: text });
    const [first, second] = await runTwice(cells(1));
    expect([JSON.stringify(first.values["out"]), second.words]).toEqual([expect.stringContaining("1"), { out: "hit" }]);
    const [third, fourth] = await runTwice(cells(2));
    expect([JSON.stringify(third.values["out"]), third.words, fourth.words]).toEqual([
      expect.stringContaining("2"),
      { out: "executed" },
      { out: "hit" },
    ]);
  });
});

it("a name that is exported anew, of two that stay what they are, executes the cells that import it", async () => {
  const cells = (exports: string) => ({
    base: `const a = 1;\nconst b = 2;\nexport { ${exports} };`,
    user: user("{ x }", "x"),
  });
  const [first] = await runTwice(cells("a as x, b as y"));
  const [second, third] = await runTwice(cells("b as x, a as y"));
  expect([first.values, second.values, third.words]).toEqual([{ out: 1 }, { out: 2 }, { out: "hit" }]);
});

it("a name that a cell does not export is an error at its import", async () => {
  const loader = createLoader({ root: nb.folder });
  await loader.loadModule("export const price = 1;\nconst own = 2;", { name: "base" });
  const load = (imports: string) =>
    loader.loadModule(`\nimport ${imports} from "./base";\nexport const out = () => x;`, { name: "user" });
  for (let time = 0; time < 2; time++) {
    await expect(load("{ prices as x }")).rejects.toMatchObject({
      code: "bad-source",
      message: expect.stringContaining("user:2:10 `./base` has no export `prices`. Did you mean `price`?"),
      where: { module: "user", line: 2, column: 10 },
    });
    await expect(load("x")).rejects.toThrow("user:2:8 `./base` has no default export");
    await expect(loader.loadModule(`export { cost as x } from "./base";`, { name: "user" })).rejects.toThrow(
      "user:1:10 `./base` has no export `cost`.",
    );
    await expect(load("{ own as x }")).rejects.toThrow("`own` is not exported there: add `export` before it");
  }
});

it("types need no value to be imported", async () => {
  const [first] = await runTwice({
    base: "export interface Row { a: number }\nexport const g = () => 1;",
    user: `import { type Row, g } from "./base";\nimport { Row as R } from "./base";\nexport function out(): number { const r: Row | R = { a: g() }; return r.a; }`,
  });
  expect(first.values).toEqual({ out: 1 });
});
