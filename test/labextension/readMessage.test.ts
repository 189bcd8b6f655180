import { describe, expect, it } from "vitest";
import { readMessage } from "../../labextension/src/readMessage.ts";
import { RunsModel } from "../../labextension/src/runsModel.ts";
import { BASICS, historyOf, runOf } from "../protocol/sampleRun.ts";

const run = (n: number, part = {}) => runOf(BASICS, "gpppp", { n, run: `r${n}`, at: n, ...part });
const event = (seq: number, node = 1) => ({ v: 1, type: "event", run: "r1", seq, node, status: "x" });

describe("readMessage", () => {
  it("takes a history, keeps its runs, and calls them live", () => {
    const model = new RunsModel();
    expect(readMessage(model, { type: "history", history: historyOf([run(1), run(2)]) }).keep).toHaveLength(2);
    expect([model.runs.length, model.source]).toEqual([2, "live"]);
  });

  it("follows a run from its start over its events to its end", () => {
    const model = new RunsModel();
    readMessage(model, { type: "start", record: run(1, { state: "running" }) });
    readMessage(model, { type: "events", events: [event(1), event(2, 2)] });
    expect(model.current?.status).toBe("gxxpp");
    const end = { v: 1, type: "end", run: "r1", seq: 3, set: { state: "done" } };
    readMessage(model, { type: "events", events: [end] });
    expect(model.current?.state).toBe("done");
    expect(readMessage(model, { type: "run", record: run(1, { seq: 3 }) }).keep).toHaveLength(1);
  });

  it("asks for a run whose events are missing or whose start it never saw", () => {
    const model = new RunsModel();
    readMessage(model, { type: "start", record: run(1) });
    expect(readMessage(model, { type: "events", events: [event(4)] }).ask).toEqual(["r1"]);
    expect(readMessage(new RunsModel(), { type: "events", events: [{ ...event(1), node: 0 }] }).ask).toEqual(["r1"]);
  });

  it.each([
    null,
    7,
    {},
    { type: "history" },
    { type: "run", record: {} },
    { type: "events", events: [null, 3] },
    { type: "new" },
  ])("passes over %j", (message) => {
    const model = new RunsModel();
    expect(readMessage(model, message)).toEqual({ keep: [], ask: [] });
    expect(model.runs).toEqual([]);
  });
});
