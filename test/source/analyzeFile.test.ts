import { describe, expect, test } from "vitest";
import { isCellarError } from "../../src/errors.ts";
import { analyzeFile } from "../../src/source/analyzeFile.ts";

const TEXT =
  'import { a, type B } from "./a.ts";\nimport "./side.ts";\nexport { c } from "./c.ts";\nexport const d = (b: B) => a(b, require("./r.cjs"));\n';

test("a file counts by all its code, and not by its comments, layout and types", () => {
  const digest = (text: string): string => analyzeFile(text, "x.ts").digest;
  expect(digest(`// note\n${TEXT.replace("b: B", " b :  unknown ")}\ninterface I {}`)).toBe(digest(TEXT));
  expect(digest(TEXT.replace('"./side.ts"', '"./other.ts"'))).not.toBe(digest(TEXT));
  expect(digest(`${TEXT}const unused = 1;`)).not.toBe(digest(TEXT));
  expect(digest("const a = 1; const b = 2;")).not.toBe(digest("const b = 2; const a = 1;"));
});

test("a file names all that it imports", () => {
  expect(analyzeFile(TEXT, "x.ts").imports.map((i) => [i.local, i.specifier, i.typeOnly])).toEqual([
    ["a", "./a.ts", false],
    ["B", "./a.ts", true],
    [undefined, "./side.ts", false],
    [undefined, "./c.ts", false],
    ['require("./r.cjs")', "./r.cjs", false],
  ]);
});

describe("every kind of code file runs as CommonJS", () => {
  test.each(["x.ts", "x.mts", "x.cts", "x.js", "x.mjs"])("%s", (name) => {
    const { js, map } = analyzeFile("export const a = 1;", name);
    expect(js).toContain("exports.a = 1");
    expect(JSON.parse(map)).toMatchObject({ version: 3, sources: [name] });
  });

  test("CommonJS written as such is left alone", () => {
    const text = 'const x = require("./y");\nmodule.exports = { x };\n';
    const facts = analyzeFile(text, "x.cjs");
    expect(facts.js).toBe(text);
    expect(facts.imports).toMatchObject([{ specifier: "./y" }]);
  });

  test("an await at top level is seen", () => {
    expect(analyzeFile("export const a = await 1;", "x.ts").topLevelAwait).toBe(true);
  });
});

describe("a file that cannot run is refused by name", () => {
  test.each([
    [
      "x.tsx",
      "export const a = 1",
      "`x.tsx` is no module of functions: Cellar reads .ts, .mts, .cts, .js, .mjs and .cjs, not .tsx.",
    ],
    ["x.ts", "const = 1", "`x.ts` cannot be read: Variable declaration expected (line 1, column 7)."],
    ["x.js", "export const a = () => <p/>", "`x.js` has JSX (line 1): write it in plain TypeScript."],
  ])("%s", (name, text, message) => {
    let caught: unknown;
    try {
      analyzeFile(text, name);
    } catch (error) {
      caught = error;
    }
    expect(isCellarError(caught, "bad-source") && caught.message).toBe(message);
  });
});

test("facts of a file survive as JSON", () => {
  const facts = analyzeFile(TEXT, "x.ts");
  expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
});
