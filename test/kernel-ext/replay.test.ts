import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, startKernel } from "./kernelClient.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

const MODULE = `%%cell_to_module shown
import { display } from "tslab";
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function load(): number { console.log("loading"); console.error("careful"); return 1; }
export async function chart(load: number): Promise<string> {
  console.log("chart begins");
  await sleep(5);
  display.html("<b>chart</b>");
  await sleep(5);
  console.log("chart ends");
  return "chart " + load;
}
export async function table(load: number): Promise<string> {
  for (let i = 0; i < 3; i++) { await sleep(3); console.log("row", i); }
  return "table " + load;
}
export const both = (chart: string, table: string) => [chart, table];
`;
const DRIVER = `import { Builder } from "cellar";
const dr = new Builder().withModules(shown).withCache().build();`;

it("R27: what nodes print and display is shown again on a hit, each node's own together and marked", async () => {
  const cell = await kernel.run(MODULE);
  expect(cell.error).toBeUndefined();
  expect((await kernel.run(DRIVER)).error).toBeUndefined();
  const first = await kernel.run('await dr.execute(["both"]);');
  expect(first.error).toBeUndefined();
  expect(first.stdout.split("\n").sort()).toEqual(
    ["", "chart begins", "chart ends", "loading", "row 0", "row 1", "row 2"].sort(),
  );
  const again = await kernel.run('await dr.execute(["both"]);');
  expect([again.error, again.stderr]).toEqual([undefined, "careful\n"]);
  expect(again.stdout).toBe(
    [
      "[load: printed in run 1]\nloading",
      "[chart: printed in run 1]\nchart begins\nchart ends",
      "[table: printed in run 1]\nrow 0\nrow 1\nrow 2\n",
    ].join("\n"),
  );
  const shows = (ran: typeof again) => ran.messages.filter(({ header }) => header.msg_type === "display_data");
  expect(shows(again).map(({ content }) => content["data"])).toEqual(
    shows(first).map(({ content }) => content["data"]),
  );
  expect(shows(first).map(({ content }) => content["metadata"])).toEqual([{}]);
  expect(shows(again).map(({ content }) => content["metadata"])).toEqual([
    { cellar: { replayedFrom: 1, node: "chart" } },
  ]);
});

it("R27: after a restart too, and the record says that it was replayed", async () => {
  const later = await startKernel({ folder: kernel.folder });
  try {
    await later.run(MODULE);
    await later.run(DRIVER);
    const again = await later.run('await dr.execute(["both"]);');
    expect(again.stdout).toContain("[chart: printed in run 1]\nchart begins\nchart ends\n");
    const told = await later.run(
      "const { graph, detail } = await dr.cache.run(); JSON.stringify(graph.names.map((n, i) => [n, detail[i]?.output?.replayed]))",
    );
    expect(told.error).toBeUndefined();
    const text = String(told.result?.["text/plain"]);
    expect(text).toContain('["chart",true]');
    expect(text).toContain('["both",null]');
  } finally {
    await later.close();
  }
});

it("R27: of what a timer prints beside them nothing is replayed with nodes, and nothing of it is lost", async () => {
  await kernel.run(`%%cell_to_module waiting
export async function slow(): Promise<number> { console.log("mine"); await new Promise((done) => setTimeout(done, 60)); return 1; }
`);
  await kernel.run("const slowly = new Builder().withModules(waiting).withCache().build();");
  const first = await kernel.run(
    'const ticking = setInterval(() => console.log("tick"), 10); await slowly.execute(["slow"]); clearInterval(ticking);',
  );
  expect(first.stdout).toMatch(/mine\n(tick\n)+/);
  const why = await kernel.run("JSON.stringify((await slowly.cache.run()).detail)");
  expect(String(why.result?.["text/plain"])).toContain("not replayable");
  const again = await kernel.run('await slowly.execute(["slow"]);');
  expect([again.error, again.stdout]).toEqual([undefined, ""]);
});

it("R27: a cell that is stopped while a node prints leaves the kernel whole, and the node prints anew", async () => {
  await kernel.run(`%%cell_to_module endless
export async function spin(): Promise<number> { await null; console.log("spins"); if ((globalThis as any).calm) return 1; for (;;); }
`);
  await kernel.run("const spinning = new Builder().withModules(endless).withCache().build();");
  const running = await kernel.start('await spinning.execute(["spin"]);');
  await running.seen((message) => String(message.content["text"]).includes("spins"));
  await kernel.request("control", "interrupt_request", {});
  expect((await running.done).error).toBeDefined();
  const calm = await kernel.run('(globalThis as any).calm = true; await spinning.execute(["spin"]);');
  expect([calm.error, calm.stdout]).toEqual([undefined, "spins\n"]);
  const again = await kernel.run('await spinning.execute(["spin"]);');
  expect(again.stdout).toMatch(/^\[spin: printed in run \d+\]\nspins\n$/);
});

it("R27: cells that are stopped while a node prints without end leave errors and later output as they are", async () => {
  await kernel.run(`%%cell_to_module chatty
export async function floods(): Promise<number> { await null; if ((globalThis as any).calmer) { console.log("calm"); return 1; } for (;;) console.log("x"); }
`);
  await kernel.run("const flooding = new Builder().withModules(chatty).withCache().build();");
  for (let i = 0; i < 5; i++) {
    const running = await kernel.start('await flooding.execute(["floods"]);');
    await running.seen((message) => String(message.content["text"]).includes("x\n"));
    await kernel.request("control", "interrupt_request", {});
    expect((await running.done).error).toBeDefined();
    const told = await kernel.run(
      'const fail = () => { throw new Error("mine"); };\ntry { fail(); } catch (error) { console.log((error as Error).stack!.includes("fail"), Error.stackTraceLimit); }',
    );
    expect(told.stdout).toBe("true 10\n");
  }
  const calm = await kernel.run('(globalThis as any).calmer = true; await flooding.execute(["floods"]);');
  expect([calm.error, calm.stdout]).toEqual([undefined, "calm\n"]);
  const again = await kernel.run('await flooding.execute(["floods"]);');
  expect(again.stdout).toMatch(/^\[floods: printed in run \d+\]\ncalm\n$/);
});
