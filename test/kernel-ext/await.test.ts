import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

it.each([
  ["a bracket", "await (Promise.resolve(1))", "1"],
  ["a function that is called at once", "const v = await (async () => 5)(); v", "5"],
  ["a list", "await [1]", "[ 1 ]"],
  ["a template", "await `x`", "'x'"],
  [
    "a bracket in the body of a loop",
    "let sum = 0;\nfor (const x of [1, 2]) { sum += await (async () => x)(); }\nsum",
    "3",
  ],
  ["a bracket in an object", "const o = { a: await (async () => 1)() }; o", "{ a: 1 }"],
])("a cell may await %s, though nothing in it says that it is a module", async (_what, code, shown) => {
  for (const times of ["first", "second"]) {
    const { result, error } = await kernel.run(code);
    expect([times, error?.evalue, result]).toEqual([times, undefined, { "text/plain": shown }]);
  }
});

it("a module cell may await a bracket at its top level, with an export or without", async () => {
  const awaits = "const x = await (async () => 5)();";
  for (const times of ["first", "second"]) {
    await kernel.run(`%%cell_to_module awaiting\n${awaits} export const y = () => x`);
    expect([times, (await kernel.run("awaiting.y()")).result]).toEqual([times, { "text/plain": "5" }]);
    const { stdout, error } = await kernel.run(`%%cell_to_module quiet\n${awaits} console.log(x);`);
    expect([error?.evalue, stdout]).toEqual([undefined, "5\n"]);
  }
});

it("a function or a name called await is still no await of the cell", async () => {
  expect((await kernel.run("const inner = async () => await (Promise.resolve(2)); typeof inner")).result).toEqual({
    "text/plain": "'function'",
  });
});
