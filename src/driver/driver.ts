// What can be done with a dataflow? Execute it, plan it, ask why.

import { type Closure, closureOf } from "../dataflow/closure.ts";
import type { Graph } from "../dataflow/graph.ts";
import type { ModuleInstance } from "../dataflow/module.ts";
import { cellarError } from "../errors.ts";
import { type Adapter, type Calling, callAdapters } from "../run/adapters.ts";
import { decide } from "../run/decide.ts";
import type { RunOptions, RunParts } from "../run/parts.ts";
import { type RunResult, type Scene, sceneOf, startRun } from "../run/startRun.ts";
import { runUncached } from "../run/uncached.ts";
import { type CacheFace, makeCacheFace } from "./cacheFace.ts";
import { type Explanation, explanationOf } from "./explanation.ts";
import { type Givens, givensOf } from "./given.ts";
import { theHost } from "./host.ts";
import { inspectedAs } from "./inspect.ts";
import { makeParts } from "./makeParts.ts";
import type { OpenCache } from "./openCache.ts";
import type { CacheOptions, ExecuteOptions, Given } from "./options.ts";
import { type Plan, planOf } from "./planOf.ts";
import { runName } from "./runName.ts";
import type { Key, Name, Values } from "./types.ts";

export interface Driver<Nodes extends object, Inputs extends object> {
  /**
   * Computes the named nodes; what is stored is not computed again.
   *
   * @param names names that are made at run time (`string[]`) are taken too; their values are not typed
   * @returns the values by name
   * @throws CellarError `unknown-node`, `missing-input`, `bad-option` before anything runs; `node-failed`, `interrupted`
   */
  execute<const K extends string>(
    names: readonly Name<Nodes, K>[],
    options?: ExecuteOptions<Nodes, Inputs>,
  ): Promise<Values<Nodes, K>>;
  /** What a run would execute, and why: nothing executes, no value is read. */
  plan(names: readonly Key<Nodes>[], given?: Given<Nodes, Inputs>): Promise<Plan>;
  /** Why a node executed or was a hit in this driver's last run that touched it, or in the named run. */
  explain(name: Key<Nodes>, options?: { readonly runId?: string }): Promise<Explanation>;
  readonly cache: CacheFace<Nodes>;
  /** Nodes and inputs in topological order. */
  readonly nodes: readonly NodeInfo<Key<Nodes>>[];
  /** Waits for its runs, then gives the cache back; a driver that is never closed costs nothing but an open file. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface NodeInfo<Name extends string> {
  readonly name: Name;
  readonly kind: "node" | "input";
  readonly deps: readonly string[];
  readonly module: string | undefined;
  readonly doc: string | undefined;
}

export interface DriverParts {
  readonly graph: Graph;
  readonly modules: readonly ModuleInstance[];
  readonly cache: CacheOptions;
  readonly opened: OpenCache | undefined;
  /** Opens it anew, where its folder was deleted meanwhile. */
  readonly open: (() => OpenCache) | undefined;
  readonly label: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  readonly adapters: readonly Adapter[];
}

