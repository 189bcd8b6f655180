import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

it("a hundred thousand printed lines arrive, all and in order, in few messages", async () => {
  const { stdout, messages } = await kernel.run(
    "for (let i = 0; i < 100_000; i++) console.log(i + ' ' + 'x'.repeat(90));",
  );
  const lines = stdout.split("\n");
  expect(lines).toHaveLength(100_001);
  expect(lines.every((line, index) => index === 100_000 || line.startsWith(`${index} `))).toBe(true);
  expect(messages.length).toBeLessThan(200);
});

it("stdout, stderr and displays keep their order", async () => {
  const { messages } = await kernel.run(
    "import { display } from 'tslab'; console.log(1); console.error(2); display.html('<b>3</b>'); console.log(4);",
  );
  const order = messages.map(({ header, content }) => content.text ?? header.msg_type);
  expect(order).toEqual(["status", "execute_input", "1\n", "2\n", "display_data", "4\n", "status"]);
});

it("the last expression is the result; a promise is awaited; undefined is no result", async () => {
  expect((await kernel.run("[1, 'a']")).result).toEqual({ "text/plain": "[ 1, 'a' ]" });
  expect((await kernel.run("Promise.resolve(42)")).result).toEqual({ "text/plain": "42" });
  expect((await kernel.run("new Promise((go) => setTimeout(() => go('later'), 20))")).result).toEqual({
    "text/plain": "'later'",
  });
  expect((await kernel.run("void 0")).result).toBeUndefined();
  expect((await kernel.run("Promise.reject(new Error('no'))")).error?.evalue).toBe("no");
});

it("a value shows itself by its own MIME bundle, also by a promise of one", async () => {
  const show = (bundle: string) => `({ [Symbol.for("Jupyter.display")]: () => ${bundle} })`;
  expect((await kernel.run(show("({ 'text/html': '<i>a</i>', 'text/plain': 'a' })"))).result).toEqual({
    "text/html": "<i>a</i>",
    "text/plain": "a",
  });
  const later = await kernel.run(show("Promise.resolve({ 'text/markdown': '*b*' })"));
  expect(later.result).toMatchObject({
    "text/markdown": "*b*",
    "text/plain": expect.stringContaining("Jupyter.display"),
  });
});

it("a display with an id is updated in place", async () => {
  const { messages } = await kernel.run(
    "import { newDisplay } from 'tslab'; const d = newDisplay(); d.text('1'); d.text('2');",
  );
  const shown = messages.filter(({ header }) => header.msg_type.endsWith("display_data"));
  expect(shown.map(({ header }) => header.msg_type)).toEqual(["display_data", "update_display_data"]);
  expect(shown[0]!.content.transient).toEqual(shown[1]!.content.transient);
});

it("a silent request shows nothing and is not counted", async () => {
  const before = (await kernel.run("0")).reply.execution_count as number;
  const silent = await kernel.run("console.log('x'); 1", { silent: true });
  expect(silent.messages.map(({ header }) => header.msg_type)).toEqual(["status", "status"]);
  expect((await kernel.run("0")).reply.execution_count).toBe(before + 1);
});

it("the user is asked for input and the cell goes on with the answer", async () => {
  const cell = await kernel.start("import { input } from 'tslab'; const name = input('Name?'); 'Hello ' + name", {
    allow_stdin: true,
  });
  await kernel.answerInput("Ada");
  expect((await cell.done).result).toEqual({ "text/plain": "'Hello Ada'" });
  expect((await kernel.run("input('Name?')")).error?.evalue).toContain("cannot ask");
});

it("user expressions are answered beside the cell", async () => {
  const { reply } = await kernel.run("const five = 5", { user_expressions: { good: "five + 1", bad: "nope" } });
  expect(reply.user_expressions).toMatchObject({
    good: { status: "ok", data: { "text/plain": "6" } },
    bad: { status: "error", ename: "TSError" },
  });
});

it("a function that has no name is shown without one", async () => {
  expect((await kernel.run("() => 1")).result).toEqual({ "text/plain": "[Function (anonymous)]" });
  expect((await kernel.run("const named = () => 1; named")).result).toEqual({ "text/plain": "[Function: named]" });
});
