import { readFileSync, utimesSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Builder, moduleFromText } from "../../src/index.ts";
import { project, runner, told } from "./project.ts";

const p = project();

const FEATURES = `
import { readFileSync } from "node:fs";
import { twice } from "./rows.js";

export const rates = { Canada: 0.73 };
const offsets = { base: 10, add: (n) => n + 1 };
const steps = Array.from({ length: 3 }, (_, i) => i + 1);
class Money { constructor(amount) { this.amount = amount; } }
const scaled = (n) => offsets.add(n) + offsets.base;

export function rawData() { return steps.map((n) => ({ n: twice(scaled(n)) })); }
export async function total(rawData, cutoff, rate = rates.Canada) {
  return rawData.filter((row) => row.n > cutoff).reduce((sum, row) => sum + row.n, 0) * rate;
}
export const money = (total) => new Money(total);
export function shown(money) { return String(money.amount); }
`;
const FILES = { "features.js": FEATURES, "rows.js": "export const twice = (n) => 2 * n;\n" };
const NAMES = ["rawData", "total", "money", "shown"];
const script = runner("./features.js", ["shown"], { cutoff: 12 });
const letters = (output: string) => NAMES.map((name) => told(output).words[name]).join("");

async function asCell() {
  const module = moduleFromText(FEATURES, { name: "basics", folder: p.folder });
  const dr = new Builder()
    .withModules(module)
    .withCache({ path: path.join(p.folder, ".cellar") })
    .build();
  await dr.execute(["shown"], { inputs: { cutoff: 12 } });
  const codes = dr.cache.codeVersions[dr.cache.lastRunId!];
  await dr.close();
  return codes;
}

describe("a module that is imported without the hook", () => {
  it("R10: is versioned through the text that V8 runs: a new process hits", () => {
    p.write({ ...FILES, "script.js": script });
    expect(letters(p.runPlain("script.js"))).toBe("xxxx");
    expect(letters(p.runPlain("script.js"))).toBe("hhhh");
  });

  it("has the code versions of the same functions in a cell and under the hook, and they hit each other's results", async () => {
    p.write({ ...FILES, "script.js": script });
    const cell = await asCell();
    const hooked = p.run("script.js");
    const plain = p.runPlain("script.js");
    expect([told(hooked).codes, told(plain).codes]).toEqual([cell, cell]);
    expect([letters(hooked), letters(plain)]).toEqual(["hhhh", "hhhh"]);
  });

  it.each([
    ["a constant", "features.js", "Canada: 0.73", "Canada: 0.71", "hxxx"],
    ["a constant that is not exported", "features.js", "base: 10", "base: 11", "xxxx"],
    ["a computed constant that is not exported", "features.js", "length: 3", "length: 4", "xxxx"],
    ["an imported file", "rows.js", "2 * n", "3 * n", "xxxx"],
  ])("R6, R8, R9: %s that changes executes what reaches it", (_, file, before, after, expected) => {
    p.write({ ...FILES, "script.js": script });
    p.runPlain("script.js");
    p.write({ [file]: readFileSync(path.join(p.folder, file), "utf8").replace(before, after) });
    expect(letters(p.runPlain("script.js"))).toBe(expected);
    expect(letters(p.runPlain("script.js"))).toBe("hhhh");
  });

  it("R8: a computed constant counts by the value that it has in this process", () => {
    const text = "const limit = Number(process.argv[2]);\nexport function one() { return limit; }\n";
    p.write({ "m.js": text, "script.js": runner("./m.js", ["one"]) });
    expect(told(p.runPlain("script.js", ["1"]))).toMatchObject({ values: { one: 1 }, words: { one: "x" } });
    expect(told(p.runPlain("script.js", ["2"]))).toMatchObject({ values: { one: 2 }, words: { one: "x" } });
    expect(told(p.runPlain("script.js", ["1"]))).toMatchObject({ values: { one: 1 }, words: { one: "h" } });
  });

  it("R10: a file that is edited while the script runs counts as it was loaded, what it imports too", () => {
    const edit = `import { writeFileSync } from "node:fs";\nwriteFileSync("features.js", "export function shown() {}");\nwriteFileSync("rows.js", "export const twice = () => 0;");\n`;
    p.write({ ...FILES, "script.js": script });
    p.runPlain("script.js");
    p.write({ "edit.js": script.replace("const dr =", `${edit}\nconst dr =`) });
    expect(letters(p.runPlain("edit.js"))).toBe("hhhh");
  });

  it("R8: a constant that was changed before the driver was built executes what reaches it, and says so", () => {
    p.write({
      ...FILES,
      "script.js": script,
      "changed.js": script.replace("const dr =", "features.rates.Canada = 0.5;\nconst dr ="),
    });
    p.runPlain("script.js");
    for (const expected of ["hxxx", "huhh"]) {
      const changed = told(p.runPlain("changed.js"));
      expect(NAMES.map((name) => changed.words[name]).join("")).toBe(expected);
      expect(changed.cues["total"]?.[0]).toMatch(
        /^its code is not known: `rates` may have been changed since .*node --import cellar\/register/,
      );
    }
    expect(letters(p.runPlain("script.js"))).toMatch(/^h/);
  });

  it("`#name` means what `import` finds, though `require` would find another file", () => {
    const manifest = { type: "module", imports: { "#k": { import: "./k.js", require: "./other.cjs" } } };
    p.write({
      "package.json": JSON.stringify(manifest),
      "k.js": "export const k = () => 1;",
      "other.cjs": "exports.k = () => 0;",
      "m.js": 'import { k } from "#k";\nexport const one = () => k();\n',
      "script.js": runner("./m.js", ["one"]),
    });
    p.runPlain("script.js");
    p.write({ "k.js": "export const k = () => 2;" });
    expect(told(p.runPlain("script.js"))).toMatchObject({ values: { one: 2 }, words: { one: "x" } });
  });
});

