import { describe, expect, it } from "vitest";
import { applyEvent, applyEvents } from "../../src/protocol/applyEvent.ts";
import { countStatus } from "../../src/protocol/countStatus.ts";
import { hasGap } from "../../src/protocol/hasGap.ts";
import type { RunEndEvent, RunEvent } from "../../src/protocol/index.ts";
import type { StatusLetter } from "../../src/protocol/runRecord.ts";
import { BASICS, runOf, sampleRun } from "./sampleRun.ts";

const start = runOf(BASICS, "gpppp", { run: "r", state: "running" });
const event = (seq: number, node: number, status: StatusLetter, set?: RunEvent["set"]): RunEvent => ({
  v: 1,
  type: "event",
  run: "r",
  seq,
  node,
  status,
  ...(set && { set }),
});
const end: RunEndEvent = {
  v: 1,
  type: "end",
  run: "r",
  seq: 4,
  set: { state: "done", ms: 99, saved: { ms: 5, bytes: 6 } },
};
const events = [
  event(1, 1, "h", { data: "d1", from: 3, took: 40 }),
  event(2, 2, "r", { detail: { cues: [{ cue: "never ran", text: "never ran" }] } }),
  event(3, 2, "x", { data: "d2", took: 7, detail: { size: 12 } }),
  end,
];

describe("applyEvent", () => {
  it("turns a start and its events into the record of the run", () => {
    const record = events.reduce(applyEvent, start);
    expect(record).toMatchObject({ status: "ghxpp", state: "done", ms: 99, seq: 4, data: ["", "d1", "d2", "", ""] });
    expect(record.took).toEqual([0, 40, 7, 0, 0]);
  });

  it("says for whom a node waits for as long as it waits, and keeps the rest", () => {
    const waiting = applyEvent(start, event(1, 2, "w", { detail: { at: 3, waits: "waits for process 12 on box" } }));
    expect(waiting.detail["2"]).toEqual({ at: 3, waits: "waits for process 12 on box" });
    expect(applyEvent(waiting, event(2, 2, "h")).detail["2"]).toEqual({ at: 3 });
    expect(applyEvent(waiting, event(2, 2, "r", { detail: { at: 9 } })).detail["2"]).toEqual({ at: 9 });
    expect(applyEvent(waiting, event(2, 3, "h")).detail["2"]).toEqual(waiting.detail["2"]);
  });

  it("keeps the counts that the status column has", () => {
    for (const letter of "ghxufsnpwr") {
      const record = applyEvent(start, event(1, 3, letter as StatusLetter));
      expect(record.counts).toEqual(countStatus(record.status));
    }
  });

  it("counts an unchanged node as executed, too", () => {
    expect(countStatus("ghxuh")).toEqual({ given: 1, hit: 2, executed: 2, unchanged: 1, failed: 0, skipped: 0 });
  });

  it("keeps the plan's cues when the end of a node tells more", () => {
    const record = events.reduce(applyEvent, start);
    expect(record.detail["2"]).toEqual({ cues: [{ cue: "never ran", text: "never ran" }], size: 12 });
  });

  it("leaves the given record as it is", () => {
    const before = structuredClone(start);
    events.reduce(applyEvent, start);
    expect(start).toEqual(before);
  });

  it("ignores events of other runs, events it already holds and nodes that do not exist", () => {
    const record = events.reduce(applyEvent, start);
    expect(applyEvent(record, event(3, 1, "f"))).toBe(record);
    expect(applyEvent(record, { ...event(5, 1, "f"), run: "other" })).toBe(record);
    expect(applyEvent(record, event(5, 77, "f")).status).toBe(record.status);
  });

  it("gives the same record for many events at once as for one after the other", () => {
    expect(applyEvents(start, events)).toEqual(events.reduce(applyEvent, start));
    expect(applyEvents(start, [...events, ...events])).toEqual(applyEvents(start, events));
  });

  it("folds the events of 10,000 nodes", () => {
    const graph = { ...BASICS, names: Array.from({ length: 10_000 }, (_, i) => `n${i}`) };
    const many = graph.names.map((_, i) => event(i + 1, i, "x", { data: "d", took: 1, detail: { at: i } }));
    const record = applyEvents(runOf(graph, "p".repeat(10_000), { run: "r" }), many);
    expect(record.counts.executed).toBe(10_000);
  });
});

describe("hasGap", () => {
  it("tells when events between the record and the next one are missing", () => {
    expect(hasGap(start, event(1, 0, "g"))).toBe(false);
    expect(hasGap(start, event(2, 0, "g"))).toBe(true);
    expect(hasGap(sampleRun(), event(99, 0, "g"))).toBe(false);
  });
});
