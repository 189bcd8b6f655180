import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.run("let keep = 42");
});
afterAll(() => kernel.close());

/** Interrupts the cell once it has printed; gives the milliseconds until it ended. */
async function interrupted(code: string): Promise<{ ms: number; ename: string | undefined }> {
  const cell = await kernel.start(code);
  await cell.seen(({ header }) => header.msg_type === "stream");
  const start = performance.now();
  const { content } = await kernel.request("control", "interrupt_request", {});
  expect(content.status).toBe("ok");
  const { error, reply } = await cell.done;
  expect(reply.status).toBe("error");
  return { ms: performance.now() - start, ename: error?.ename };
}

it.each([
  ["a busy loop", "console.log('on'); while (true) {}"],
  ["an await that never ends", "console.log('on'); await new Promise(() => {})"],
  ["a busy loop after an await", "await null; console.log('on'); while (true) {}"],
  ["a loop of awaits", "console.log('on'); while (true) await null;"],
  [
    "a busy timer that is awaited",
    "await new Promise(() => setTimeout(() => { console.log('on'); while (true) {} }, 1))",
  ],
  ["a last expression that never settles", "console.log('on'); new Promise(() => {})"],
  ["a hopeless regular expression", "console.log('on'); /^(a+)+$/.test('a'.repeat(40) + 'b')"],
  [
    "a child process that is waited for",
    "import { execSync } from 'node:child_process'; console.log('on'); execSync('sleep 60')",
  ],
])("%s is interrupted at once and its variables are kept", async (_what, code) => {
  const { ms, ename } = await interrupted(code);
  expect(ms).toBeLessThan(30_000); // it would go on for a minute and more
  expect(["Interrupted", "Error"]).toContain(ename);
  expect((await kernel.run("keep")).result).toEqual({ "text/plain": "42" });
});

it("a timer that runs away while no cell runs is stopped, and the next cell runs", async () => {
  const cell = await kernel.start("setTimeout(() => { console.log('away'); while (true) {} }, 1); 0");
  await cell.seen(({ content }) => String(content.text).includes("away"));
  await kernel.request("control", "interrupt_request", {});
  expect((await kernel.run("keep")).result).toEqual({ "text/plain": "42" });
});

it("a question to the user is interrupted too", async () => {
  const cell = await kernel.start("prompt('Name?')", { allow_stdin: true });
  await kernel.asked.seen(({ content }) => content.prompt === "Name?");
  await kernel.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
});

it("cells queued behind an interrupted one are aborted", async () => {
  const cell = await kernel.start("console.log('on'); while (true) {}");
  const behind = await kernel.start("keep = 0");
  await cell.seen(({ header }) => header.msg_type === "stream");
  await kernel.request("control", "interrupt_request", {});
  expect((await behind.done).reply.status).toBe("aborted");
  expect((await kernel.run("keep")).result).toEqual({ "text/plain": "42" });
});

it("several interrupts of one cell leave the next one alone", async () => {
  const cell = await kernel.start("await null; console.log('on'); while (true) {}");
  await cell.seen(({ header }) => header.msg_type === "stream");
  for (let times = 0; times < 3; times++) void kernel.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
  await new Promise((go) => setTimeout(go, 200)); // for as long as an interrupt is pursued, and longer
  expect((await kernel.run("keep")).result).toEqual({ "text/plain": "42" });
});

it("timers that run away one after another are stopped one after another", async () => {
  const code = 'for (const ms of [1, 2, 3]) setTimeout(() => { console.log("away", ms); while (true) {} }, ms); 0';
  const cell = await kernel.start(code);
  for (const ms of [1, 2, 3]) {
    await cell.seen(({ content }) => String(content.text).includes(`away ${ms}`));
    await kernel.request("control", "interrupt_request", {});
  }
  expect((await kernel.run("keep")).result).toEqual({ "text/plain": "42" });
});

it("interrupts at any moment, one or several at once, never break the kernel", async () => {
  const cells = [
    "while (true) {}",
    "while (true) { try { while (true) {} } catch {} }",
    "await null; while (true) {}",
    "await new Promise(() => {})",
  ];
  for (let round = 0; round < 40; round++) {
    const cell = await kernel.start(cells[round % cells.length]!);
    // Before it is converted, while it is, while it runs: 0 to 45 ms later.
    await new Promise((go) => setTimeout(go, (round % 10) * 5));
    for (let times = 0; times <= round % 3; times++) void kernel.request("control", "interrupt_request", {});
    expect((await cell.done).error?.ename).toBe("Interrupted");
  }
  expect((await kernel.run("keep")).result).toEqual({ "text/plain": "42" });
});

it("an interrupt while the kernel starts stops the cell that waits, and the next one runs", async () => {
  const starting = await startKernel();
  const cell = await starting.start("while (true) {}");
  await starting.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
  expect((await starting.run('import { Builder } from "cellar"; typeof Builder')).result).toEqual({
    "text/plain": "'function'",
  });
  await starting.close();
});

it("an interrupt that had to wait for a slow start does not break the engine that is loaded then", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  const slow = path.join(folder, "slow.cjs");
  // The main thread lets go of the lock late, and is busy when it has.
  fs.writeFileSync(
    slow,
    `if (require("node:worker_threads").isMainThread) {
      const { store, wait } = Atomics;
      Atomics.store = (slots, at, value) => {
        if (at !== 0 || value !== 0) return store(slots, at, value);
        Atomics.store = store;
        wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
        store(slots, at, value);
        for (const end = Date.now() + 500; Date.now() < end; );
        return value;
      };
    }`,
  );
  const starting = await startKernel({ env: { NODE_OPTIONS: `--require ${slow}` } });
  const cell = await starting.start("while (true) {}");
  await starting.request("control", "interrupt_request", {});
  expect((await cell.done).error?.ename).toBe("Interrupted");
  expect((await starting.run('import { Builder } from "cellar"; typeof Builder')).result).toEqual({
    "text/plain": "'function'",
  });
  await starting.close();
  fs.rmSync(folder, { recursive: true });
});
