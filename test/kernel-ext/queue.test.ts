import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

async function queued(cells: readonly string[], options = {}) {
  const running = [];
  for (const code of cells) running.push(await kernel.start(code, options));
  return Promise.all(running.map(({ done }) => done));
}

it("queued cells run one after another, each with its own busy and idle", async () => {
  const cells = await queued(["await new Promise((go) => setTimeout(go, 30)); console.log('a')", "console.log('b')"]);
  const ids = cells.map(({ messages }) => messages[0]!.parent.msg_id);
  const states = kernel.published.all
    .filter(({ parent }) => ids.includes(parent.msg_id))
    .map(({ parent, content, header }) => [ids.indexOf(parent.msg_id), content.execution_state ?? header.msg_type]);
  const each = (cell: number) => [
    [cell, "busy"],
    [cell, "execute_input"],
    [cell, "stream"],
    [cell, "idle"],
  ];
  expect(states).toEqual([...each(0), ...each(1)]);
});

it("a cell that fails aborts the cells queued behind it, and a later one runs at once", async () => {
  const cells = await queued(["throw new Error('first')", "console.log('second')", "console.log('third')"]);
  expect(cells.map(({ reply }) => reply.status)).toEqual(["error", "aborted", "aborted"]);
  expect(cells.map(({ stdout }) => stdout)).toEqual(["", "", ""]);
  expect(cells.slice(1).map(({ reply }) => "execution_count" in reply)).toEqual([false, false]);
  expect((await kernel.run("console.log('again')")).stdout).toBe("again\n");
});

it("stop_on_error false lets the others run", async () => {
  const cells = await queued(["throw new Error('first')", "console.log('second')"], { stop_on_error: false });
  expect(cells.map(({ reply }) => reply.status)).toEqual(["error", "ok"]);
});

it("heartbeat, control and comm_info answer while a cell computes", async () => {
  const cell = await kernel.start("console.log('on'); while (true) {}");
  await cell.seen(({ header }) => header.msg_type === "stream");
  expect(await kernel.beat("ping")).toBe("ping");
  expect((await kernel.request("control", "kernel_info_request", {})).content.implementation).toBe("cellar");
  expect((await kernel.request("control", "comm_info_request", {})).content).toMatchObject({ status: "ok", comms: {} });
  await kernel.request("control", "interrupt_request", {});
  await cell.done;
});

it("a request that it does not know is refused, not left without an answer", async () => {
  const { header, content } = await kernel.request("shell", "juggle_request", {});
  expect([header.msg_type, content.status, content.ename]).toEqual(["juggle_reply", "error", "UnknownRequest"]);
  expect((await kernel.request("control", "debug_request", {})).content.status).toBe("error");
});
