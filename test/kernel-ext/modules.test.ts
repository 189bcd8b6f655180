import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, plainText, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel({ env: { JPY_SESSION_NAME: "lessons/sales.ipynb" } });
  await kernel.run('import { Builder } from "cellar";');
});
afterAll(() => kernel.close());

const SALES = `
interface Row { country: string; amount: number }
console.log("loaded");
export const rates: Record<string, number> = { Canada: 0.5 };
export function rows(): Row[] { return [{ country: "Canada", amount: 10 }]; }
export function total(rows: Row[], factor: number): number { return factor * rows.reduce((sum, row) => sum + row.amount, 0); }`;

const build = "const dr = new Builder().withModules(sales).withCache().build();";
const execute = 'const { total } = await dr.execute(["total"], { inputs: { factor: 2 } });';

it("a cell becomes a module: its top level runs once, later cells know it by name and type", async () => {
  const { stdout, reply } = await kernel.run(`%%cell_to_module sales${SALES}`);
  expect([reply.status, stdout]).toEqual(["ok", "loaded\n"]);
  const used = await kernel.run('sales.total([{ country: "Canada", amount: 3 }], 2)');
  expect([used.result, used.stdout]).toEqual([{ "text/plain": "6" }, ""]);
  expect((await kernel.run('sales.total("x", 2)')).error?.evalue).toContain("TS2345");
});

it("the ten-line example runs: executed first, a hit the second time, with typed results", async () => {
  expect((await kernel.run(`${build}\n${execute}\ntotal`)).result).toEqual({ "text/plain": "20" });
  await kernel.run(execute);
  const { result } = await kernel.run("dr.cache.viewRun()");
  expect(result?.["application/vnd.cellar.run+json"]).toMatchObject({
    dataflow: { notebook: "sales.ipynb" },
    counts: { hit: 2, executed: 0 },
  });
  expect(Object.keys(result!).sort()).toEqual(["application/vnd.cellar.run+json", "image/svg+xml", "text/plain"]);
  expect((await kernel.run("total.length")).error?.evalue).toContain("does not exist on type 'number'");
});

it("--display shows the dataflow as data, picture and text, and no HTML", async () => {
  const { displays } = await kernel.run(`%%cell_to_module shown -d${SALES}`);
  expect(Object.keys(displays[0]!).sort()).toEqual([
    "application/vnd.cellar.dataflow+json",
    "image/svg+xml",
    "text/plain",
  ]);
  expect(displays[0]!["application/vnd.cellar.dataflow+json"]).toMatchObject({ type: "dataflow", label: "shown" });
});

it("running the cell again replaces the module for later cells; what imports it sees the new one", async () => {
  await kernel.run("%%cell_to_module twice\nexport const f = () => 1;");
  await kernel.run("%%cell_to_module twice\nexport const f = () => 2;\nexport const g = () => 3;");
  expect((await kernel.run("[twice.f(), twice.g()]")).result).toEqual({ "text/plain": "[ 2, 3 ]" });
  expect((await kernel.run('import { f } from "./twice"; f()')).result).toEqual({ "text/plain": "2" });
});

it("a type error names the line of the cell, and the module before stays", async () => {
  const { error, reply } = await kernel.run(
    "%%cell_to_module twice\nexport const f = () => 5;\nexport const g = (): number => 'x';",
  );
  expect(error?.evalue).toBe(
    `In[${reply.execution_count}]:3:32 TS2322: Type 'string' is not assignable to type 'number'.`,
  );
  expect((await kernel.run("[twice.f(), twice.g()]")).result).toEqual({ "text/plain": "[ 2, 3 ]" });
});

it("a name of another cell is no name of a module: the error says to make it a parameter", async () => {
  await kernel.run("const outside = 1;");
  const { error } = await kernel.run("%%cell_to_module closed\nexport const f = () => outside;");
  expect(error?.evalue).toContain("TS2304: Cannot find name 'outside'. A module sees only its own names");
  expect(error?.evalue).toContain("make it a parameter");
});

it("a module of the notebook that is imported like a package: the error says how it is imported", async () => {
  await kernel.run(
    "%%cell_to_module rowsOf\nexport interface Row { id: number }\nexport const rows = (): Row[] => [];",
  );
  const cell = (from: string) =>
    `%%cell_to_module reads\nimport type { Row } from "${from}";\nexport const n = (rows: Row[]) => rows.length;`;
  const { error } = await kernel.run(cell("rowsOf"));
  expect(error?.evalue).toContain('`rowsOf` is a module of this notebook: import it from "./rowsOf".');
  expect((await kernel.run(cell("./rowsOf"))).reply.status).toBe("ok");
});

it("what only the engine refuses names the line of the cell too", async () => {
  const { error, reply } = await kernel.run(
    "%%cell_to_module apart\nexport function f({ x }: { x: number }) { return x; }",
  );
  expect(error?.ename).toBe("CellarError");
  expect(error?.evalue).toMatch(new RegExp(`^In\\[${reply.execution_count}\\]:2:19 \`f\``));
});

