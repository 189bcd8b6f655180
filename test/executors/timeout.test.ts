// Is a body that computes without a pause stopped in time on a worker thread, and tried again, while others go on?
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Builder, type Executor, isCellarError, workersExecutor } from "../../src/index.ts";
import { type AnyDriver, failedBy, notebook, ranBy } from "../driver/notebook.ts";

const nb = notebook();
let executor: Executor;
beforeEach(() => {
  executor = workersExecutor({ threads: 2 });
});
afterEach(async () => {
  await executor.close?.();
});

function driverOf(text: string, cached = true): AnyDriver {
  const builder = new Builder().withModules(nb.cell(text)).withExecutor(executor);
  return (cached ? builder.withCache({ path: nb.cache }) : builder).build() as unknown as AnyDriver;
}

const HEAD = `import fs from "node:fs";
import { abortSignal, retry, timeout } from "cellar";
`;
const CALLED =
  'fs.appendFileSync(folder + "/calls", "x"); const calls = fs.readFileSync(folder + "/calls", "utf8").length;';
const calls = () => readFileSync(path.join(nb.folder, "calls"), "utf8").length;
const inputs = () => ({ inputs: { folder: nb.folder } });

describe("on worker threads", () => {
  it("an endless loop is ended with its thread when its time is up, and the others go on", async () => {
    const dr =
      driverOf(`${HEAD}export const endless = timeout(150, (folder: string): number => { ${CALLED} for (;;) {} });
export const below = (endless: number): number => endless;
export const beside = (folder: string): number => folder.length;
export const after = (beside: number): number => beside * 0 + 1;`);
    const plan = await dr.plan(["below", "after"], inputs());
    expect(plan.rows.flatMap(({ marks = [] }) => marks).filter((mark) => mark.includes("stopped"))).toEqual([]);
    const { error, words, record } = await failedBy(dr, ["below", "after"], inputs());
    expect(words).toMatchObject({ endless: "failed", below: "skipped", beside: "executed", after: "executed" });
    expect([isCellarError((error as Error).cause, "timed-out"), record.state, calls()]).toEqual([true, "failed", 1]);
    // Both threads are free again.
    expect(await dr.execute(["after"], { ...inputs(), recompute: ["after", "beside"] })).toEqual({ after: 1 });
    await dr.close();
  });

  it("it is tried again, each attempt in a thread with its whole time, and the one that is quick enough counts", async () => {
    const text = `${HEAD}export const slow = retry({ times: 3, delayMs: 1 }, timeout(500, (folder: string): number => { ${CALLED} if (calls < 3) for (;;) {} return abortSignal().aborted ? 0 : calls; }));`;
    const dr = driverOf(text);
    const ran = await ranBy(dr, ["slow"], inputs());
    expect([ran.values, ran.record.detail[1]?.attempts, ran.record.detail[1]?.on]).toEqual([{ slow: 3 }, 3, "workers"]);
    expect(ran.record.detail[1]?.failures).toEqual([
      expect.stringContaining("`slow` took longer than the 500 ms"),
      expect.stringContaining("`slow` took longer than the 500 ms"),
    ]);
    expect((await ranBy(dr, ["slow"], inputs())).words["slow"]).toBe("hit");
    await dr.close();
  });

  it("the time that a body waits for a thread is not its own", async () => {
    await executor.close?.();
    executor = workersExecutor({ threads: 1 });
    const text = [1, 2, 3, 4].map(
      (at) =>
        `export const n${at} = timeout(2_000, (folder: string): number => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700); return ${at}; });`,
    );
    const dr = driverOf(HEAD + text.join("\n"));
    expect(await dr.execute(["n1", "n2", "n3", "n4"], inputs())).toEqual({ n1: 1, n2: 2, n3: 3, n4: 4 });
    await dr.close();
  });

  it("a body whose thread died is tried again", async () => {
    const dr = driverOf(
      `${HEAD}export const dies = retry({ times: 1, delayMs: 1 }, (folder: string): number => { ${CALLED} if (calls === 1) process.exit(3); return calls; });`,
    );
    const ran = await ranBy(dr, ["dies"], inputs());
    expect([ran.values, ran.record.detail[1]?.attempts]).toEqual([{ dies: 2 }, 2]);
    await dr.close();
  });

  it("a body that must stay in the main thread is said to be unstoppable, and why", async () => {
    const dr = driverOf(`${HEAD}const table = new Map([[1, 2]]);
export const stays = timeout(60_000, (folder: string): number => table.size);`);
    const plan = await dr.plan(["stays"], inputs());
    expect(plan.rows[1]?.marks).toEqual([
      "has 60000 ms, but cannot be stopped while it computes without a pause: it runs in the main thread, since the constant `table` of its module is computed while it is loaded.",
    ]);
    expect((await ranBy(dr, ["stays"], inputs())).values).toEqual({ stays: 1 });
    await dr.close();
  });

  it("the same holds without a cache", async () => {
    const dr = driverOf(
      `${HEAD}export const endless = timeout(150, (folder: string): number => { for (;;) {} });`,
      false,
    );
    const error = await dr.execute(["endless"], inputs()).catch((thrown: unknown) => thrown);
    expect(isCellarError((error as Error).cause, "timed-out")).toBe(true);
    await dr.close();
  });
});
