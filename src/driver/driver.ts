// What can be done with a dataflow? Execute it, plan it, ask why.
import { setMaxListeners } from "node:events";
import type { Executor, Format } from "../contracts.ts";
import type { NodeBehavior } from "../dataflow/behaviors.ts";
import type { Graph } from "../dataflow/graph.ts";
import { refuseItems } from "../dataflow/itemNodes.ts";
import type { ModuleInstance } from "../dataflow/module.ts";
import { withParts } from "../dataflow/withParts.ts";
import { cellarError } from "../errors.ts";
import { systemClock } from "../metadata/systemClock.ts";
import type { Adapter } from "../run/adapters.ts";
import { decide } from "../run/decide/decide.ts";
import { sceneOf } from "../run/decide/scene.ts";
import type { RunOptions, RunParts } from "../run/parts.ts";
import type { PastRun } from "../run/record/pastRun.ts";
import { startRun } from "../run/startRun.ts";
import { runUncached } from "../run/uncached.ts";
import { type CacheFace, makeCacheFace } from "./cacheFace.ts";
import { callUncached } from "./callUncached.ts";
import { theHost } from "./host.ts";
import { makeKeepFace } from "./keepFace.ts";
import { lineageOf } from "./lineage.ts";
import { makeParts } from "./makeParts.ts";
import { classesOf } from "./modules/classes.ts";
import { forgetSources } from "./modules/fillFacts.ts";
import { impureOption } from "./options/impureOption.ts";
import { limitsOption } from "./options/limitsOption.ts";
import { EXECUTE, EXPLAIN, PLAN } from "./options/optionChecks.ts";
import type { CacheOptions, ExecuteOptions, Given, Seeded } from "./options/options.ts";
import { refuseOptions } from "./options/refuseOptions.ts";
import { checkedSeed, seeded } from "./options/seed.ts";
import { type Givens, givensOf } from "./request/given.ts";
import { refuseNames } from "./request/refuseNames.ts";
import type { OpenCache } from "./stores/openCache.ts";
import { readSurroundings } from "./surroundings.ts";
import { driverText } from "./told/driverText.ts";
import { type Explanation, explainPlan, explainRun } from "./told/explanation.ts";
import { inspectedAs } from "./told/inspect.ts";
import type { NodeInfo } from "./told/nodeInfo.ts";
import { type Plan, planOf, uncachedPlan } from "./told/planOf.ts";
import { makeQueries, type Queries } from "./told/queries.ts";
import { sourcesFrom } from "./told/sources.ts";
import { makeTruth, type Truth } from "./truth.ts";
import type { Key, Name, Values } from "./types.ts";
import { worldWith } from "./world.ts";

