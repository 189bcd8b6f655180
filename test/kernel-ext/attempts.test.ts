import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.run('import { Builder } from "cellar";');
});
afterAll(() => kernel.close());

it("a cell's node is tried again, and its body gets a signal", async () => {
  const cell = await kernel.run(`%%cell_to_module flaky
import { abortSignal, retry, timeout } from "cellar";
export const prices = retry({ times: 2, delayMs: 1 }, timeout(60_000, async (rate: number): Promise<number> => {
  const { aborted } = abortSignal();
  const world = globalThis as { calls?: number };
  world.calls = (world.calls ?? 0) + 1;
  if (world.calls < 3) throw new Error("not yet");
  return aborted ? 0 : rate;
}));`);
  expect(cell.error).toBeUndefined();
  await kernel.run("const flakyDr = new Builder().withModules(flaky).withCache().build();");
  const ran = await kernel.run('await flakyDr.execute(["prices"], { inputs: { rate: 3 } })');
  expect(ran.result).toEqual({ "text/plain": "{ prices: 3 }" });
  const record = await kernel.run("Object.values((await flakyDr.cache.run()).detail).map((each) => each.attempts)");
  expect(record.result).toEqual({ "text/plain": "[ undefined, 3 ]" });
});

it("an interrupted cell does not wait for the next attempt, and no further one is made", async () => {
  await kernel.run(`%%cell_to_module patient
import { retry } from "cellar";
export const never = retry({ times: 9, delayMs: 3_600_000, maxDelayMs: 3_600_000 }, (): number => {
  console.log("never was called");
  throw new Error("no");
});`);
  await kernel.run("const patientDr = new Builder().withModules(patient).withCache().build();");
  const cell = await kernel.start('await patientDr.execute(["never"])');
  await cell.seen(({ content }) => String(content.text).includes("never was called"));
  await kernel.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
  expect((await kernel.run("(await patientDr.cache.run()).state")).result).toEqual({ "text/plain": "'interrupted'" });
  const printed = kernel.published.all.filter(({ content }) => String(content.text).includes("never was called"));
  expect(printed.length).toBe(1);
});
