// A process that is killed in the middle of a run.
import { open } from "./open.ts";

const [, , , runName, ...keys] = process.argv;
const { store } = open();
const dataflowId = await store.openDataflow("lineage", "label", undefined);
const ownerId = await store.openOwner();
const record = JSON.stringify({ status: "ppp", state: "running" });
const graphId = "0".repeat(64);
const runId = await store.beginRun({
  runName: runName!,
  dataflowId,
  ownerId,
  graphId,
  graph: "{}",
  startedAt: 1,
  request: "{}",
  record,
});
await store.beginExecutions(
  keys.map((cacheKey) => ({ cacheKey, runId, node: "a", startedAt: 1 })),
  [],
);
for (const seq of [1, 2])
  await store.addEvents([{ runId, seq, node: "a", kind: "executed", at: 10 * seq, detail: `{"seq":${seq}}` }]);
console.log("running");
setInterval(() => {}, 1000);
