// What rows do the tests write? Small ones, each told apart by a word.
import { createHash } from "node:crypto";
import type { Clock, Encoded, FinishedExecution, MetadataStore, NewRun, RunEnd } from "../../src/contracts.ts";

export function digest(word: string): string {
  return createHash("sha256").update(word).digest("hex");
}

/** A clock that goes on by 1 ms with each look. */
export function testClock(start = 1_700_000_000_000): Clock {
  let now = start;
  return { now: () => now++, elapsed: () => now - start };
}

export function encoded(...parts: readonly (string | Uint8Array)[]): Encoded {
  const chunks = parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part));
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return {
    chunks,
    sizeBytes: chunks.reduce((sum, { byteLength }) => sum + byteLength, 0),
    bytesDigest: hash.digest("hex"),
  };
}

export function newRun(name: string, ids: { dataflowId: number; ownerId: number }): NewRun {
  const record = JSON.stringify({ run: name, status: "pp" });
  return {
    runName: name,
    ...ids,
    graphId: digest("graph"),
    graph: '{"names":["a","b"]}',
    startedAt: 1000,
    request: "{}",
    record,
  };
}

export function runEnd(dataflowId: number, keys: Readonly<Record<string, string>> = {}): RunEnd {
  const lastSeen = Object.entries(keys).map(([node, key]) => ({ node, cacheKey: digest(key) }));
  return { state: "done", endedAt: 2000, record: '{"status":"xx"}', lastSeen, dataflowId };
}

/** A finished execution of a node, whose value is told by `value`. */
export function finished(
  executionId: number,
  runId: number,
  key: string,
  value: string,
  node = "a",
): FinishedExecution {
  return {
    executionId,
    runId,
    node,
    cacheKey: digest(key),
    durationMs: 1.5,
    at: 1500,
    dataVersion: digest(value),
    entry: {
      payload: {
        dataVersion: digest(value),
        format: "structured",
        formatVersion: 1,
        store: "local",
        bytesDigest: digest(`bytes of ${value}`),
        sizeBytes: 10,
      },
      recipe: {
        kind: "node",
        codeVersion: digest("code"),
        environment: digest("environment"),
        bindings: [["x", "value", digest("1")]],
        firstName: node,
      },
      code: {
        mode: "closure",
        parts: [{ kind: "code", name: "a", hops: [], digest: digest("ast"), text: digest("text"), line: 3 }],
      },
      texts: new Map([[digest("text"), "function a(x) {}"]]),
      environment: { node: "20", timezone: "UTC" },
      preview: { type: "string", text: value },
    },
  };
}

/** A store with a dataflow, an owner and a running run. */
export async function openRun(store: MetadataStore, name = "run 1", notebook: string | undefined = "sales.ipynb") {
  const dataflowId = await store.openDataflow(`${notebook} basics`, "basics", notebook);
  const ownerId = await store.openOwner();
  const runId = await store.beginRun(newRun(name, { dataflowId, ownerId }));
  return { dataflowId, ownerId, runId };
}

/** Executes a node from start to end; its execution id. */
export async function execute(
  store: MetadataStore,
  runId: number,
  key: string,
  value: string,
  node = "a",
): Promise<number> {
  const [executionId] = await store.beginExecutions([{ cacheKey: digest(key), runId, node, startedAt: 1200 }], []);
  await store.finishExecution(finished(executionId!, runId, key, value, node), []);
  return executionId!;
}
