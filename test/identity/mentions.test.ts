import { describe, expect, it } from "vitest";
import { moduleOf } from "../../src/dataflow/module.ts";
import { createLoader } from "../../src/index.ts";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

const fieldsOf = async (text: string) => environmentIn(nb.cell(text));

/** Names of what counts of the surroundings of `out`, besides what always does. */
function environmentIn(module: object): readonly string[] {
  const instance = moduleOf(module)!;
  return [...instance.codeVersionOf("out", "closure").mentions].sort();
}

describe("the surroundings that a local file reads count for the nodes that import it", () => {
  it.each([
    ["the folder of the process", "export const x = () => process.cwd();", ["cwd"]],
    ["the folder under another name", "const p = process;\nexport const x = () => p.cwd();", ["cwd"]],
    ["the file's own place", "export const x = () => import.meta.url;", ["importMeta"]],
    ["the file's folder", "export const x = () => __dirname;", ["dirname"]],
    ["the locale", "export const x = () => new Intl.NumberFormat().format(1);", ["intl"]],
    ["nothing", "export const x = () => 1;", []],
  ])("%s", async (_what, text, expected) => {
    nb.write("deep.ts", text);
    nb.write("near.ts", "export { x } from './deep';");
    for (const file of ["deep", "near"]) {
      const user = `import { x } from "./${file}";\nexport function out() { return x(); }\nexport function plain() { return 1; }`;
      expect(await fieldsOf(user)).toEqual(expected);
      const [first, second] = await nb.runTwice(user, ["out"]);
      expect([first.values, second.words]).toEqual([second.values, { out: "hit" }]);
    }
  });

  it("and those that another cell reads for the cells that import it", async () => {
    const loader = createLoader({ root: nb.folder });
    await loader.loadModule("export const x = () => process.cwd();", { name: "base" });
    const text = `import { x } from "./base";\nexport function out() { return x(); }`;
    expect(environmentIn((await loader.loadModule(text, { name: "user" })).namespace)).toEqual(["cwd"]);
  });
});

it.each([
  ["const p = process;\nexport function out() { return p.cwd(); }"],
  ["export function out() { const { cwd } = process; return cwd(); }"],
  [`import p from "node:process";\nconst q = p;\nexport function out() { return q.cwd(); }`],
  [`import { cwd } from "node:process";\nconst here = cwd;\nexport function out() { return here(); }`],
  ["export function out() { return (process as any)['c' + 'wd'](); }"],
  ["export function out() { return globalThis.process.cwd(); }"],
])("the folder of the process counts however it is reached: %s", async (text) => {
  expect(await fieldsOf(text)).toEqual(["cwd"]);
});

it.each(["process.env['A']", "process.pid", "typeof process"])("%s reads no folder", async (read) => {
  expect(await fieldsOf(`export function out() { return ${read}; }`)).toEqual([]);
});
