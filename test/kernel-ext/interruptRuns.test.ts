import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.run('import { Builder } from "cellar";');
});
afterAll(() => kernel.close());

/** Runs a cell and interrupts it once it has printed `part`. */
async function interruptedAt(part: string, code: string): Promise<void> {
  const cell = await kernel.start(code);
  await cell.seen(({ content }) => String(content.text).includes(part));
  await kernel.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
}

const printed = () =>
  kernel.published.all
    .filter(({ header }) => header.msg_type === "stream")
    .map(({ content }) => content.text)
    .join("");

const build = (name: string) => `const ${name}Dr = new Builder().withModules(${name}).withCache().build();`;

const step = (name: string, dep: string) => `
export async function ${name}(${dep}): Promise<number> {
  console.log("${name} begins");
  await new Promise((go) => setTimeout(go, 700));
  console.log("${name} ends");
  return 1;
}`;

it("nothing new starts in a run whose cell was interrupted; it is kept as interrupted, and run again it ends", async () => {
  await kernel.run(`%%cell_to_module steps${step("s1", "")}${step("s2", "s1: number")}${step("s3", "s2: number")}`);
  await kernel.run(build("steps"));
  const execute = 'await stepsDr.execute(["s3"])';
  await interruptedAt("s1 begins", execute);
  expect((await kernel.run("(await stepsDr.cache.run()).state")).result).toEqual({ "text/plain": "'interrupted'" });
  // What has begun cannot be undone. Below Node 24 its late output belongs to the cell that ran last.
  await kernel.published.seen(({ content }) => String(content.text).includes("s1 ends"));
  expect((await kernel.run(execute)).result).toEqual({ "text/plain": "{ s3: 1 }" });
  expect(printed().match(/s[23] begins/g)).toEqual(["s2 begins", "s3 begins"]);
  expect((await kernel.run("(await stepsDr.cache.run()).state")).result).toEqual({ "text/plain": "'done'" });
});

it("a busy node that was interrupted executes again, and so does one that was on its way beside it", async () => {
  await kernel.run(`%%cell_to_module busy
export async function beside(): Promise<number> { await new Promise((go) => setTimeout(go, 300)); return 5; }
export async function first(): Promise<number> { await null; return 1; }
export function loop(first: number): number {
  console.log("loop begins");
  while ((globalThis as any).isPatient) {}
  return first + 1;
}`);
  await kernel.run(`${build("busy")} (globalThis as any).isPatient = true;`);
  const execute = 'await busyDr.execute(["beside", "loop"])';
  await interruptedAt("loop begins", execute);
  expect((await kernel.run("(await busyDr.cache.run()).state")).result).toEqual({ "text/plain": "'interrupted'" });
  await kernel.run("(globalThis as any).isPatient = false;");
  expect((await kernel.run('await busyDr.execute(["beside"])')).result).toEqual({ "text/plain": "{ beside: 5 }" });
  expect((await kernel.run(execute)).result).toEqual({ "text/plain": "{ beside: 5, loop: 2 }" });
});

it("a busy loop behind a run that nobody awaits yet stops that run too", async () => {
  await interruptedAt(
    "on",
    'const left = stepsDr.execute(["s3"], { recompute: ["s1"] }); left.catch(() => {}); console.log("on"); while (true) {}',
  );
  expect((await kernel.run("await left")).error?.evalue).toContain("interrupted");
});

it("a node that waits for ever, interrupted, gives the right result once it is mended", async () => {
  const waits = (body: string) => `%%cell_to_module waits
export async function answer(): Promise<number> { console.log("waits"); ${body} return 42; }
export function next(answer: number): number { return answer + 1; }`;
  const execute = `${build("waits")} await waitsDr.execute(["next"])`;
  await kernel.run(waits("await new Promise(() => {});"));
  await interruptedAt("waits", execute);
  await interruptedAt("waits", execute);
  await kernel.run(waits(""));
  expect((await kernel.run(execute)).result).toEqual({ "text/plain": "{ next: 43 }" });
});

it("a cell may begin as many runs as it likes", async () => {
  const { stderr, result } = await kernel.run(
    '(await Promise.all(Array.from({ length: 30 }, () => waitsDr.execute(["next"])))).length',
  );
  expect([stderr, result]).toEqual(["", { "text/plain": "30" }]);
});
