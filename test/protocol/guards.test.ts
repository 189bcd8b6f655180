import { describe, expect, it } from "vitest";
import {
  asDataflowRecord,
  asHistoryRecord,
  asRunEvent,
  asRunRecord,
  isProblem,
  runsOf,
} from "../../src/protocol/index.ts";
import { BASICS, historyOf, runOf, sampleRun } from "./sampleRun.ts";

/** The same run as it comes from JSON, with one field replaced. */
function damaged(change: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify({ ...sampleRun(), ...change }));
}
const problemOf = (x: object): string => (isProblem(x) ? x.problem : "no problem");
const graph = (change: Record<string, unknown>): unknown => damaged({ graph: { ...BASICS, ...change } });

describe("asRunRecord", () => {
  it("lets a real record pass unchanged", () => {
    expect(asRunRecord(damaged({}))).toEqual(sampleRun());
  });

  it("leaves out fields that it does not know", () => {
    const record = asRunRecord(JSON.parse(`{"__proto__":{"evil":1},"extra":1,${JSON.stringify(sampleRun()).slice(1)}`));
    expect(record).toEqual(sampleRun());
    expect(Object.keys(record)).not.toContain("extra");
  });

  it("R27: keeps what is told of printed output, also where nothing of it is kept, and refuses what is none", () => {
    const printed = (output: unknown) => asRunRecord(damaged({ detail: { 2: { output } } }));
    for (const output of [
      { digest: "9e0f", bytes: 5e6, replayed: true, truncated: true },
      { bytes: 5, replayed: false, reason: "not replayable: it printed a secret in parts, or within bytes" },
    ])
      expect(printed(output)).toMatchObject({ detail: { 2: { output } } });
    expect(problemOf(printed({ bytes: -1 }))).toContain("bytes");
    expect(problemOf(printed({ bytes: 1, reason: 5 }))).not.toBe("no problem");
  });

  it("lets it be said for whom a node waits, and nothing else in that place", () => {
    const waiting = (waits: unknown) => asRunRecord(damaged({ detail: { 2: { waits } } }));
    expect(waiting("waits for process 12 on box")).toMatchObject({
      detail: { 2: { waits: "waits for process 12 on box" } },
    });
    expect(problemOf(waiting({ pid: 12 }))).toContain("cannot be shown");
  });

  it("lets attempts, their failures and the place of a body be told, and nothing else in that place", () => {
    const tried = (failures: unknown) =>
      asRunRecord(damaged({ detail: { 2: { why: "it is native", attempts: 3, failures } } }));
    const told = { why: "it is native", attempts: 3, failures: ["Error: a", "Error: b"] };
    expect(tried(["Error: a", "Error: b"])).toMatchObject({ detail: { 2: told } });
    expect(problemOf(tried("Error: a"))).toContain("cannot be shown");
    expect(problemOf(tried(new Array(101).fill("x")))).toContain("cannot be shown");
  });

  it("says that a record was made by a newer Cellar", () => {
    expect(problemOf(asRunRecord(damaged({ v: 2 })))).toBe("This run was made by a newer Cellar.");
    expect(problemOf(asRunRecord(damaged({ v: 1.3 })))).toBe("no problem");
  });

  it.each([null, 7, "run", [], {}, { v: 1 }, { v: "1", type: "run" }, { v: 0, type: "run" }, { v: Number.NaN }])(
    "says that %j is no run record",
    (x) => {
      expect(problemOf(asRunRecord(x))).toContain("cannot be shown");
    },
  );

  it.each<[string, unknown]>([
    ["a status column of the wrong length", damaged({ status: "gh" })],
    ["an unknown status", damaged({ status: "gh?uh" })],
    ["a column of the wrong length", damaged({ took: [1] })],
    ["a column of the wrong type", damaged({ data: [1, 2, 3, 4, 5] })],
    ["a negative duration", damaged({ took: [0, 0, -1, 0, 0] })],
    ["an asked node that does not exist", damaged({ asked: [5] })],
    ["a detail of a node that does not exist", damaged({ detail: { 9: {} } })],
    ["a detail of no node", damaged({ detail: { toString: {} } })],
    ["a root that does not exist", damaged({ detail: { 2: { cues: [{ cue: "x", text: "x", root: -1 }] } } })],
    ["a moment that no calendar shows", damaged({ at: 1e300 })],
    ["a state that is none", damaged({ state: "fine" })],
    ["a name that is no text", graph({ names: [1, 2, 3, 4, 5] })],
    ["a negative dep", graph({ deps: [[], [-1], [], [], []] })],
    ["a dep that is no whole number", graph({ deps: [[], [0.5], [], [], []] })],
    ["a dep beyond the nodes", graph({ deps: [[], [5], [], [], []] })],
    ["a module that does not exist", graph({ module: [-1, 1, 0, 0, 0] })],
    ["more nodes than anyone draws", graph({ names: Array(50_001).fill("n") })],
    ["more edges than anyone draws", graph({ deps: [Array(400_001).fill(0), [], [], [], []] })],
  ])("refuses %s", (_, x) => {
    expect(problemOf(asRunRecord(x))).toMatch(/^This run record cannot be shown: .+\.$/);
  });

  it("accepts deps in a circle, which the layout breaks", () => {
    expect(problemOf(asRunRecord(graph({ deps: [[4], [1], [1], [2], [0]] })))).toBe("no problem");
  });

  it("cuts texts that nobody reads to the end", () => {
    const record = asRunRecord(graph({ names: ["x".repeat(1_000_000), "b", "c", "d", "e"] }));
    expect("graph" in record && record.graph.names[0]?.length).toBe(10_000);
  });

  it("accepts a chain of 10,000 nodes", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
    const column = names.map(() => 0);
    const long = {
      ...BASICS,
      names,
      kinds: "n".repeat(10_000),
      module: column,
      line: column,
      deps: names.map(() => []),
    };
    expect(problemOf(asRunRecord(runOf(long, "x".repeat(10_000))))).toBe("no problem");
  });
});

