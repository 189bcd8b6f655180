import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.run('import { Builder } from "cellar";');
  await kernel.run(
    "%%cell_to_module sales\n/** All rows. */\nexport function rows(cutoffDate: string): number[] { return []; }\nexport function total(rows: number[], factor: number): number { return 1; }",
  );
  await kernel.run("const dr = new Builder().withModules(sales).build();");
});
afterAll(() => kernel.close());

/** `|` is the cursor; gives the matches and the text with the first in place. */
async function completed(marked: string) {
  const cursor_pos = [...marked.slice(0, marked.indexOf("|"))].length;
  const code = marked.replace("|", "");
  const { content } = await kernel.request("shell", "complete_request", { code, cursor_pos });
  const matches = content.matches as string[];
  const characters = [...code];
  characters.splice(
    content.cursor_start as number,
    (content.cursor_end as number) - (content.cursor_start as number),
    matches[0] ?? "",
  );
  return { matches, text: characters.join("") };
}

it("the functions of a module are offered behind its name, and nothing that users do not see", async () => {
  expect((await completed("sales.|")).matches).toEqual(["rows", "total"]);
});

it("the names of nodes are offered where they are asked for, whether the string is closed or not", async () => {
  expect((await completed('dr.execute(["|"])')).matches).toEqual(["rows", "total"]);
  expect((await completed('dr.execute(["to|"])')).text).toBe('dr.execute(["total"])');
  expect((await completed('dr.execute(["to|')).text).toBe('dr.execute(["total');
  expect((await completed('dr.plan(["rows", "to|"])')).text).toBe('dr.plan(["rows", "total"])');
});

it("inputs are offered by name", async () => {
  expect((await completed('dr.execute(["total"], { inputs: { cut|')).text).toBe(
    'dr.execute(["total"], { inputs: { cutoffDate',
  );
  expect((await completed('dr.execute(["total"], { inputs: { | } })')).matches.slice(0, 2)).toEqual([
    "cutoffDate",
    "factor",
  ]);
});

it("names of earlier cells are offered, and counted right behind an emoji", async () => {
  await kernel.run("const temperature = 20;");
  expect((await completed('const s = "🦆"; tempera|')).text).toBe('const s = "🦆"; temperature');
});

it("magics and their flags are offered", async () => {
  expect((await completed("%%c|")).matches).toEqual(["%%cell_to_module"]);
  expect((await completed("%|")).matches).toEqual(["%%cell_to_module", "%lsmagic"]);
  expect((await completed("%%cell_to_module sales --d|")).matches).toEqual(["--display"]);
});

it("inside a module cell its own names are offered, not those of other cells", async () => {
  const { matches } = await completed("%%cell_to_module other\nconst local = 1;\nexport const f = () => loc|");
  expect(matches).toContain("local");
  expect((await completed("%%cell_to_module other\nexport const f = () => tempera|")).matches).not.toContain(
    "temperature",
  );
});

it("inspection gives signature and documentation", async () => {
  const code = "sales.rows";
  const { content } = await kernel.request("shell", "inspect_request", {
    code,
    cursor_pos: code.length,
    detail_level: 0,
  });
  expect(content.found).toBe(true);
  expect(Object.values(content.data as object)[0]).toMatch(/rows\(cutoffDate: string\): number\[\][\s\S]*All rows\./);
  expect((await kernel.request("shell", "inspect_request", { code: "nothing1", cursor_pos: 3 })).content.found).toBe(
    false,
  );
});

it.each([
  ["const x = 1", { status: "complete" }],
  ["function f() {", { status: "incomplete", indent: "  " }],
  ["if (true) {\n  call(", { status: "incomplete", indent: "    " }],
  ["const = 3", { status: "invalid" }],
  ["%%cell_to_module m\nexport const f = () => 1;", { status: "complete" }],
])("is_complete of %j is %j", async (code, expected) => {
  expect((await kernel.request("shell", "is_complete_request", { code })).content).toEqual(expected);
});

it("paths of imports are completed: local files, packages", async () => {
  fs.writeFileSync(path.join(kernel.folder, "helper.ts"), "export const a = 1;\n");
  expect((await completed('import x from "./|"')).matches).toContain("helper");
  expect((await completed('import x from "./he|"')).matches).toContain("helper");
  expect((await completed('import x from "cel|"')).matches).toContain("cellar");
  expect(Array.isArray((await completed('import x from "|"')).matches)).toBe(true);
});
