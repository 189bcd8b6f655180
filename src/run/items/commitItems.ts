// What is written of a node whose items are computed? The list of their versions, where nothing of it is to be tried again.
import type { SavedFile } from "../../contracts.ts";
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import type { ItemCounts, NodeError, StatusLetter } from "../../protocol/index.ts";
import type { Outcome } from "../board/outcome.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { nodeError } from "../record/nodeError.ts";
import { redactError } from "../record/redact.ts";
import { savedAs } from "../store/encodeChosen.ts";
import { noteSaved } from "../store/savedFiles.ts";
import type { FilesChanged } from "../watchFiles.ts";
import { changedText } from "./changedItems.ts";
import { type ItemList, itemsFormat } from "./itemList.ts";
import { numberOf } from "./itemsFailed.ts";
import type { ItemsCall } from "./performItems.ts";

export interface ItemsDone extends ItemsCall {
  readonly executionId: number;
  readonly durationMs: number;
  readonly items: ItemCounts;
  /** What its items have saved, if it is a saver. */
  readonly saved: readonly SavedFile[];
  /** By the items that executed. */
  readonly printedBytes: number;
  readonly filesChanged: FilesChanged | undefined;
}

export async function commitItems(
  x: ExecutionParts,
  i: number,
  list: ItemList,
  { key: cacheKey, bindings, executionId, durationMs, items, saved, printedBytes, filesChanged }: ItemsDone,
): Promise<Outcome> {
  const node = x.closure.nodes[i] as FunctionNode;
  const { recorder, parts, asked } = x;
  const { runId } = recorder;
  const { behavior, isFallback } = x.options.behaviors.get(node.name)!;
  // As if there were no cache: nothing below may be found again by what it reads (R23).
  const isHidden = behavior === "disable" && !isFallback;
  const version = isHidden ? undefined : list.version;
  const dataVersion = version ?? `opaque:${executionId}:${recorder.runName}:${node.name}`;
  const { code, environment } = asked.codes[i]!;
  const row = { executionId, runId, node: node.name, cacheKey, durationMs, at: parts.clock.now(), dataVersion };
  // What it wrote, or another body, stands in no key; nor does what a file had become by then.
  const spoiled = node.module.stateChanged(code) ?? (filesChanged && (await filesChanged()));
  const isKept =
    spoiled === undefined &&
    (behavior === "default" || behavior === "recompute") &&
    list.isWhole &&
    // Each item has an age of its own (R30).
    node.settings.ttlMs === undefined &&
    bindings.every(([, kind]) => kind !== "opaque");
  const preview = { type: "items", text: `${items.total} item${items.total === 1 ? "" : "s"}`, shape: [items.total] };
  const [codeVersion, firstName] = [code.version, node.name];
  const recipe = { kind: "node" as const, codeVersion, environment: environment.version, bindings, firstName };
  const kept = isKept
    ? { saved: savedAs(itemsFormat, itemsFormat.encode(list)), recipe, code, environment, preview, replay: undefined }
    : undefined;
  const seen = x.snapshot.lastSeenOf(node.name)?.entry?.dataVersion;
  const changed = seen === undefined || seen === dataVersion ? undefined : await changedText(x, seen, list);
  const failure = [...list.failures].find(([, { node: failed }]) => failed === node.name);
  const letter: StatusLetter = failure !== undefined ? "f" : seen === dataVersion ? "u" : "x";
  const detail = {
    behavior,
    read: x.closure.deps[i]!,
    preview,
    ...(printedBytes === 0 ? {} : { output: { bytes: printedBytes, replayed: false, reason: NOT_REPLAYED } }),
    items: { ...items, ...(changed === undefined ? {} : { changed }) },
    ...(failure === undefined ? {} : { error: itemError(failure, list.cause, asked.redact) }),
    ...(spoiled === undefined ? {} : { reason: `not stored: ${spoiled} while it ran, or before` }),
    ...(version === undefined && !isHidden ? { reason: `\`${node.name}\` has items that cannot be versioned` } : {}),
  };
  const change = { status: letter, data: dataVersion, from: runId, took: durationMs, detail };
  if (node.role === "saver" && behavior !== "ignore") await noteSaved(x, i, isKept ? executionId : undefined, saved);
  // What is written waits for others; those that read the list tell of it at once.
  recorder.set(i, { status: recorder.status[i]!, detail: { items: detail.items } });
  const writing = x.ledger.add({ node: i, row, kept, change, landed: () => {} });
  if (writing instanceof Promise) await writing;
  return {
    what: "executed",
    version: dataVersion,
    value: list,
    entry: isKept ? { ...row, storedAt: row.at, flags: 0 } : undefined,
    durationMs,
    status: letter === "u" ? "unchanged" : "executed",
  };
}

const NOT_REPLAYED = "not replayable: its items printed it";

/** The first of the failures, with the trace of what was thrown where that is its own. */
function itemError(
  [at, { name, message }]: readonly [number, ItemFailure],
  cause: unknown,
  redact: (text: string) => string,
): NodeError {
  const thrown = redactError(nodeError(cause), redact);
  const stack = thrown.message === message ? thrown.stack : undefined;
  return { name, message: `item ${numberOf(at)}: ${message}`, ...(stack === undefined ? {} : { stack }) };
}
