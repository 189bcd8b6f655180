import { describe, expect, it } from "vitest";
import { runsInOutputs } from "../../labextension/src/runsInOutputs.ts";
import { HISTORY_MIME, RUN_MIME } from "../../src/protocol/index.ts";
import { BASICS, historyOf, runOf } from "../protocol/sampleRun.ts";

const run = (n: number) => runOf(BASICS, "gxxxx", { n, run: `r${n}` });

describe("runsInOutputs", () => {
  it("finds each run once, in run and history outputs", () => {
    const outputs = [{ data: { [RUN_MIME]: run(1) } }, { data: { [HISTORY_MIME]: historyOf([run(1), run(2)]) } }];
    expect(runsInOutputs(outputs).map((each) => each.run)).toEqual(["r1", "r2"]);
  });

  it("passes over other outputs and broken ones", () => {
    const outputs = [
      {},
      { data: null },
      { data: { "text/plain": "1" } },
      { data: { [RUN_MIME]: { v: 9 }, [HISTORY_MIME]: 3 } },
    ];
    expect(runsInOutputs(outputs)).toEqual([]);
  });
});
