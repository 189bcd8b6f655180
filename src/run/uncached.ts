// How does a dataflow run without a cache? Every asked node and all that it needs, once, concurrently.
import { checkTexts, onlyWarns } from "../dataflow/checkBody.ts";
import type { Closure } from "../dataflow/closure.ts";
import type { Graph } from "../dataflow/graph.ts";
import { checkInputs } from "../dataflow/inputs.ts";
import type { BoundValue } from "../dataflow/madeNode.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import { cellarError, isCellarError } from "../errors.ts";
import type { RunState } from "../protocol/index.ts";
import type { Calling } from "./adapters.ts";
import { callAgain } from "./call/callAgain.ts";
import type { CallParts } from "./call/callBody.ts";
import { openInputs } from "./decide/askOutside.ts";
import { type Outside, outsideOf, type World } from "./decide/outside.ts";
import { boundByRun } from "./decide/runSeed.ts";
import { ItemsFailed } from "./items/itemsFailed.ts";
import { givenTo, UncachedItems, uncachedItems } from "./items/uncachedItems.ts";
import type { RunOptions } from "./parts.ts";
import { errorLine, nodeError } from "./record/nodeError.ts";
import { makeSlots } from "./slots.ts";

export interface UncachedOptions
  extends Pick<RunOptions, "concurrency" | "signal" | "onError" | "limits" | "seed">,
    CallParts {
  readonly world: World;
  /** Undefined where there are none. */
  readonly adapters?: Calling | undefined;
}

/**
 * Runs in topological order; nothing is versioned, nothing stored.
 *
 * @throws CellarError `node-failed` with the error as its cause; `interrupted`
 */
export async function runUncached(
  graph: Graph,
  closure: Closure,
  inputs: Readonly<Record<string, unknown>>,
  options: UncachedOptions,
): Promise<Record<string, unknown>> {
  checkInputs(graph, closure, inputs);
  const { adapters } = options;
  const outside = outsideOf(options.world);
  const opened = await openInputs(closure, inputs, outside);
  const given = closure.nodes.map((node, i) =>
    node.kind === "input" ? (opened.has(i) ? opened.get(i)!.value : inputs[node.name]) : undefined,
  );
  const run = { ...options, outside, moment: Date.now() };
  if (adapters === undefined) return runAll(closure, given, run);
  const begun = performance.now();
  await adapters.beforeRun();
  let state: RunState = "failed";
  try {
    const values = await runAll(closure, given, run);
    state = "done";
    return values;
  } catch (error) {
    if (isCellarError(error, "interrupted")) state = "interrupted";
    throw error;
  } finally {
    closure.nodes.forEach((_, i) => {
      adapters.afterNode(i, { status: "skipped", reason: "the run ended before it was done" });
    });
    await adapters.afterRun(state, performance.now() - begun);
  }
}