it("console.log prints a plan, an explanation, a module and a driver as they are shown", async () => {
  await kernel.run(
    '%%cell_to_module printed\nconsole.log("loaded");\nexport const rate = 2;\nexport const one = (x: number) => x * rate;',
  );
  await kernel.run("const printedDr = new Builder().withModules(printed).withCache().build();");
  await kernel.run('await printedDr.execute(["one"], { inputs: { x: 1 } });');
  for (const print of ["", "console.log"]) {
    const shown = async (code: string) => {
      const { stdout, result } = await kernel.run(`${print}(${code})`);
      return print === "" ? result?.["text/plain"] : stdout.trimEnd();
    };
    expect(await shown('await printedDr.plan(["one"], { inputs: { x: 1 } })')).toMatch(/^0 execute, 1 hit/);
    expect(await shown('await printedDr.explain("one")')).toMatch(/^`one` executed because /);
    expect(await shown("printed")).toBe("Module printed { rate, one }");
    expect(await shown("printedDr")).toBe("Driver { nodes: one; inputs: x }");
  }
});

it("an error in a function that a run called names the line of its module", async () => {
  await kernel.run("%%cell_to_module thrower\nexport function boom(): number {\n  throw new RangeError('no');\n}");
  const { error } = await kernel.run('await new Builder().withModules(thrower).build().execute(["boom"]);');
  const text = plainText(error!.traceback.join("\n"));
  expect(error?.ename).toBe("CellarError");
  expect(text).toContain("Caused by: RangeError: no");
  expect(text).toContain("3 |   throw new RangeError('no');");
  expect(text).toContain("at boom (thrower.ts:3:9)");
  expect(text).not.toMatch(/node_modules|\/lib\/|node:/);
});

it("an error is shown in the text that threw it, also after its module was edited or refused", async () => {
  const text = (lines: string) =>
    `%%cell_to_module edited\n${lines}export const fail = (): number => { throw new Error("it"); };`;
  const shown = async (code: string) => plainText((await kernel.run(code)).error!.traceback.join("\n"));
  await kernel.run(text(""));
  await kernel.run("const before = edited;");
  await kernel.run(text("// one\n// two\n"));
  for (const times of ["first", "second"]) {
    expect([times, await shown("before.fail()")]).toEqual([times, expect.stringContaining("2 | export const fail")]);
    expect(await shown("before.fail()")).toContain("at fail (edited.ts:2:");
    expect(await shown("edited.fail()")).toContain("4 | export const fail");
    // Refused by TypeScript, by the engine, by itself: the one before stays.
    await kernel.run(text("const a: string = 1;\n\n\n"));
    await kernel.run(text("export function f({ x }: { x: number }) { return x; }\n\n\n\n"));
    await kernel.run(text("\n\n\n\nthrow new Error('early');\n"));
  }
});

it("an error of a cell that is not counted is shown in its own text", async () => {
  await kernel.run("const odd = () => {\n  throw new Error('odd');\n};", { store_history: false });
  await kernel.run("const even = () => { throw new Error('even'); };");
  expect(plainText((await kernel.run("odd()")).error!.traceback.join("\n"))).toContain("2 |   throw new Error('odd');");
});

it("an error at a module's top level names its line", async () => {
  const { error } = await kernel.run("%%cell_to_module early\nexport const f = () => 1;\nthrow new Error('early');");
  expect(plainText(error!.traceback.join("\n"))).toContain("at early.ts:3:7");
});

it("a result keeps its type although the module does not export that type", async () => {
  expect((await kernel.run("sales.rows()[0].amount")).result).toEqual({ "text/plain": "10" });
  expect((await kernel.run("const kept = sales.rows(); kept[0].amount")).error).toBeUndefined();
  expect((await kernel.run("kept[0].amonut")).error?.evalue).toContain("TS2551");
});

it("inputs are checked by the functions that take them", async () => {
  const { error, reply } = await kernel.run('dr.execute(["total"], {\n  inputs: { factor: "two" },\n});');
  expect(error?.evalue).toBe(
    `In[${reply.execution_count}]:2:13 TS2322: Type 'string' is not assignable to type 'number | Secret<number> | undefined'.`,
  );
});

it("a node that does not exist is told where it is named, with the one that was meant", async () => {
  const { error, reply } = await kernel.run('dr.execute(\n  ["totl"], { inputs: { factor: 2 } });');
  expect(error?.evalue).toMatch(new RegExp(`^In\\[${reply.execution_count}\\]:2:4 TS2820.* Did you mean '"total"'`));
});

it("an exported function that is no node is no name for execute, and can be called still", async () => {
  await kernel.run(
    "%%cell_to_module mixed\nconst twice = (fn: (n: number) => number) => (n: number) => fn(fn(n));\nexport const node = () => 1;\nexport const wrapped = twice((n) => n + 1);\nexport { join } from 'node:path';",
  );
  await kernel.run("const mixedDr = new Builder().withModules(mixed).withCache().build();");
  for (const times of ["first", "second"]) {
    expect([times, (await kernel.run('await mixedDr.execute(["node"])')).result]).toEqual([
      times,
      { "text/plain": "{ node: 1 }" },
    ]);
    expect((await kernel.run('mixedDr.execute(["wrapped"])')).error?.evalue).toContain("TS2322");
    expect((await kernel.run("mixed.wrapped(1)")).result).toEqual({ "text/plain": "3" });
  }
});

it("an interrupted run leaves the kernel and its modules usable", async () => {
  await kernel.run("%%cell_to_module endless\nexport function never(): number { console.log('on'); while (true) {} }");
  const cell = await kernel.start('await new Builder().withModules(endless).build().execute(["never"])');
  await cell.seen(({ header }) => header.msg_type === "stream");
  await kernel.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
  expect((await kernel.run(`${execute} total`)).result).toEqual({ "text/plain": "20" });
});
