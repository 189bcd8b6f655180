// A process that executes the same keys as its siblings at the same time.
import type { FinishedExecution } from "../../../src/contracts.ts";
import { open, ready } from "./open.ts";

const row = JSON.parse(process.argv[3]!) as FinishedExecution & { texts: [string, string][] };
const rounds = Number(process.argv[4]);
await ready();
const { store } = open();
const dataflowId = await store.openDataflow("lineage", "label", undefined);
const ownerId = await store.openOwner();
const graphId = "0".repeat(64);
const run = {
  runName: `run ${process.pid}`,
  dataflowId,
  ownerId,
  graphId,
  graph: "{}",
  startedAt: 1,
  request: "{}",
  record: "{}",
};
const runId = await store.beginRun(run);
for (let i = 0; i < rounds; i += 1) {
  const [executionId] = await store.beginExecutions([{ cacheKey: row.cacheKey, runId, node: "a", startedAt: 1 }], []);
  const entry = { ...row.entry!, texts: new Map(row.texts) };
  await store.finishExecution({ ...row, executionId: executionId!, runId, entry }, []);
  console.log(executionId);
}
store.close();