async function runAll(
  closure: Closure,
  given: readonly unknown[],
  options: Uncached,
): Promise<Record<string, unknown>> {
  const { concurrency, signal, onError, adapters } = options;
  const values: unknown[] = [...given];
  const waiting = closure.nodes.map(
    (_, i) => closure.deps[i]!.filter((dep) => closure.nodes[dep]!.kind === "node").length,
  );
  const ready = closure.nodes.flatMap((node, i) => (node.kind === "node" && waiting[i] === 0 ? [i] : []));
  let left = closure.nodes.filter((node) => node.kind === "node").length;
  /** The first failure; the promises of bodies never reject, so that none is lost while another is awaited. */
  let failure: Error | undefined;
  const slots = makeSlots(concurrency);
  let isOver = false;
  const items = { concurrency, onError, slots, isOver: () => isOver || signal?.aborted === true };
  const isItems = (i: number): boolean => (closure.nodes[i] as FunctionNode).map?.kind === "item";

  const perform = async (i: number): Promise<void> => {
    const node = closure.nodes[i] as FunctionNode;
    const told = adapters?.beforeNode(i);
    if (told !== undefined) await told;
    const begun = performance.now();
    try {
      const loading = node.module.load();
      if (loading !== undefined) await loading;
      const reads = closure.bound[i]!.map((dep) => values[dep]);
      for (const at of reads.keys()) {
        const standard = reads[at] === undefined ? declaredDefault(node, at, options) : undefined;
        if (standard !== undefined) reads[at] = (await standard).value;
      }
      const bound: unknown[] = [];
      for (const each of node.bound) bound.push(await boundValue(node, each, options));
      const call = (given: readonly unknown[]) => callAgain(node, [...given, ...bound], options);
      values[i] = isItems(i) ? await uncachedItems(node, reads, items, call) : await call(givenTo(node, reads));
      if (onlyWarns(node)) warnOf(node, values[i]);
    } catch (thrown) {
      const cause = thrown instanceof ItemsFailed ? thrown.cause : thrown;
      const name = thrown instanceof ItemsFailed ? thrown.node : node.name;
      const told = `\`${name}\` failed: ${thrown instanceof ItemsFailed ? thrown.message : errorLine(cause)}`;
      failure ??= cellarError("node-failed", told, { cause, where: { node: name } });
      adapters?.afterNode(i, { status: "failed", error: nodeError(cause), durationMs: performance.now() - begun });
      return;
    }
    adapters?.afterNode(i, { status: "executed", durationMs: performance.now() - begun });
    left--;
    for (const user of closure.users[i]!) if (--waiting[user]! === 0) ready.push(user);
  };

  let running = 0;
  /** Something has ended, or is to: what comes next is looked for again. */
  let wake = (): void => {};
  const proceed = (): void => wake();
  const unlisten = slots.listen(proceed);
  signal?.addEventListener("abort", proceed, { once: true });
  const begin = (i: number): void => {
    // A node with items waits for them, and they take the slots.
    const own = isItems(i) ? undefined : slots;
    own?.take();
    running++;
    void perform(i).finally(() => {
      running--;
      own?.give();
      wake();
    });
  };
  try {
    while (left > 0) {
      if (signal?.aborted === true)
        throw cellarError("interrupted", "The run was interrupted.", { cause: signal.reason });
      if (failure !== undefined && onError === "stop") throw failure;
      while (ready.length > 0 && slots.isFree) begin(ready.shift()!);
      // What is left waits for a node that failed.
      if (running === 0) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    isOver = true;
    unlisten();
    signal?.removeEventListener("abort", proceed);
  }
  if (failure !== undefined) throw failure;
  return Object.fromEntries(closure.asked.map((i) => [closure.nodes[i]!.name, values[i]]));
}

/** Items with the same findings are told once. */
function warnOf(node: FunctionNode, value: unknown): void {
  const found = value instanceof UncachedItems ? value.values : [value];
  const told = new Set(found.flatMap((each) => checkTexts(node, each, false)));
  for (const text of told) process.emitWarning(text, "CellarWarning");
}

interface Uncached extends UncachedOptions {
  readonly outside: Outside;
  /** ms since the epoch */
  readonly moment: number;
}

async function boundValue(
  node: FunctionNode,
  bound: BoundValue,
  { outside, seed, moment }: Uncached,
): Promise<unknown> {
  const { parameter, value, owner } = bound;
  if ("run" in value) return boundByRun(parameter, value.run, node.keyName ?? node.name, seed, moment).value;
  if ("literal" in value) return structuredClone(value.literal);
  const given = node.module.defaultOf(owner, parameter, node.facts.variant);
  const opening = outside.open(given);
  return opening === undefined ? given : (await opening).value;
}

/** The function itself would take it as an object, not as the variable's text; or as a secret's wrapper, which is refused. */
function declaredDefault({ edges, facts: { name, variant }, module }: FunctionNode, at: number, { outside }: Uncached) {
  const { parameter, facts } = edges[at]!;
  const standard = facts.default;
  if (standard === undefined || !("code" in standard) || !standard.standsAlone) return undefined;
  return /\b(env|secret)\b/.test(standard.code) ? outside.open(module.defaultOf(name, parameter, variant)) : undefined;
}
