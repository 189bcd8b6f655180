import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startKernel } from "./kernelClient.ts";

it("shutdown answers with its restart flag and the process ends by itself, also with timers alive", async () => {
  const kernel = await startKernel();
  await kernel.run("setInterval(() => {}, 10); 0");
  const gone = once(kernel.child, "exit");
  const { content } = await kernel.request("control", "shutdown_request", { restart: true });
  expect(content).toEqual({ status: "ok", restart: true });
  expect(await gone).toEqual([0, null]);
  await kernel.close();
});

it("shutdown ends a kernel that is busy for ever", async () => {
  const kernel = await startKernel();
  const cell = await kernel.start("console.log('on'); while (true) {}");
  await cell.seen(({ header }) => header.msg_type === "stream");
  const gone = once(kernel.child, "exit");
  await kernel.request("control", "shutdown_request", { restart: false });
  expect(await gone).toEqual([null, "SIGKILL"]);
  await kernel.close();
});

it("a new kernel knows nothing of the one before", async () => {
  const first = await startKernel();
  await first.run("const gone = 1");
  const { folder } = first;
  await first.close();
  const second = await startKernel();
  expect(second.folder).not.toBe(folder);
  expect((await second.run("gone")).error?.evalue).toContain("Cannot find name 'gone'");
  expect((await second.run("1")).reply.execution_count).toBe(2);
  await second.close();
});

it("after a restart the same runs are all hits", async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  const runs = [];
  for (const _ of ["first", "restarted"]) {
    const kernel = await startKernel({ folder: home, env: { JPY_SESSION_NAME: path.join(home, "sales.ipynb") } });
    await kernel.run(
      "%%cell_to_module sales\nexport const rows = () => [1, 2];\nexport const total = (rows: number[]) => rows.length;",
    );
    await kernel.run(
      'import { Builder } from "cellar";\nconst dr = new Builder().withModules(sales).withCache().build();',
    );
    const { result } = await kernel.run('await dr.execute(["total"]); dr.cache.viewRun()');
    runs.push(result!["application/vnd.cellar.run+json"]);
    await kernel.close();
  }
  fs.rmSync(home, { recursive: true });
  expect(runs).toMatchObject([{ counts: { hit: 0, executed: 2 } }, { counts: { hit: 2, executed: 0 } }]);
});