describe("asHistoryRecord", () => {
  const runs = [runOf(BASICS, "gxxxx", { n: 1 }), runOf(BASICS, "ghhhh", { n: 2 })];

  it("lets a real history pass, whose runs find their graphs again", () => {
    const history = asHistoryRecord(JSON.parse(JSON.stringify(historyOf(runs, 7))));
    expect(isProblem(history) ? [] : runsOf(history)).toEqual(runs);
  });

  it("refuses a run whose graph is missing or of another size", () => {
    const history = historyOf(runs);
    expect(problemOf(asHistoryRecord({ ...history, graphs: [] }))).toContain("graph is missing");
    const short = [{ ...BASICS, names: ["a"], kinds: "n", module: [0], line: [1], deps: [[]], tags: {} }];
    expect(problemOf(asHistoryRecord({ ...history, graphs: short }))).toContain("for 1 nodes");
  });
});

describe("asDataflowRecord", () => {
  it("lets a dataflow pass and refuses what is none", () => {
    const dataflow = { v: 1, type: "dataflow", label: "basics", graph: BASICS };
    expect(asDataflowRecord(dataflow)).toEqual(dataflow);
    expect(problemOf(asDataflowRecord({ ...dataflow, type: "run" }))).toContain("not a dataflow record");
  });
});

describe("asRunEvent", () => {
  it("lets the events of a live run pass and refuses what is none", () => {
    const event = { v: 1, type: "event", run: "r", seq: 1, node: 2, status: "x", set: { took: 3, detail: { at: 1 } } };
    const end = { v: 1, type: "end", run: "r", seq: 2, set: { state: "done", ms: 3, trimmed: false } };
    expect(asRunEvent(event, 5)).toEqual(event);
    expect(asRunEvent(end, 5)).toEqual(end);
    expect(problemOf(asRunEvent({ ...event, status: "z" }, 5))).toContain("status");
    expect(problemOf(asRunEvent({ ...event, set: { detail: { read: [5] } } }, 5))).toContain("read");
  });
});
