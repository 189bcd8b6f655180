import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

function write(file: string, text: string): void {
  const full = path.join(kernel.folder, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
}

const resultOf = async (code: string) => {
  const { result, error } = await kernel.run(code);
  return error?.evalue ?? result?.["text/plain"];
};

it("a notebook in a folder without any package imports cellar with its types", async () => {
  expect(await resultOf('import { Builder } from "cellar"; typeof Builder')).toBe("'function'");
  expect(await resultOf("new Builder().withModule()")).toContain("Did you mean 'withModules'?");
});

it("packages of the notebook's folder are found, also ES modules that only import() can load", async () => {
  write("node_modules/plain/package.json", '{"name":"plain","version":"1.0.0","main":"index.js"}');
  write("node_modules/plain/index.js", "exports.one = 1;");
  write(
    "node_modules/modern/package.json",
    '{"name":"modern","version":"1.0.0","type":"module","exports":{"import":"./index.js"}}',
  );
  write("node_modules/modern/index.js", "export const two = await Promise.resolve(2); export default 'd';");
  expect(await resultOf('import { one } from "plain"; import d, { two } from "modern"; [one, two, d]')).toBe(
    "[ 1, 2, 'd' ]",
  );
});

it("a package that is installed while the kernel runs is found by the next cell", async () => {
  expect(await resultOf('import { late } from "late"; late')).toContain("Cannot find module 'late'");
  write("node_modules/late/package.json", '{"name":"late","version":"1.0.0","main":"index.js","types":"index.d.ts"}');
  write("node_modules/late/index.js", "exports.late = 'here';");
  write("node_modules/late/index.d.ts", "export declare const late: string;");
  expect(await resultOf('import { late } from "late"; late')).toBe("'here'");
});

it("a local TypeScript file is imported with its types, JSON too, and builtins", async () => {
  write("lib/double.ts", "export const double = (x: number): number => 2 * x;");
  write("data.json", '{ "n": 21 }');
  expect(await resultOf('import { double } from "./lib/double"; import data from "./data.json"; double(data.n)')).toBe(
    "42",
  );
  expect(await resultOf('double("x")')).toContain("TS2345");
  expect(await resultOf('import path from "node:path"; path.basename("/a/b")')).toBe("'b'");
});

it("modern TypeScript and JavaScript run: using, for await, satisfies, private fields, enums, new array methods", async () => {
  expect(
    (await kernel.run("using held = { [Symbol.dispose]() { console.log('let go') } }; console.log([3, 1].toSorted())"))
      .stdout,
  ).toBe("[ 1, 3 ]\nlet go\n");
  expect(await resultOf("for await (const x of [Promise.resolve(1)]) console.log(x); 'done'")).toBe("'done'");
  expect(
    await resultOf(
      "enum Colour { Red, Green }\nclass A { #x = Colour.Green; get x() { return this.#x satisfies Colour; } }\nnew A().x",
    ),
  ).toBe("1");
  expect(await resultOf("const { default: os } = await import('node:os'); typeof os.cpus")).toBe("'function'");
});

it("names of earlier cells may be abbreviated in an object, declared anew and exported", async () => {
  await kernel.run("const rate = 1; let count = 1;");
  expect(await resultOf("({ rate, deep: { rate } })")).toBe("{ rate: 1, deep: { rate: 1 } }");
  expect(await resultOf("({ count } = { count: 5 }); count")).toBe("5");
  await kernel.run("export const rate = 'text';");
  expect(await resultOf("rate.toUpperCase()")).toBe("'TEXT'");
});

it("code without types is welcome: implicit any is no error", async () => {
  expect(await resultOf("function twice(x) { return 2 * x; } const xs = []; xs.push(twice(2)); xs")).toBe("[ 4 ]");
});

it.each([
  ["TypeScript refuses", "export const a: string = 1;"],
  ["the engine refuses", "export function a({ x }: { x: number }) { return x; }"],
  ["throws", "throw new Error('early'); export const a = 1;"],
])("a module cell that %s is no module: a local file of its name is imported, as before", async (_what, text) => {
  const name = `local${text.length}`;
  for (const times of ["first", "second"]) {
    expect([times, (await kernel.run(`%%cell_to_module ${name}\n${text}`)).reply.status]).toEqual([times, "error"]);
    expect((await kernel.run(`import { a } from "./${name}"; a`)).error?.evalue).toContain("TS2307");
  }
  write(`${name}.ts`, "export const a = 5;\n");
  expect((await kernel.run(`import { a } from "./${name}"; a`)).result).toEqual({ "text/plain": "5" });
  await kernel.run(`%%cell_to_module ${name}\nexport const a = 6;`);
  expect((await kernel.run(`import { a } from "./${name}"; a`)).result).toEqual({ "text/plain": "6" });
});

it("a local file whose name a refused module cell had is told of with its own lines", async () => {
  write("wrong.ts", "export const a = 5;\nexport const b: string = 1;\n");
  await kernel.run("%%cell_to_module wrong\nexport const a: string = 1;");
  expect((await kernel.run('import { b } from "./wrong"; b')).error?.evalue).toContain("wrong.ts:2:14 TS2322");
});

it("an import may name a local file with its ending, in a cell and in a module", async () => {
  write("ended.ts", "export const end = 7;\n");
  expect(await resultOf('import { end } from "./ended.ts"; end')).toBe("7");
  await kernel.run('%%cell_to_module ending\nimport { end } from "./ended.ts";\nexport const f = () => end;');
  expect(await resultOf("ending.f()")).toBe("7");
  expect(await resultOf('import { f } from "./ending.ts"; f()')).toBe("7");
});

it("a mistake in a file that a module imports is told of that file, not of the cell", async () => {
  write("slip.ts", "\nexport const a = ;\n");
  const { error, reply } = await kernel.run(
    '%%cell_to_module slipped\nimport { a } from "./slip";\nexport const f = () => a;',
  );
  expect(error?.evalue).toContain("slip.ts` cannot be read");
  expect(error?.evalue).toContain("(line 2, column 18)");
  expect(error?.traceback.join("\n")).not.toContain(`In[${reply.execution_count}]`);
});
