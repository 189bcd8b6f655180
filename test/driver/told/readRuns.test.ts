import { describe, expect, it } from "vitest";
import type { MetadataStore, StoredRun } from "../../../src/contracts.ts";
import { readHistory } from "../../../src/driver/told/readRuns.ts";
import { asHistoryRecord, isProblem, type NodeDetail, type RunRecord } from "../../../src/protocol/index.ts";
import { grownGraph, runOf } from "../../protocol/sampleRun.ts";

const SCOPE = { scope: "cache" } as const;

/** A store that knows these runs, oldest first, all of one graph. */
function storeOf(runs: readonly RunRecord[]): MetadataStore {
  const stored = runs.map(
    ({ graph, ...body }): Partial<StoredRun> => ({
      runId: body.n,
      graphId: graph.id,
      record: JSON.stringify(body),
      events: [],
    }),
  );
  const store: Partial<MetadataStore> = {
    runsOf: async () => ({ runs: [...stored].reverse() as StoredRun[], total: runs.length }),
    graphsOf: async (ids) => ids.map(() => JSON.stringify(runs[0]!.graph)),
  };
  return store as MetadataStore;
}

const digests = (n: number) => Array.from({ length: n }, (_, i) => String(i).padStart(12, "0"));
const cue = (text: string): NodeDetail => ({ cues: [{ cue: "code changed", text }] });
/** Runs of a graph with so many nodes, each with something to say of every node. */
function runsWith(nodes: number, count: number, words: string): RunRecord[] {
  const graph = { ...grownGraph(nodes), id: "012345678901" };
  const detail = Object.fromEntries(graph.names.map((_, node) => [node, cue(words)]));
  return Array.from({ length: count }, (_, i) =>
    runOf(graph, "x".repeat(nodes), { n: i + 1, run: `r${i + 1}`, key: digests(nodes), data: digests(nodes), detail }),
  );
}

describe("readHistory", () => {
  it("tells small runs whole", async () => {
    const history = await readHistory(storeOf(runsWith(5, 50, "its code changed")), SCOPE);
    expect(history.runs).toHaveLength(50);
    expect([history.trimmed, history.more, history.runs.every((run) => "4" in run.detail)]).toEqual([
      undefined,
      0,
      true,
    ]);
  });

  it("of larger ones leaves out the details of older runs, but no run", async () => {
    const history = await readHistory(storeOf(runsWith(60, 30, "its code changed, and so on and on".repeat(4))), SCOPE);
    expect(history.runs).toHaveLength(30);
    const whole = history.runs.map((run) => !run.trimmed);
    expect(whole.at(-1)).toBe(true);
    expect(whole[0]).toBe(false);
    expect(history.runs[0]).toMatchObject({ detail: {}, key: digests(60), data: digests(60) });
    expect(JSON.stringify(history).length).toBeLessThan(256 * 1024);
  });

  it("has several runs of 1,000 nodes within its limit, the newest first to be kept", async () => {
    const history = await readHistory(storeOf(runsWith(1000, 20, "never ran")), SCOPE);
    expect(history.runs.length).toBeGreaterThan(2);
    expect(history.runs.at(-1)?.n).toBe(20);
    expect(history.more).toBe(20 - history.runs.length);
    expect(history.trimmed).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(history))).toBeLessThan(257 * 1024);
    expect(isProblem(asHistoryRecord(history))).toBe(false);
  });

  it("keeps what an input was given, cut, and no other preview", async () => {
    const preview = { type: "string", text: "y".repeat(900), rows: [[1]], columns: ["a"] };
    const run = runOf(grownGraph(2), "gx", { detail: { 0: { preview }, 1: { preview, size: 3 } } });
    const history = await readHistory(storeOf([run]), SCOPE);
    const { detail } = history.runs[0]!;
    expect(detail[0]?.preview).toEqual({ type: "string", text: `${"y".repeat(199)}…` });
    expect(detail[1]).toEqual({ size: 3 });
  });
});