export interface Driver<Nodes extends object, Inputs extends object>
  extends Queries<Nodes, Inputs>,
    Truth<Nodes, Inputs, Key<Nodes>> {
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
  /**
   * What a run would execute, and why: nothing executes, and no value is read but lists whose items are computed one by one.
   *
   * @param asking what `execute` would be given; its other options change no verdict
   * @throws CellarError `unknown-node`, `missing-input`, `bad-option`
   */
  plan(
    names: readonly Key<Nodes>[],
    asking?: Given<Nodes, Inputs> & Pick<ExecuteOptions<Nodes, Inputs>, "recompute" | "seed">,
  ): Promise<Plan<Key<Nodes> | Key<Inputs>>>;
  /**
   * Why a node executed or was a hit in this driver's last run that touched it, or in the named run; root cause first,
   * with the changed lines. With inputs or overrides: what a run that is given them would do with it, and why; nothing executes.
   *
   * @throws CellarError `unknown-node`, `unknown-run`; `missing-input`, `bad-option`
   */
  explain(
    name: Key<Nodes> | Key<Inputs>,
    options?: { readonly runId?: string } & Given<Nodes, Inputs> & Seeded,
  ): Promise<Explanation>;
  readonly cache: CacheFace<Nodes>;
  /** Nodes and inputs in topological order. */
  readonly nodes: readonly NodeInfo<Key<Nodes> | Key<Inputs>>[];
  /** Waits for its runs, then gives the cache back; a driver that is never closed costs nothing but an open file. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** So many of its runs a driver remembers whole; earlier ones are in the store. */
const MOST_RUNS = 1000;

export interface DriverParts {
  readonly graph: Graph;
  readonly modules: readonly ModuleInstance[];
  readonly cache: CacheOptions;
  readonly behaviors: ReadonlyMap<string, NodeBehavior>;
  /** Chosen formats by node. */
  readonly formats: ReadonlyMap<string, Format>;
  readonly opened: OpenCache | undefined;
  /** Opens it anew, where its folder was deleted meanwhile. */
  readonly open: (() => OpenCache) | undefined;
  readonly label: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  readonly adapters: readonly Adapter[];
  readonly executor: Executor;
}

export function makeDriver<Nodes extends object, Inputs extends object>(given: DriverParts): Driver<Nodes, Inputs> {
  const { graph, cache, behaviors, open, config } = given;
  let { opened } = given;
  const runs: PastRun[] = [];
  const underWay = new Set<Promise<unknown>>();
  let lastGiven: Given<object, object> & Seeded = {};
  let parts: ReturnType<typeof makeParts> | undefined;
  let isClosed = false;

  const scene = (names: readonly string[], outside: Givens) => sceneOf(graph, names, outside);

  /** Remade for each run: the cell, the clock's zone and the warnings are of the moment. */
  const partsNow = async (): Promise<RunParts> => {
    if (opened === undefined)
      throw cellarError("no-cache", "This driver has no cache: call withCache() before build().");
    if (!isClosed && !opened.isPresent()) reopen(opened);
    parts ??= makeParts(given, opened!).catch((error: unknown) => {
      parts = undefined;
      throw error;
    });
    const made = await parts;
    if (!made.isLasting) parts = undefined;
    return { ...made, ...made.refresh() };
  };

  /** What is awaited before the cache is given back. */
  const during = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
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

  const optionsOf = (
    options: ExecuteOptions<Nodes, Inputs>,
    secrets: Givens["secrets"],
    keepsMoment = false,
  ): RunOptions => ({
    mode: cache.codeVersion ?? "closure",
    impure: impureOption(cache.impure),
    previews: cache.previews !== false,
    recompute: options.recompute === true ? true : withParts(options.recompute ?? [], graph),
    behaviors,
    onError: options.onError ?? "continue",
    concurrency: options.concurrency ?? 16,
    limits: limitsOption(options),
    strict: cache.strict === true,
    secrets,
    signal: signalOf(options.signal, theHost().cell()?.signal),
    seed: checkedSeed(options.seed),
    keepsMoment,
  });

  async function execute(
    names: readonly string[],
    options: ExecuteOptions<Nodes, Inputs> = {},
  ): Promise<Record<string, unknown>> {
    refuseNames(names, graph);
    refuseOptions("execute", options, EXECUTE);
    refuseItems(graph, names);
    refuseNames(options.recompute === true ? [] : (options.recompute ?? []), graph);
    const outside = givensOf(graph, config, options);
    const { graph: present, values, secrets } = outside;
    const chosen = optionsOf(options, secrets, true);
    if (opened === undefined) {
      const { closure } = scene(names, outside);
      const calling = {
        executor: given.executor,
        classes: classesOf(given.modules),
        surroundings: readSurroundings(),
        world: worldWith(systemClock),
      };
      const running = { ...chosen, ...calling, adapters: callUncached(given.adapters, closure) };
      return during(runUncached(present, closure, values, running));
    }
    for (const store of [opened.metadata, opened.results]) store.renewPatience?.();
    const running = partsNow().then((now) => startRun(present, scene(names, outside), values, now, chosen));
    const { inputs, overrides, seed } = options;
    lastGiven = { inputs: { ...inputs }, overrides: { ...overrides }, ...seeded(seed) } as Given<object, object>;
    const result = await during(running);
    runs.push(result.past);
    if (runs.length > MOST_RUNS) runs.shift();
    if (result.error !== undefined) throw result.error;
    return result.values;
  }

  const keep = makeKeepFace({
    nodes: graph.nodes.flatMap((node) => (node.kind === "node" ? [node.name] : [])),
    partsNow,
    during,
    emptied: () => forgetSources(opened!.metadata),
  });

  async function close(): Promise<void> {
    isClosed = true;
    keep.stop();
    await Promise.allSettled(underWay);
    await given.executor.close?.();
    await opened?.close();
  }

  async function plan(
    names: readonly string[],
    given: Given<object, object> & Seeded & { readonly recompute?: true | readonly string[] } = {},
  ): Promise<Plan> {
    refuseNames(names, graph);
    refuseOptions("plan", given, PLAN);
    const { recompute = [], seed, ...asking } = given;
    refuseNames(recompute === true ? [] : recompute, graph);
    const outside = givensOf(graph, config, asking);
    const now = await partsNow();
    const asked = scene(names, outside);
    const { graph: present, values, secrets } = outside;
    const chosen = optionsOf({ recompute, ...seeded(seed) } as ExecuteOptions<Nodes, Inputs>, secrets);
    const decided = await decide(present, asked.closure, values, now, chosen, "plan");
    return planOf(asked, decided, { ...now, label: now.dataflow.label }, chosen);
  }

  const queries = makeQueries<Nodes, Inputs>(given, async (names, asking) => {
    if (opened !== undefined) return (await plan(names, asking)).record;
    refuseNames(names, graph);
    const outside = givensOf(graph, config, asking);
    const { label } = lineageOf(given.label, given.modules);
    return uncachedPlan(outside.graph, scene(names, outside), outside.values, label);
  });

  const driver = {
    ...queries,
    execute,
    plan,
    async explain(name: string, options: { readonly runId?: string } & Given<object, object> & Seeded = {}) {
      refuseNames([name], graph);
      refuseOptions("explain", options, EXPLAIN);
      if (options.inputs !== undefined || options.overrides !== undefined || options.seed !== undefined) {
        if (options.runId !== undefined)
          throw cellarError(
            "bad-option",
            "explain() takes a run that was ({ runId }) or what a run would be given ({ inputs, overrides, seed }), not both.",
          );
        const { record } = await plan([name], options);
        return explainPlan(record, name, sourcesFrom(given.modules, await partsNow()));
      }
      const record = await driver.cache.run(
        options.runId ?? runs.findLast((run) => run.versionsOf(name) !== undefined)?.record.run,
      );
      return explainRun(record, name, sourcesFrom(given.modules, await partsNow()));
    },
    ...makeTruth<Nodes, Inputs>({
      graph,
      partsNow,
      during,
      scene,
      givens: (asking) =>
        givensOf(graph, config, asking.inputs === undefined && asking.overrides === undefined ? lastGiven : asking),
      options: (secrets, { signal, seed = lastGiven.seed }) =>
        optionsOf({ ...seeded(seed), ...(signal === undefined ? {} : { signal }) }, secrets),
      refuseNames: (names) => refuseNames(names, graph),
    }),
    cache: makeCacheFace<Nodes>({ ...given, runs, partsNow, keep: keep.face }),
    get nodes() {
      return queries.listAvailableVariables();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  return inspectedAs(driver, () => driverText(graph)) as unknown as Driver<Nodes, Inputs>;
}

/** Aborted when the caller's own signal is, or when the user stops the cell. */
function signalOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.length === 0) return undefined;
  const own = AbortSignal.any(given);
  // Every body that runs listens; Node would warn of more than ten.
  setMaxListeners(0, own);
  return own;
}
