import { describe, expect, it } from "vitest";
import { RunsModel } from "../../labextension/src/runsModel.ts";
import type { RunEvent } from "../../src/protocol/index.ts";
import { BASICS, runOf } from "../protocol/sampleRun.ts";

const run = (n: number, part = {}) => runOf(BASICS, "gxxxx", { n, run: `r${n}`, at: 1000 * n, seq: 5, ...part });
const event = (of: string, seq: number): RunEvent => ({ v: 1, type: "event", run: of, seq, node: 1, status: "h" });
function modelOf(...numbers: number[]): RunsModel {
  const model = new RunsModel();
  model.add(
    numbers.map((n) => run(n)),
    "live",
  );
  return model;
}

describe("RunsModel", () => {
  it("orders runs by age, whatever order they come in, and shows the newest", () => {
    const model = modelOf(3, 1, 2);
    expect(model.runs.map((each) => each.n)).toEqual([1, 2, 3]);
    expect(model.current?.n).toBe(3);
  });

  it("steps through the runs and stops at the ends", () => {
    const model = modelOf(1, 2, 3);
    model.step(-2);
    model.step(-2);
    expect(model.position).toBe(0);
    model.go(99);
    expect(model.position).toBe(2);
  });

  it("stays at the run that is looked at when older runs arrive, and follows the newest when that is shown", () => {
    const model = modelOf(5, 6);
    model.add([run(7)], "live");
    expect(model.current?.n).toBe(7);
    model.go(0);
    model.add([run(1), run(8)], "live");
    expect(model.current?.n).toBe(5);
  });

  it("goes to a run that begins, wherever the user was, but not again at its end", () => {
    const model = modelOf(1, 2);
    model.go(0);
    model.follow(run(3, { state: "running" }));
    expect(model.current?.n).toBe(3);
    model.go(0);
    model.follow(run(3));
    expect(model.current?.n).toBe(1);
  });

  it("believes the kernel over the browser, and the browser over the notebook", () => {
    const model = new RunsModel();
    model.add([run(1, { ms: 1 })], "from the notebook");
    expect(model.source).toBe("from the notebook");
    model.add([run(1, { ms: 2 })], "from this browser");
    model.add([run(1, { ms: 3 })], "live");
    model.add([run(1, { ms: 4 })], "from this browser");
    expect([model.source, model.current?.ms]).toEqual(["live", 3]);
  });

  it("says that runs come from the browser once the kernel is gone", () => {
    const model = modelOf(1);
    model.disconnect();
    expect(model.source).toBe("from this browser");
  });

  it("folds events into their run and names the runs whose events are missing", () => {
    const model = modelOf(1, 2);
    expect(model.apply([event("r1", 6), event("r1", 7)])).toEqual([]);
    expect(model.find("r1")?.status).toBe("ghxxx");
    expect(model.apply([event("r2", 6), event("r2", 8), event("unknown", 1)])).toEqual(["r2", "unknown"]);
  });

  it("keeps the selected node while scrubbing", () => {
    const model = modelOf(1, 2);
    model.selectNode("rawData");
    model.step(-1);
    expect(model.node).toBe("rawData");
  });

  it("forgets the oldest beyond a thousand runs", () => {
    const model = modelOf(...Array.from({ length: 1005 }, (_, i) => i));
    expect([model.runs.length, model.runs[0]?.n]).toEqual([1000, 5]);
  });

  it("forgets what this browser kept and goes on with what is left", () => {
    const model = modelOf(1);
    model.add([run(2)], "from this browser");
    model.drop("from this browser");
    expect([model.runs.length, model.current?.n]).toEqual([1, 1]);
  });

  it("keeps the previews that this browser knows where the kernel's history tells less of the same moment", () => {
    const detail = { 0: { preview: { type: "string", text: "2024-09-01" } } };
    const model = new RunsModel();
    model.add([run(1, { detail })], "from this browser");
    model.add([run(1, { detail: {}, trimmed: true, ms: 9 })], "live");
    expect([model.source, model.current?.detail, model.current?.trimmed, model.current?.ms]).toEqual([
      "live",
      detail,
      false,
      9,
    ]);
    model.add([run(1, { detail: {}, seq: 6 })], "live");
    expect(model.current?.detail).toEqual({});
  });

  it("never mixes what a notebook file says into what the kernel tells", () => {
    const model = new RunsModel();
    model.add([run(1, { detail: { 0: { reason: "forged" } } })], "from the notebook");
    model.add([run(1, { detail: {} })], "live");
    expect([model.source, model.current?.detail]).toEqual(["live", {}]);
  });

  it("forgets runs of a notebook once they have gone from it, and no others", () => {
    const model = modelOf(3);
    model.add([run(1), run(2)], "from the notebook");
    model.replace([run(2)], "from the notebook");
    expect(model.runs.map((each) => each.n)).toEqual([2, 3]);
    expect(model.sourceOf("r2")).toBe("from the notebook");
  });
});
