// How many items of a node would execute? Known before the run where the list is: it is the one value that a plan reads.
import type { Closure } from "../../dataflow/closure.ts";
import type { PlannedItems } from "../../protocol/index.ts";
import type { Decided } from "../decide/decide.ts";
import { Resolution } from "../decide/resolution.ts";
import type { RunOptions, RunParts } from "../parts.ts";
import { readValue } from "../store/readValue.ts";
import { savedState } from "../store/savedFiles.ts";
import { itemRun } from "./itemRun.ts";
import { itemSources } from "./itemSources.ts";
import { readWhole } from "./readItems.ts";

/** @returns undefined where the items are not known yet, or cannot be read */
export async function plannedItems(
  closure: Closure,
  { asked, resolution, snapshot }: Decided,
  i: number,
  parts: RunParts,
  options: Pick<RunOptions, "mode">,
): Promise<PlannedItems | undefined> {
  const node = closure.nodes[i]!;
  if (node.kind !== "node" || node.map?.kind !== "item" || resolution.decisions[i] !== "execute") return undefined;
  const deps = resolution.question.nodes[i]!.bound.map(({ dep }) => dep);
  if (deps.some((dep) => resolution.versions[dep] === undefined)) return undefined;
  const { each } = node.map;
  const lostItems = new Set<string>();
  const read = (version: string) =>
    readWhole(
      readValue(parts, snapshot, version, () => {}),
      snapshot,
      lostItems,
    );
  const values: unknown[] = [];
  for (const [at, { parameter }] of node.edges.entries()) {
    const dep = closure.bound[i]![at]!;
    if (!each.has(parameter)) continue;
    const reading = asked.inputs.has(dep) ? { value: asked.inputs.get(dep) } : await read(resolution.versions[dep]!);
    if ("lost" in reading) return undefined;
    values[dep] = reading.value;
  }
  const world = { closure, asked, resolution, parts, options, lostItems, read };
  try {
    const board = { values, versionOf: (dep: number) => resolution.versions[dep]! };
    const { question, places } = itemRun(world, i, itemSources(world, board, i));
    const items = new Resolution(question, snapshot, (entry) => savedState(entry, parts));
    await items.decideAll();
    const execute = question.asked.filter((place) => items.decisions[place] === "execute").length;
    return { total: places.length, hit: places.length - execute, execute };
  } catch {
    return undefined; // what is wrong with them is told by the run
  }
}