describe("where its text cannot be had, its nodes execute and say why", () => {
  it("R10: JSON that was written after the process began", () => {
    p.write({
      "d.json": '{ "k": 1 }',
      "j.js": 'import data from "./d.json" with { type: "json" };\nexport const one = () => data.k;\n',
    });
    const edit = 'import { writeFileSync } from "node:fs";\nwriteFileSync("d.json", \'{ "k": 2 }\');\n';
    p.write({
      "script.js": runner("./j.js", ["one"]),
      "edit.js": runner("./j.js", ["one"]).replace("const dr =", `${edit}const dr =`),
    });
    utimesSync(path.join(p.folder, "d.json"), new Date(2020, 1), new Date(2020, 1));
    const edited = told(p.runPlain("edit.js"));
    expect(edited.values).toEqual({ one: 1 });
    expect(edited.cues["one"]).toEqual([
      "its code is not known: `d.json` was changed after the process began, and may run as it was before",
    ]);
  });

  it.each([
    [
      "a module that only re-exports",
      {
        "m.js": 'export * from "./a.js";\nexport * from "./b.js";',
        "a.js": "export const one = () => 1;",
        "b.js": "export const two = () => 2;",
      },
      "several files: give those",
    ],
    [
      "functions that other code has made",
      { "m.js": "const make = (k) => () => k;\nexport const one = make(1);" },
      "is made by code of another place: start with `node --import cellar/register`",
    ],
    ["CommonJS", { "m.cjs": "exports.one = () => 1;" }, "it is CommonJS"],
    ["functions of no file", { "m.js": 'export const one = new Function("return 1");' }, "come from no file"],
  ])("%s", (_, files, why) => {
    p.write({ ...files, "script.js": runner(`./${Object.keys(files)[0]}`, ["one"]) });
    for (let run = 0; run < 2; run++) {
      const { words, cues, values } = told(p.runPlain("script.js"));
      expect(values).toEqual({ one: 1 });
      expect(words["one"]).toBe(run === 0 ? "x" : "u");
      expect(cues["one"]?.[0]).toMatch(/^its code is not known: `(m|module 1|a)` was loaded without its source text: /);
      expect(cues["one"]?.[0]).toContain(why);
    }
  });
});
