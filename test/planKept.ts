// Did a run keep what its plan had promised? (architecture, 2.2)
import { expect } from "vitest";
import type { Plan } from "../src/index.ts";
import type { RunRecord } from "../src/protocol/index.ts";
import { type AnyDriver, type Asking, lookAt, ranBy } from "./driver/notebook.ts";

/**
 * @param departed reasons that the test asks for, in order; none is allowed unless named. A hit whose bytes were found lost
 * is named by its departure, and executes.
 */
export function expectPlanKept(plan: Plan, record: RunRecord, departed: readonly string[] = []): void {
  expect(record.departed.map(({ reason }) => reason)).toEqual(departed);
  expect(record.graph.names).toEqual(plan.rows.map((row) => row.name));
  const { words } = lookAt(record);
  const lost = new Set(record.departed.map(({ node }) => (node === undefined ? undefined : record.graph.names[node])));
  for (const { name, what } of plan.rows) {
    if (what === "execute")
      expect(["executed", "unchanged", "failed", "skipped"], `${name} was to execute`).toContain(words[name]);
    else if (what === "may execute")
      // An ignored node is not needed where what reads it hits.
      expect(["executed", "unchanged", "failed", "skipped", "hit", "not needed"], name).toContain(words[name]);
    else if (what === "hit" && lost.has(name)) expect(["executed", "unchanged"], name).toContain(words[name]);
    else expect(words[name], `${name} was to be: ${what}`).toBe(what);
  }
  const executes = plan.rows.some((row) => row.what === "execute");
  for (const { name, what, waitsFor } of plan.rows) {
    if (what !== "may execute") continue;
    expect(executes, `${name} waits for nothing`).toBe(true);
    const waiting = plan.rows.filter((row) => waitsFor?.includes(row.name)).map((row) => row.what);
    expect(waiting.length, name).toBe(waitsFor?.length);
    expect(
      waiting.every((word) => word === "execute" || word === "may execute" || word === "hit"),
      name,
    ).toBe(true);
  }
}

/** Plans, runs with the same driver, and checks that the run kept its plan. */
export async function keptBy(dr: AnyDriver, names: readonly string[], asking: Asking = {}) {
  const plan = await dr.plan(names, asking);
  const ran = await ranBy(dr, names, asking);
  expectPlanKept(plan, ran.record);
  return { ...ran, plan };
}
