import { expect, test } from "vitest";
import { analyzeModule } from "../../../src/source/analyzeModule.ts";

test.each([
  ["new Intl.NumberFormat()", ["intl"]],
  ["a.toLocaleString()", ["intl"]],
  ['a["toLocaleUpperCase"]()', ["intl"]],
  ["a?.localeCompare(b)", ["intl"]],
  ["import.meta.url", ["importMeta"]],
  ["__dirname + __filename", ["dirname"]],
  ["process.cwd()", ["cwd"]],
  ["proc.cwd()", ["cwd"]],
  ["cwd()", ["cwd"]],
  ["process.cwd() + a.toLocaleString()", ["cwd", "intl"]],
  ["a.toString() + a.process.cwd + process.pid + a.Intl", []],
  ["((Intl: any, __dirname: any) => Intl + __dirname)(a, b)", []],
])("%s mentions %j", (code, expected) => {
  const head = 'import proc, { cwd } from "node:process";\n';
  expect(analyzeModule(`${head}export const f = (a: any, b: any) => ${code}`).parts.f!.mentions).toEqual(expected);
});
