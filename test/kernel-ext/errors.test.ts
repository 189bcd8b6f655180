import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KernelClient, plainText, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

async function errorOf(code: string) {
  const { error, reply } = await kernel.run(code);
  expect(reply.status).toBe("error");
  return {
    ename: error!.ename,
    evalue: error!.evalue,
    text: plainText(error!.traceback.join("\n")),
    count: reply.execution_count,
  };
}

describe("an error names the lines of the cell", () => {
  it("when it is thrown while the cell runs, with the lines of every caller", async () => {
    const { ename, evalue, text, count } = await errorOf(
      "function f(x: number) {\n  if (x > 1) {\n    throw new TypeError('bad ' + x);\n  }\n}\nf(3);",
    );
    expect([ename, evalue]).toEqual(["TypeError", "bad 3"]);
    expect(text).toContain(`    at f (In[${count}]:3:11)\n    at In[${count}]:6:1`);
    expect(text).toContain("3 |     throw new TypeError('bad ' + x);");
    expect(text).not.toMatch(/node:|kernel-ext|tslab/);
  });

  it("when it is thrown after an await, and its cause in another cell", async () => {
    const { reply } = await kernel.run("function low(): never {\n  throw new RangeError('inner');\n}");
    const { text, count } = await errorOf(
      "async function g() {\n  await null;\n  try { low(); } catch (cause) { throw new Error('outer', { cause }); }\n}\nawait g();",
    );
    expect(text).toContain(`at g (In[${count}]:3:40)\n    at async In[${count}]:5:1`);
    expect(text).toContain(`Caused by: RangeError: inner`);
    expect(text).toContain(`at low (In[${reply.execution_count}]:2:9)`);
  });

  it("when TypeScript refuses it, all mistakes at once, before anything runs", async () => {
    const { ename, evalue, text, count } = await errorOf(
      "console.log('ran');\nconst x: number = 'abc';\nconst y = unknownName;",
    );
    expect(ename).toBe("TSError");
    expect(evalue).toBe(
      `In[${count}]:2:7 TS2322: Type 'string' is not assignable to type 'number'.\nIn[${count}]:3:11 TS2304: Cannot find name 'unknownName'.`,
    );
    expect(text).toContain("3 | const y = unknownName;\n  |           ~~~~~~~~~~~");
  });

  it("when it is only printed: error.stack is mapped too", async () => {
    const { stdout, reply } = await kernel.run("\nconsole.log(new Error('seen').stack);");
    expect(stdout).toBe(`Error: seen\n    at In[${reply.execution_count}]:2:13\n`);
  });
});

it("names of a cell that failed half-way are known in the next", async () => {
  await errorOf("const before = 5; throw new Error('mid'); const after = 1;");
  expect((await kernel.run("before")).result).toEqual({ "text/plain": "5" });
});

it("process.exit, late errors and rejections leave the kernel alive and are told", async () => {
  expect((await errorOf("process.exit(3)")).evalue).toContain("Restart Kernel");
  const cell = await kernel.start(
    "setTimeout(() => { throw new Error('late'); }, 1); void Promise.reject(new Error('nobody')); 0",
  );
  const { content } = await cell.seen(({ content }) => String(content.text).includes("Error: late"));
  expect(content.name).toBe("stderr");
  expect((await kernel.run("before + 1")).result).toEqual({ "text/plain": "6" });
});

it("what is thrown need not be an error", async () => {
  expect((await errorOf("throw 'text'")).evalue).toBe("'text'");
  expect((await errorOf("throw null")).ename).toBe("null");
});

const evil = "() => { throw new Error('evil'); }";

it.each([
  ["a proxy", `new Proxy({}, { get: ${evil}, getPrototypeOf: ${evil} })`],
  ["a proxy of an error", `new Proxy(new Error("x"), { get: ${evil}, getPrototypeOf: ${evil} })`],
  ["an inspection", `{ [Symbol.for("nodejs.util.inspect.custom")]: ${evil} }`],
  ["a name", `Object.defineProperty(new Error("x"), "name", { get: ${evil} })`],
  ["a message", `Object.defineProperty(new Error("x"), "message", { get: ${evil} })`],
  ["a stack", `Object.defineProperty(new Error("x"), "stack", { get: ${evil} })`],
  ["a cause", `Object.defineProperty(new Error("x"), "cause", { get: ${evil} })`],
  ["a cause's stack", `new Error("x", { cause: Object.defineProperty(new Error("y"), "stack", { get: ${evil} }) })`],
  ["a field", `Object.defineProperty(new Error("x"), "field", { enumerable: true, get: ${evil} })`],
  ["text of a message", `Object.assign(new Error("x"), { message: { toString: ${evil} } })`],
])("what throws when it is looked at (%s) ends its cell like anything else that is thrown", async (_what, thrown) => {
  await errorOf(`throw ${thrown};`);
  expect(
    (await kernel.run(`void Promise.reject(${thrown}); setTimeout(() => { throw ${thrown}; }, 0); 0`)).result,
  ).toEqual({
    "text/plain": "0",
  });
  expect((await kernel.run("await new Promise((go) => setTimeout(go, 1)); 1 + 1")).result).toEqual({
    "text/plain": "2",
  });
});

it("a value that throws when it is shown ends its cell", async () => {
  await errorOf(`({ [Symbol.for("nodejs.util.inspect.custom")]: ${evil} })`);
  expect((await kernel.run("1 + 1")).result).toEqual({ "text/plain": "2" });
});
