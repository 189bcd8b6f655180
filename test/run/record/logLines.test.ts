import { describe, expect, it } from "vitest";
import { hasKey, type LogFacts, logEvents, logLines } from "../../../src/run/record/logLines.ts";

const facts = (change: Partial<LogFacts>): LogFacts => ({
  node: "a",
  kind: "node",
  status: "x",
  detail: { size: 8 },
  isAsked: false,
  key: "k",
  data: "d",
  ...change,
});
const told = (change: Partial<LogFacts>, readers = 0) =>
  logEvents(facts(change), "debug", readers).map((event) => String(event).replace("a::", ""));

describe("what the log says of a node depends on its behavior", () => {
  it.each(["disable", "ignore"])("%s: it executes, and nothing is looked up, versioned or stored of it", (behavior) => {
    expect(told({ detail: { behavior } })).toEqual(["adapter::resolve_behavior", "adapter::execute_node"]);
    expect(told({ status: "f", detail: { behavior, error: { name: "Error", message: "no\nmore" } } })).toEqual([
      "adapter::resolve_behavior",
      "adapter::execute_node",
      "adapter::failed_execution::no",
    ]);
    expect(hasKey(facts({ detail: { behavior } }))).toBe(false);
    expect(logEvents(facts({ detail: { behavior } }), "debug")[0]!.value).toBe(behavior);
  });

  it("recompute, by behavior or by who asked for it: nothing is looked up", () => {
    const lines = told({ detail: { size: 8, behavior: "recompute" } });
    expect(lines).toEqual(told({ detail: { size: 8, behavior: "default", cues: [{ cue: "forced", text: "…" }] } }));
    expect(lines.join()).not.toContain("miss");
    expect(lines).toContain("result_store::set_result");
  });

  it("an overridden node is told apart from an input, and both count their readers", () => {
    expect(told({ status: "g" }, 1)).toEqual([
      "adapter::resolve_behavior",
      "adapter::is_override",
      "adapter::get_data_version::hit",
    ]);
    expect(told({ status: "g", kind: "input" })).toEqual(["adapter::resolve_behavior", "adapter::is_input"]);
  });

  it("damaged bytes are a failed retrieval, lost ones a missing result", () => {
    for (const [cue, event] of [
      ["result corrupt", "result_store::failed_retrieval"],
      ["result missing", "result_store::missing_result"],
    ] as const) {
      const lines = told({ status: "u", detail: { size: 8, cues: [{ cue, text: "…" }] } });
      expect(lines[lines.indexOf("metadata_store::get_data_version::hit") + 1]).toBe(event);
      expect(lines.at(-1)).toBe("result_store::set_result");
    }
  });
});

it("what is printed as it begins and as it ends is, together, its log", () => {
  for (const status of ["x", "u", "f"] as const) {
    const node = facts({ status, detail: { size: 8, error: { name: "Error", message: "no" } } });
    const lines = [...logLines({ ...node, status: "r" }, "debug"), ...logLines(node, "debug")];
    expect(lines).toEqual(logEvents(node, "debug").map(String));
  }
  expect(logLines(facts({ status: "w" }), "debug")).toEqual([]);
  expect(logLines(facts({ status: "g", kind: "input" }), "info")).toEqual([]);
});
