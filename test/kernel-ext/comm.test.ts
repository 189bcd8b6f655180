import { afterAll, beforeAll, expect, it } from "vitest";
import { asHistoryRecord, asRunRecord, COMM_TARGET, type HistoryRecord } from "../../src/protocol/index.ts";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

interface Data {
  readonly type?: string;
  readonly [field: string]: unknown;
}

const dataOf = (id: string) =>
  kernel.published.all
    .filter(({ header, content }) => header.msg_type === "comm_msg" && content.comm_id === id)
    .map(({ content }) => content.data as Data);

function arrived(id: string, type: string) {
  return kernel.published.seen(
    ({ content }) => content.comm_id === id && (content.data as Data | undefined)?.type === type,
  );
}

async function openPanel(id: string) {
  await kernel.send("shell", "comm_open", { comm_id: id, target_name: COMM_TARGET, data: { type: "hello", v: 1 } });
  return (await arrived(id, "history")).content.data as { history: unknown };
}

it("a panel that opens is told the notebook's history at once, also before anything ran", async () => {
  const { history } = await openPanel("first");
  expect(asHistoryRecord(history)).toMatchObject({ scope: "notebook", runs: [] });
});

it("a panel hears a run while it happens and when it is done", async () => {
  await openPanel("live");
  await kernel.run(
    "%%cell_to_module sales\nexport const rows = () => [1];\nexport const total = (rows: number[]) => rows.length;",
  );
  await kernel.run(
    'import { Builder } from "cellar";\nawait new Builder().withModules(sales).withCache().build().execute(["total"]);',
  );
  await arrived("live", "run");
  const types = dataOf("live").map(({ type }) => type);
  expect(types.slice(0, 2)).toEqual(["history", "start"]);
  expect(types.at(-1)).toBe("run");
  const record = dataOf("live").at(-1)!.record;
  expect(asRunRecord(record)).toMatchObject({ state: "done", counts: { executed: 2 } });
});

it("a panel may ask for the history or for one run again", async () => {
  const { history } = await openPanel("asks");
  const { run } = (history as HistoryRecord).runs[0]!;
  await kernel.send("shell", "comm_msg", { comm_id: "asks", data: { type: "ask-run", run } });
  const answer = (await arrived("asks", "run")).content.data as { record: { run: string } };
  expect(answer.record.run).toBe(run);
});

it("a comm that cells open and answer carries bytes both ways, also while a cell awaits", async () => {
  await kernel.run(`import { comms } from "tslab";
    comms.registerTarget("echo", (comm) => comm.onMessage(({ data, buffers }) => comm.send({ back: data }, { buffers: [new Uint8Array([...buffers[0], 9])] })));`);
  await kernel.send("shell", "comm_open", { comm_id: "e", target_name: "echo", data: {} });
  const cell = await kernel.start("await new Promise((go) => comms.registerTarget('go', () => go(1)))");
  const id = await kernel.send("shell", "comm_msg", { comm_id: "e", data: 5 }, { buffers: [new Uint8Array([1, 2])] });
  const { content, buffers } = await kernel.published.seen(
    ({ header, parent }) => header.msg_type === "comm_msg" && parent.msg_id === id,
  );
  expect([content.data, [...buffers[0]!]]).toEqual([{ back: 5 }, [1, 2, 9]]);
  await kernel.send("shell", "comm_open", { comm_id: "g", target_name: "go", data: {} });
  expect((await cell.done).reply.status).toBe("ok");
});

it("open comms are listed; an unknown target is closed", async () => {
  const { content } = await kernel.request("shell", "comm_info_request", { target_name: "echo" });
  expect(content).toEqual({ status: "ok", comms: { e: { target_name: "echo" } } });
  await kernel.send("shell", "comm_open", { comm_id: "nobody", target_name: "none", data: {} });
  const closed = await kernel.published.seen(({ content }) => content.comm_id === "nobody");
  expect(closed.header.msg_type).toBe("comm_close");
});
