// Did a run keep what its plan had promised? (architecture, 2.2)
import { expect } from "vitest";
import type { Plan } from "../src/index.ts";
import type { PlanWord, RunRecord } from "../src/protocol/index.ts";
import { type AnyDriver, type Asking, lookAt, ranBy } from "./driver/notebook.ts";

/** What is asserted of a plan; its rows may have crossed a process as JSON. */
export interface Planned {
  readonly rows: readonly Pick<Plan["rows"][number], "name" | "what" | "waitsFor" | "from">[];
}

/** Reasons that the test asks for, in order; or, where others decide how many there are, what each of them must say. */
export type Departures = readonly string[] | RegExp;

/**
 * @param departed none is allowed unless named. A departure names its node: a hit whose bytes were found lost executes, and
 * what another process computed meanwhile hits.
 */
export function expectPlanKept(plan: Planned, record: RunRecord, departed: Departures = []): void {
  const reasons = record.departed.map(({ reason }) => reason);
  if (departed instanceof RegExp) for (const reason of reasons) expect(reason).toMatch(departed);
  else expect(reasons).toEqual(departed);
  expect(record.graph.names).toEqual(plan.rows.map((row) => row.name));
  const { words } = lookAt(record);
  const nodes = (said: RegExp) => record.departed.filter(({ reason }) => said.test(reason)).map(({ node }) => node);
  const named = (said: RegExp) => new Set(nodes(said).map((node) => node !== undefined && record.graph.names[node]));
  const lost = named(/(?:)/);
  const joined = named(/by another process meanwhile$/);
  const hasFailed = Object.values(words).includes("failed");
  // Nothing is skipped but behind a failure, or where the run was stopped.
  const mayBeSkipped = hasFailed || record.state === "interrupted" ? ["skipped"] : [];
  for (const { name, what, from } of plan.rows) {
    // Of a list another process may have computed some items, or all.
    const isList = record.detail[record.graph.names.indexOf(name)]?.items !== undefined;
    if (what === "execute" && joined.has(name))
      expect(isList ? ["hit", "executed", "unchanged"] : ["hit"], name).toContain(words[name]);
    else if (what === "execute")
      expect(["executed", "unchanged", "failed", ...mayBeSkipped], `${name} was to execute`).toContain(words[name]);
    else if (what === "may execute")
      // An ignored node is not needed where what reads it hits.
      expect(["executed", "unchanged", "failed", ...mayBeSkipped, "hit", "not needed"], name).toContain(words[name]);
    else if (what === "hit" && lost.has(name)) expect(["executed", "unchanged"], name).toContain(words[name]);
    // What another node is to compute in the same run is skipped where that fails (R2).
    else if (what === "hit" && from === undefined && hasFailed) expect(["hit", "skipped"], name).toContain(words[name]);
    else expect(words[name], `${name} was to be: ${what}`).toBe(what);
  }
  expectWaitingBelow(plan);
  for (const [i, name] of record.graph.names.entries())
    if (words[name] === "executed" || words[name] === "unchanged")
      expect(record.detail[i]?.cues?.length ?? 0, `${name} executed, and nothing says why`).toBeGreaterThan(0);
}

/** What may execute waits for rows of the plan, and by them for one that executes: what it waits for may wait itself. */
function expectWaitingBelow({ rows }: Planned): void {
  const known = new Set(rows.map(({ name }) => name));
  const waiters = new Map<string, string[]>();
  for (const { name, what, waitsFor } of rows) {
    if (what !== "may execute") continue;
    expect(waitsFor?.length ?? 0, `${name} waits for nothing`).toBeGreaterThan(0);
    expect(waitsFor!.filter((each) => !known.has(each))).toEqual([]);
    for (const each of waitsFor!) waiters.set(each, [...(waiters.get(each) ?? []), name]);
  }
  // A hit of no earlier run is what another node is to compute in this one (R2).
  const sure = rows.filter(({ what, from }) => what === "execute" || (what === "hit" && from === undefined));
  const below = new Set(sure.map(({ name }) => name));
  for (const name of below) for (const each of waiters.get(name) ?? []) below.add(each);
  for (const { name, what } of rows)
    if (what === "may execute") expect(below.has(name), `${name} waits for nothing that executes`).toBe(true);
}

/** Plans, runs with the same driver, and checks that the run kept its plan. */
export async function keptBy(dr: AnyDriver, names: readonly string[], asking: Asking = {}, departed: Departures = []) {
  const plan = await dr.plan(names, asking);
  const ran = await ranBy(dr, names, asking);
  expectPlanKept(plan, ran.record, departed);
  return { ...ran, plan };
}

/**
 * What a run had decided when it began, from the record that it is announced with. Where others write to the store all the
 * time, no plan made before the run is made from what the run sees.
 */
export function decidedBy({ status, graph, detail }: RunRecord): Planned {
  const words = [...status].map((letter, i): PlanWord => {
    if (letter === "p") return detail[i]?.cues === undefined ? "may execute" : "execute";
    return letter === "g" ? "given" : letter === "h" ? "hit" : "not needed";
  });
  const isOpen = (i: number) => words[i] === "execute" || words[i] === "may execute";
  const rows = graph.names.map((name, i) => {
    const what = words[i]!;
    const waitsFor = graph.deps[i]!.filter(isOpen).map((dep) => graph.names[dep]!);
    return { name, what, ...(what === "may execute" ? { waitsFor } : {}) };
  });
  return { rows };
}
