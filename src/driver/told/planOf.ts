// What does a plan say? Its rows, and itself as text, as a table, as a document.
import type { Digest, MetadataStore } from "../../contracts.ts";
import { hitNote } from "../../cues/notes.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { checkInputs } from "../../dataflow/inputs.ts";
import type { PlanDetail, PlanRecord, PlanWord } from "../../protocol/index.ts";
import type { Decided } from "../../run/decide/decide.ts";
import { neededNodes } from "../../run/decide/needed.ts";
import { type PlanRow, planWords, waitsFor } from "../../run/decide/plan.ts";
import type { Scene } from "../../run/decide/scene.ts";
import { plannedItems } from "../../run/items/plannedItems.ts";
import type { RunOptions, RunParts } from "../../run/parts.ts";
import { marksOf } from "../../run/record/marksOf.ts";
import { writePlan, writePlanTable } from "../../view/index.ts";
import { expectedTimes } from "./expectedTimes.ts";
import { inspectedAs } from "./inspect.ts";

type PlannedScene = Pick<Scene, "closure" | "shape">;

export interface Plan<Name extends string = string> {
  /** Nodes and inputs that the request touches, in topological order. */
  readonly rows: readonly PlanRow<Name>[];
  /** Durations in ms: of what executes for sure, and of all that may; one after the other, as far as they were timed. */
  readonly expected: { readonly leastMs: number; readonly mostMs: number };
  /** As data for other programs, with the graph and the words of each row. */
  readonly record: PlanRecord;
  /** "2 execute, 1 may execute (only if `processedData` changes), 12 hits, ≈ 12–41 s", then a line per node that may execute, and per mark. */
  toString(): string;
  /** A Markdown table, what executes first. */
  toTable(): string;
}

/** @param from where earlier times are looked up, and what the dataflow is called */
export async function planOf(
  { closure, shape }: PlannedScene,
  decided: Decided,
  from: RunParts & { readonly label: string },
  options: Pick<RunOptions, "mode">,
): Promise<Plan> {
  const { resolution, teller, reads, asked } = decided;
  const nameOf = (i: number) => closure.nodes[i]!.name;
  const needed = neededNodes(resolution);
  const words = planWords(resolution, needed, (i) => asked.inputs.has(i));
  const executing = words.flatMap((word, i) => (word === "execute" ? [i] : []));
  await teller.tell(executing);
  const times = await expectedTimes(closure, decided, from.metadata, from.dataflowId);
  const waiting = words.flatMap((word, i) => (word === "may execute" && needed[i] === 1 ? [i] : []));
  const versionOf = await lastVersions(waiting, decided, nameOf, from);
  const rows: PlanRow[] = [];
  for (let i = 0; i < closure.nodes.length; i++) {
    const what = words[i]!;
    const marks = marksOf(decided, i, nameOf);
    const waits = what === "may execute" ? waitsFor(resolution, needed, words, i).map(nameOf) : undefined;
    const isLikely = waits !== undefined && needed[i] === 1 ? await likely(i, decided, versionOf) : undefined;
    const expectedMs = times.get(i);
    const items = what === "execute" ? await plannedItems(closure, decided, i, from, options) : undefined;
    rows.push({
      name: nameOf(i),
      what,
      ...(reads[i] === true ? { read: true } : {}),
      ...hitOf(closure, decided, i),
      ...(waits === undefined ? {} : { waitsFor: waits }),
      ...(isLikely === undefined ? {} : { likely: isLikely }),
      ...(items === undefined ? {} : { items }),
      cues: what === "execute" ? teller.cuesOf(i) : [],
      ...(marks.length === 0 ? {} : { marks }),
      ...(expectedMs === undefined ? {} : { expectedMs }),
    });
  }
  return planFrom(planRecord({ closure, shape }, rows, from.label), rows);
}

/**
 * What a driver without a cache would do: execute every node.
 *
 * @throws CellarError `missing-input`, `bad-option`
 */
