import { describe, expect, it } from "vitest";
import { baseOf } from "../../labextension/src/baseOf.ts";
import { RunsModel } from "../../labextension/src/runsModel.ts";
import { BASICS, runOf } from "../protocol/sampleRun.ts";

const run = (n: number, part = {}) => runOf(BASICS, "gxxxx", { n, run: `r${n}`, at: n, ...part });
function modelOf(shipped: number[], live: ReturnType<typeof run>[]): RunsModel {
  const model = new RunsModel();
  model.add(
    shipped.map((n) => run(n)),
    "from the notebook",
  );
  model.add(live, "live");
  return model;
}

describe("baseOf", () => {
  it("is the run that the record names, else the one before of the same dataflow", () => {
    const other = run(2, { dataflow: { id: "other", label: "other" } });
    const model = modelOf([], [run(1), other, run(3), run(4, { base: "r1" })]);
    const [first, , third, fourth] = model.runs;
    expect([baseOf(third!, model), baseOf(fourth!, model), baseOf(first!, model)]).toEqual([first, first, undefined]);
  });

  it("compares no run of the kernel's with one of a shipped file, nor the other way round", () => {
    const model = modelOf([1, 4], [run(3), run(5, { base: "r4" })]);
    const [first, third, fourth, fifth] = model.runs;
    expect([third, fourth, fifth].map((each) => baseOf(each!, model))).toEqual([undefined, first, undefined]);
  });
});
