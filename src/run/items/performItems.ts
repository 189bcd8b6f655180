// How does a node execute that is computed once per item? Each item by its own key; the node's own value is the list of their versions.
import type { Digest } from "../../contracts.ts";
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import type { Board } from "../board/board.ts";
import { NOTHING, type Outcome } from "../board/outcome.ts";
import type { ExecutionParts, ItemExecution } from "../executionParts.ts";
import { begin } from "../lease/begin.ts";
import { nodeError } from "../record/nodeError.ts";
import { redactError } from "../record/redact.ts";
import { watchFiles } from "../watchFiles.ts";
import { commitItems } from "./commitItems.ts";
import { itemCounts } from "./itemCounts.ts";
import { ItemList } from "./itemList.ts";
import { itemParts } from "./itemParts.ts";
import { type ItemRun, itemRun } from "./itemRun.ts";
import { itemSources, LostSource } from "./itemSources.ts";
import { readItem } from "./readItems.ts";

export interface ItemsCall {
  readonly key: Digest;
  readonly bindings: NonNullable<ExecutionParts["resolution"]["bindings"][number]>;
  /** Were its deps decided again meanwhile? */
  isStale(): boolean;
}

/** Executions of items that are under way, so that a run which stops can stop them. */
export type Underway = Set<ItemExecution>;

/** How often a live run tells how far it is, in ms. */
const TOLD_EVERY_MS = 250;

export async function performItems(
  x: ExecutionParts,
  board: Board,
  i: number,
  call: ItemsCall,
  underway: Underway,
): Promise<Outcome> {
  const { closure, asked, journal, recorder, parts } = x;
  const node = closure.nodes[i] as FunctionNode;
  const failure = asked.failures.get(i);
  if (failure !== undefined) return { what: "failed", error: failure.error, spoiled: [] };
  const watching = watchFiles(x, i);
  const filesChanged = watching === undefined ? undefined : await watching;
  let run: ItemRun;
  let cause: unknown;
  try {
    await node.module.load();
    const told = x.adapters?.beforeNode(i);
    if (told !== undefined) await told;
    if (closure.bound[i]!.some((dep) => isGone(x, board, dep))) return NOTHING;
    run = itemRun(x, i, itemSources(x, board, i));
    cause = causeAbove(x, board, i);
  } catch (error) {
    if (error instanceof LostSource) return await lost(x, board, error);
    return { what: "failed", error, spoiled: [] };
  }
  const { answer, tell } = begin(x, i, call.key, undefined);
  const begun = await answer;
  tell();
  const executionId = begun.what === "begun" ? begun.executionId : 0;
  const begunAt = parts.clock.elapsed();
  let toldAt = begunAt;
  let printedBytes = 0;
  const inner = await itemParts(x, i, run, ({ detail }) => {
    printedBytes += detail?.output?.bytes ?? 0;
    if (parts.clock.elapsed() - toldAt < TOLD_EVERY_MS) return;
    toldAt = parts.clock.elapsed();
    journal.change(i, { status: "r", detail: { items: itemCounts(run, inner.recorder) } });
  });
  run.places.forEach((place) => {
    if (typeof place === "number" && inner.resolution.decisions[place] === "hit")
      inner.recorder.set(place, { status: "h" });
  });
  const execution = x.newExecution(inner);
  run.closure.nodes.forEach((_, at) => {
    const source = run.sources[at];
    if (source === undefined) return;
    execution.board.stage[at] = "settled";
    execution.board.ownVersions.set(at, board.ownVersions.get(source.dep) ?? inner.resolution.versions[at]!);
  });
  underway.add(execution);
  try {
    await execution.perform();
    inner.ledger.flush();
  } catch (error) {
    execution.stop("its items cannot be computed");
    if (!(error instanceof LostSource)) throw error;
    await parts.metadata.failExecution(executionId, parts.clock.elapsed() - begunAt, error.message, journal.take());
    return await lost(x, board, error);
  } finally {
    underway.delete(execution);
    for (const reason of new Set(inner.recorder.departed.map((one) => one.reason)))
      recorder.departed.push({ node: i, reason });
    for (const warning of inner.recorder.warnings)
      if (!recorder.warnings.includes(warning)) recorder.warnings.push(warning);
  }
  const durationMs = parts.clock.elapsed() - begunAt;
  const [firstError] = execution.errors.values();
  const isStopped = execution.errors.size > 0 && x.options.onError === "stop";
  if (call.isStale() || isStopped) {
    const said = isStopped ? "an item failed" : "its inputs changed";
    await parts.metadata.failExecution(executionId, durationMs, said, journal.take());
    return isStopped ? { what: "failed", error: firstError, spoiled: [] } : NOTHING;
  }
  for (const version of inner.resolution.versions) if (version !== undefined) x.lostItems.delete(version);
  const list = listOf(x, i, run, inner, execution, cause);
  const saved = [...new Set(run.places)].flatMap((place) =>
    typeof place === "number" ? (inner.resolution.saved[place]?.files ?? []) : [],
  );
  const items = itemCounts(run, inner.recorder);
  return commitItems(x, i, list, { ...call, executionId, durationMs, items, saved, printedBytes, filesChanged });
}

/** Is a value that it reads not there any more? */
function isGone({ closure, asked }: ExecutionParts, board: Board, dep: number): boolean {
  const isAbsent = closure.nodes[dep]!.kind === "input" && !asked.inputs.has(dep);
  return !isAbsent && board.hasValue[dep] === 0;
}

/** Off the board: who gave it is asked again, and executes what the store has lost, all at once. */
async function lost(x: ExecutionParts, board: Board, { dep }: LostSource): Promise<Outcome> {
  const list = board.values[dep];
  board.drop(dep);
  if (list instanceof ItemList)
    for (const version of list.versions) if (version !== undefined) await readItem(x, list, version);
  return NOTHING;
}

function listOf(
  x: ExecutionParts,
  i: number,
  { places }: ItemRun,
  { resolution }: ExecutionParts,
  { board, errors }: ItemExecution,
  cause: unknown,
): ItemList {
  const failures = new Map<number, ItemFailure>();
  const live = new Map<string, unknown>();
  const saved = new Map<number, Digest>();
  /** What was thrown for the first item that failed, here or above. */
  let first: unknown;
  const versions = places.map((place, item) => {
    if (typeof place !== "number") {
      first ??= cause;
      failures.set(item, place);
      return undefined;
    }
    const version = resolution.versions[place];
    if (errors.has(place) || version === undefined) {
      first ??= errors.get(place);
      failures.set(item, markerOf(x, x.closure.nodes[i]!.name, errors.get(place)));
      return undefined;
    }
    if (board.hasValue[place] === 1) live.set(version, board.values[place]);
    const files = resolution.savedOf(place);
    if (files !== undefined) saved.set(item, files);
    return version;
  });
  return new ItemList(versions, failures, live, first, saved);
}

function markerOf(x: ExecutionParts, node: string, error: unknown): ItemFailure {
  const { name, message } = redactError(nodeError(error), x.asked.redact);
  return { itemFailed: true, node, name, message };
}

/** What was thrown in a node above, whose failed items are left out here. */
function causeAbove({ closure }: ExecutionParts, board: Board, i: number): unknown {
  const lists = closure.bound[i]!.map((dep) => board.values[dep]).filter((value) => value instanceof ItemList);
  return lists.find(({ cause }) => cause !== undefined)?.cause;
}