export function uncachedPlan(
  graph: Graph,
  scene: PlannedScene,
  inputs: Readonly<Record<string, unknown>>,
  label: string,
): PlanRecord {
  checkInputs(graph, scene.closure, inputs);
  const rows = scene.closure.nodes.map(({ kind, name }): PlanRow => {
    if (kind === "input") return { name, what: Object.hasOwn(inputs, name) ? "given" : "not needed", cues: [] };
    return { name, what: "execute", cues: [{ cue: "disabled", text: "this driver has no cache" }] };
  });
  return planRecord(scene, rows, label);
}

function planFrom(record: PlanRecord, rows: readonly PlanRow[]): Plan {
  const text = () => writePlan(record);
  const plan = {
    rows,
    expected: record.expected,
    record,
    toString: text,
    toTable: () => writePlanTable(record),
    [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text(), "text/markdown": writePlanTable(record) }),
  };
  return inspectedAs(plan, text);
}

function planRecord({ closure, shape }: PlannedScene, rows: readonly PlanRow[], label: string): PlanRecord {
  const sum = (...words: readonly PlanWord[]) =>
    rows.reduce((ms, row) => ms + (words.includes(row.what) ? (row.expectedMs ?? 0) : 0), 0);
  const detail = rows.flatMap(({ name: _, what: __, waitsFor, cues, ...rest }, i): [string, PlanDetail][] => {
    const said: PlanDetail = {
      ...rest,
      ...(waitsFor === undefined ? {} : { waitsFor: waitsFor.map((name) => closure.indexOf.get(name)!) }),
      ...(cues.length === 0 ? {} : { cues }),
    };
    return Object.keys(said).length === 0 ? [] : [[String(i), said]];
  });
  return {
    v: 1,
    type: "plan",
    dataflow: { label },
    asked: closure.asked,
    graph: shape.record,
    what: rows.map((row) => row.what),
    detail: Object.fromEntries(detail),
    expected: { leastMs: sum("execute"), mostMs: sum("execute", "may execute") },
  };
}

/** Where the value of a hit comes from. */
function hitOf(closure: Closure, { resolution }: Decided, i: number): Pick<PlanRow, "from" | "note"> {
  const entry = resolution.decisions[i] === "hit" ? resolution.entries[i] : undefined;
  if (entry === undefined) return {};
  const note = hitNote(closure.nodes[i]!.name, entry, closure.indexOf);
  return { from: entry.runId, ...(note === undefined ? {} : { note: note.text }) };
}

/** The versions that nodes had last: in this dataflow, else where nodes of their names were seen. */
async function lastVersions(
  waiting: readonly number[],
  { resolution, snapshot }: Decided,
  nameOf: (i: number) => string,
  { metadata, dataflowId }: { readonly metadata: MetadataStore; readonly dataflowId: number },
): Promise<(i: number) => Digest | undefined> {
  const deps = waiting.flatMap((i) => resolution.question.nodes[i]!.bound.map(({ dep }) => dep));
  const isNew = (dep: number) =>
    resolution.versions[dep] === undefined && snapshot.lastSeenOf(nameOf(dep)) === undefined;
  const names = [...new Set(deps.filter(isNew).map(nameOf))];
  const seen = names.length === 0 ? [] : await metadata.baselinesOf(names, dataflowId);
  const elsewhere = new Map(names.map((name, at) => [name, seen[at]]));
  return (i) =>
    resolution.versions[i] ?? (snapshot.lastSeenOf(nameOf(i)) ?? elsewhere.get(nameOf(i)))?.entry?.dataVersion;
}

/** What happens if all deps keep the version that they had last. */
async function likely(
  i: number,
  { resolution, snapshot }: Decided,
  versionOf: (i: number) => Digest | undefined,
): Promise<"hit" | "execute"> {
  const key = resolution.keyUnder(i, versionOf);
  const entry = key === undefined ? undefined : await snapshot.entryOf(key);
  return entry === undefined || entry.dataVersion === resolution.lost[i]?.version ? "execute" : "hit";
}