export function makeDriver<Nodes extends object, Inputs extends object>(given: DriverParts): Driver<Nodes, Inputs> {
  const { graph, cache, open, config } = given;
  let { opened } = given;
  const scenes = new Map<string, Scene>();
  const runs: RunResult[] = [];
  const underWay = new Set<Promise<unknown>>();
  let parts: ReturnType<typeof makeParts> | undefined;

  const scene = (names: readonly string[], { graph: present, overridden }: Givens): Scene => {
    const key = [...names, "", ...overridden.toSorted()].join("\0");
    let found = scenes.get(key);
    if (found === undefined) {
      found = sceneOf(present, names);
      scenes.set(key, found);
    }
    return found;
  };

  /** Remade for each run: the cell, the clock's zone and the warnings are of the moment. */
  const partsNow = async (): Promise<RunParts> => {
    if (opened === undefined)
      throw cellarError("no-cache", "This driver has no cache: call withCache() before build().");
    if (!opened.isPresent()) reopen(opened);
    parts ??= makeParts(given, opened!).catch((error: unknown) => {
      parts = undefined;
      throw error;
    });
    const made = await parts;
    if (!made.isLasting) parts = undefined;
    return { ...made, ...made.refresh() };
  };

  /** Runs that are under way go on in what is left of the old one. */
  const reopen = (gone: OpenCache): void => {
    opened = open!();
    opened.warnings.push(`The cache at ${gone.path} was deleted while it was in use. It begins anew.`);
    parts = undefined;
    const closing = Promise.allSettled(underWay).then(() => gone.close());
    underWay.add(closing);
    void closing.finally(() => underWay.delete(closing));
  };

  const optionsOf = (options: ExecuteOptions<Nodes, Inputs>, secrets: Givens["secrets"]): RunOptions => {
    const now = options.recompute;
    return {
      mode: cache.codeVersion ?? "closure",
      recompute:
        now === true || cache.recompute === true ? true : new Set<string>([...(cache.recompute ?? []), ...(now ?? [])]),
      recomputeBy: now === undefined ? "withCache({ recompute })" : "execute({ recompute })",
      onError: options.onError ?? "continue",
      concurrency: concurrencyOf(options),
      strict: cache.strict === true,
      secrets,
      signal: signalOf(options.signal, theHost().cell()?.signal),
    };
  };

  async function execute(
    names: readonly string[],
    options: ExecuteOptions<Nodes, Inputs> = {},
  ): Promise<Record<string, unknown>> {
    refuseNames(names, graph);
    refuseNames(options.recompute === true ? [] : (options.recompute ?? []), graph);
    const outside = givensOf(graph, config, options);
    const { graph: present, values, secrets } = outside;
    const chosen = optionsOf(options, secrets);
    if (opened === undefined) {
      const { closure } = scene(names, outside);
      return runUncached(present, closure, values, { ...chosen, adapters: callUncached(given.adapters, closure) });
    }
    const running = partsNow().then((now) => startRun(present, scene(names, outside), values, now, chosen));
    underWay.add(running);
    const result = await running.finally(() => underWay.delete(running));
    runs.push(result);
    if (result.error !== undefined) throw result.error;
    return result.values;
  }

  async function close(): Promise<void> {
    await Promise.allSettled(underWay);
    await opened?.close();
  }

  const driver = {
    execute,
    async plan(names: readonly string[], given: Given<Nodes, Inputs> = {}) {
      refuseNames(names, graph);
      const outside = givensOf(graph, config, given);
      const { graph: present, values, secrets } = outside;
      const now = await partsNow();
      const { closure } = scene(names, outside);
      const decided = await decide(present, closure, values, now, optionsOf({}, secrets), "plan");
      return planOf(closure, decided);
    },
    async explain(name: string, { runId }: { readonly runId?: string } = {}) {
      refuseNames([name], graph);
      const record = await driver.cache.run(
        runId ?? runs.findLast((run) => run.versionsOf(name) !== undefined)?.record.run,
      );
      return explanationOf(record, name);
    },
    cache: makeCacheFace<Nodes>({ ...given, runs, partsNow }),
    nodes: graph.nodes.map((node, i) => ({
      name: node.name,
      kind: node.kind,
      deps: graph.deps[i]!.map((dep) => graph.nodes[dep]!.name),
      module: node.kind === "node" ? node.module.name : undefined,
      doc: node.kind === "node" ? node.facts.doc : undefined,
    })),
    close,
    [Symbol.asyncDispose]: close,
  };
  return inspectedAs(driver, () => driverText(graph)) as unknown as Driver<Nodes, Inputs>;
}

function driverText({ nodes }: Graph): string {
  const named = (kind: "node" | "input") => nodes.flatMap((node) => (node.kind === kind ? [node.name] : [])).join(", ");
  const inputs = named("input");
  return `Driver { nodes: ${named("node")}${inputs === "" ? "" : `; inputs: ${inputs}`} }`;
}

/** Without a cache there is no record that could bear a warning. */
function callUncached(adapters: readonly Adapter[], closure: Closure): Calling | undefined {
  if (adapters.length === 0) return undefined;
  return callAdapters(adapters, runName(Date.now()), closure, (text) => process.emitWarning(text, "CellarWarning"));
}

/** Aborted when the caller's own signal is, or when the user stops the cell. */
function signalOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

function concurrencyOf({ concurrency = 16 }: { readonly concurrency?: number }): number {
  if (concurrency >= 1) return concurrency;
  throw cellarError("bad-option", `execute({ concurrency }) is a number from 1, not ${String(concurrency)}.`);
}

function refuseNames(names: readonly unknown[], graph: Graph): void {
  if (!Array.isArray(names)) {
    throw cellarError("bad-option", `Node names are given as a list, e.g. execute(["total"]), not ${typeof names}.`);
  }
  closureOf(graph, names as readonly string[]);
}
