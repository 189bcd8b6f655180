import { expect, test } from "vitest";
import { foldRun } from "../../../src/driver/stores/foldRun.ts";
import type { RunRecord } from "../../../src/protocol/index.ts";
import { graphOf, runOf } from "../../protocol/sampleRun.ts";

test("a run whose process died while it waited for another does not wait any more", () => {
  const start = runOf(graphOf({ a: [], b: ["a"] }), "pp", { run: "r", state: "running" });
  const event = {
    v: 1,
    type: "event",
    run: "r",
    seq: 1,
    node: 0,
    status: "w",
    set: { detail: { at: 2, waits: "waits for process 12 on box" } },
  };
  const folded = JSON.parse(foldRun(JSON.stringify(start), [JSON.stringify(event)])) as RunRecord;
  expect([folded.state, folded.status, folded.detail["0"]]).toEqual(["interrupted", "ss", { at: 2 }]);
});
