import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, plainText, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

const errorOf = async (code: string) => (await kernel.run(code)).error;

it("%lsmagic lists every magic with its usage, and a cell goes on after it", async () => {
  const { stdout, result } = await kernel.run("%lsmagic\n1 + 1");
  expect(stdout).toContain("%%cell_to_module <name> [--display|-d]\n");
  expect(stdout).toContain("%lsmagic\n");
  expect(result).toEqual({ "text/plain": "2" });
});

it("--help prints the usage and runs nothing", async () => {
  const { stdout, reply } = await kernel.run("%%cell_to_module --help\nnot code at all");
  expect(reply.status).toBe("ok");
  expect(stdout).toMatch(/^%%cell_to_module <name> \[--display\|-d\]\n\n.*\n\n {2}--display, -d {2}Shows/);
});

it.each([
  ["%%cell_to_modul x", "There is no magic %%cell_to_modul. Did you mean %%cell_to_module?"],
  ["%lsmagics\n1", "There is no magic %lsmagics. Did you mean %lsmagic?"],
  ["%%lsmagic", "%%lsmagic is written %lsmagic."],
  ["%zzzzzzzzzz", "There is no magic %zzzzzzzzzz. %lsmagic lists them all."],
  [
    "%%cell_to_module m --dispaly",
    "%%cell_to_module has no flag --dispaly. Did you mean --display? Usage: %%cell_to_module <name> [--display|-d]",
  ],
  ["%%cell_to_module", "%%cell_to_module needs a <name>. Usage: %%cell_to_module <name> [--display|-d]"],
  ["%%cell_to_module a b", '%%cell_to_module does not take "b". Usage: %%cell_to_module <name> [--display|-d]'],
  ["%%cell_to_module 1a", '"1a" cannot name a module: use letters, digits and _, and no digit first.'],
  [
    "%%cell_to_module class\nconsole.log('ran')",
    '"class" cannot name a module: it is a word of the language. Choose another, e.g. my_class.',
  ],
  ["%%cell_to_module let", '"let" cannot name a module: it is a word of the language. Choose another, e.g. my_let.'],
  [
    "%%cell_to_module await",
    '"await" cannot name a module: it is a word of the language. Choose another, e.g. my_await.',
  ],
  ...["console", "process", "Array", "undefined", "eval", "__proto__"].map((name) => [
    `%%cell_to_module ${name}`,
    `"${name}" cannot name a module: later cells would lose the \`${name}\` that JavaScript gives them. Choose another, e.g. my_${name}.`,
  ]),
  ...["exports", "require", "__prev__"].map((name) => [
    `%%cell_to_module ${name}`,
    `"${name}" cannot name a module: the kernel uses this name itself. Choose another, e.g. my_${name}.`,
  ]),
  ["%%cell_to_module a-b", '"a-b" cannot name a module: use letters, digits and _, and no digit first.'],
  [
    "// about it\n%%cell_to_module m",
    "%%cell_to_module must be the first line of its cell, without blanks before it or comments above it.",
  ],
  [
    "  %%cell_to_module m",
    "%%cell_to_module must be the first line of its cell, without blanks before it or comments above it.",
  ],
  [" %lsmagic", "%lsmagic must stand at the beginning of its line, without blanks before it."],
])("%s is an error that names what was meant", async (code, message) => {
  expect(await errorOf(code)).toEqual({
    ename: "UsageError",
    evalue: message,
    traceback: [expect.stringContaining(message)],
  });
});

it("behind the first line of code % is an operator", async () => {
  expect((await kernel.run("const seven = 7\n%4\nseven % 4")).error).toBeUndefined();
  expect((await kernel.run("let lsmagic = 3; const r = 10\n%lsmagic; r")).result).toEqual({ "text/plain": "1" });
});

it("a magic line does not move the lines of the code below it", async () => {
  const { error, reply } = await kernel.run("%lsmagic\n\nthrow new Error('line three')");
  expect(plainText(error!.traceback.join("\n"))).toContain(`at In[${reply.execution_count}]:3:7`);
});

it("a cell whose lines end as on Windows becomes a module, and its mistakes are shown in their lines", async () => {
  await kernel.run("%%cell_to_module windows\r\nexport const a = () => 1;\r\n");
  expect((await kernel.run("windows.a()")).result).toEqual({ "text/plain": "1" });
  const { error, reply } = await kernel.run("const one = 1;\r\nconst two: string = one;\r\n");
  expect(plainText(error!.traceback.join("\n"))).toBe(
    `In[${reply.execution_count}]:2:7 - error TS2322: Type 'number' is not assignable to type 'string'.\n1 | const one = 1;\n2 | const two: string = one;\n  |       ~~~`,
  );
});

it.each(["über", "$x", "type", "string", "cellar", "fs", "x_1"])("%s may name a module", async (name) => {
  for (const value of [1, 2]) {
    expect((await kernel.run(`%%cell_to_module ${name}\nexport const f = () => ${value};`)).error).toBeUndefined();
    expect((await kernel.run(`${name}.f()`)).result).toEqual({ "text/plain": String(value) });
    expect((await kernel.run(`import { f } from "./${name}"; f()`)).result).toEqual({ "text/plain": String(value) });
  }
  expect((await kernel.run('import { Builder } from "cellar"; typeof Builder')).result).toEqual({
    "text/plain": "'function'",
  });
});
