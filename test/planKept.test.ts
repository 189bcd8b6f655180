// Can the assertion that every test of plans relies on fail? It is shown runs that broke their plans.
import { describe, expect, it } from "vitest";
import type { RunRecord } from "../src/protocol/index.ts";
import { notebook } from "./driver/notebook.ts";
import { expectPlanKept, keptBy, type Planned } from "./planKept.ts";

const nb = notebook();
const text = (rate: number) => `export const raw = (x: number) => [x];
export const rated = (raw: number[]) => raw[0]! * ${rate};
export const total = (rated: number) => rated + 1;`;
const asked = { inputs: { x: 7 } };

type Row = Planned["rows"][number];

/** A run that kept its plan: `raw` hit, `rated` was to execute and did, and `total` waited for it. */
async function kept() {
  await keptBy(nb.driver(text(1)), ["total"], asked);
  const { plan, record } = await keptBy(nb.driver(text(2)), ["total"], asked);
  const row = (name: string, change: Partial<Row>): Planned => ({
    rows: plan.rows.map((each) => (each.name === name ? { ...each, ...change } : each)),
  });
  return { plan, record, row };
}

describe("a plan that was broken is told", () => {
  it.each<[string, string, Partial<Row>, RegExp]>([
    ["a hit executed", "rated", { what: "hit", from: 1 }, /rated was to be: hit/],
    ["what was to execute hit", "raw", { what: "execute" }, /raw was to execute/],
    ["a node that is not needed executed", "total", { what: "not needed" }, /total was to be: not needed/],
    ["a node outside of the plan appeared", "total", { name: "other" }, /total.*other|other.*total/s],
    ["what may execute waits for nothing", "total", { waitsFor: [] }, /total waits for nothing:/],
    ["what may execute waits for what is no row", "total", { waitsFor: ["nobody"] }, /nobody/],
    [
      "what may execute stands below hits alone",
      "total",
      { waitsFor: ["raw"] },
      /total waits for nothing that executes/,
    ],
  ])("%s", async (_what, name, change, told) => {
    const { plan, record, row } = await kept();
    expectPlanKept(plan, record);
    expect(() => expectPlanKept(row(name, change), record)).toThrow(told);
  });

  it.each<[string, (record: RunRecord, total: number) => Partial<RunRecord>, RegExp]>([
    ["a departure that nobody asked for", (_, node) => ({ departed: [{ reason: "lost", node }] }), /lost/],
    ["skipped, and nothing had failed", ({ status }) => ({ status: `${status.slice(0, -1)}s` }), /total/],
    ["executed, and nothing says why", ({ detail }, node) => ({ detail: { ...detail, [node]: {} } }), /says why/],
  ])("%s", async (_what, change, told) => {
    const { plan, record } = await kept();
    const total = record.graph.names.indexOf("total");
    expect([total, record.status[total]]).toEqual([record.status.length - 1, "x"]);
    expect(() => expectPlanKept(plan, { ...record, ...change(record, total) })).toThrow(told);
  });
});
