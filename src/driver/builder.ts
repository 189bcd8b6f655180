// How is a driver made? Modules, then a cache, then build().
import type { Executor } from "../contracts.ts";
import { allAbsentText } from "../dataflow/absentText.ts";
import { resolveBehaviors } from "../dataflow/behaviors.ts";
import { knownGraph } from "../dataflow/knownGraph.ts";
import type { ModuleInstance } from "../dataflow/module.ts";
import type { GraphNode } from "../dataflow/node.ts";
import { usedModules } from "../dataflow/subdag.ts";
import { cellarError } from "../errors.ts";
import { hereExecutor } from "../executors/here.ts";
import type { Adapter } from "../run/adapters.ts";
import { type Driver, makeDriver } from "./driver.ts";
import { theHost } from "./host.ts";
import { fillFacts } from "./modules/fillFacts.ts";
import { instancesOf } from "./modules/instancesOf.ts";
import { refuseOtherAdapters } from "./options/adapters.ts";
import { chosenFormats, type FormattedNode } from "./options/chosenFormats.ts";
import { mergeConfig, openedConfig, refuseConfig } from "./options/config.ts";
import { ignoredFields } from "./options/environmentOption.ts";
import { impureOption } from "./options/impureOption.ts";
import { WITH_CACHE } from "./options/optionChecks.ts";
import type { CacheOptions } from "./options/options.ts";
import { refuseOptions } from "./options/refuseOptions.ts";
import { checkReplayOption } from "./options/replayOption.ts";
import { type OpenCache, openCache } from "./stores/openCache.ts";
import type { Flat, Key, MergeNodes, MergeParams, Open } from "./types.ts";

interface Settings {
  readonly label: string | undefined;
  readonly modules: readonly object[];
  readonly cache: CacheOptions | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  readonly adapters: readonly Adapter[];
  readonly executor: Executor;
  readonly allowModuleOverrides: boolean;
}

const NOTHING: Settings = {
  label: undefined,
  modules: [],
  cache: undefined,
  config: {},
  adapters: [],
  executor: hereExecutor(),
  allowModuleOverrides: false,
};

/** Immutable: each call returns a new Builder, so a half-built one can be shared. */
export class Builder<Nodes extends object = {}, Params extends object = {}> {
  readonly #settings: Settings;

  constructor(settings: Settings = NOTHING) {
    this.#settings = settings;
  }

  /** A name for the dataflow's history, in place of the notebook's path and the modules' names. */
  named(label: string): Builder<Nodes, Params> {
    return new Builder({ ...this.#settings, label });
  }

  /** @param modules what `%%cell_to_module` bound, or a module loaded from a text; exported functions become nodes */
  withModules<const Ms extends readonly object[]>(
    ...modules: Ms
  ): Builder<MergeNodes<Ms, Nodes>, MergeParams<Ms, Params> & {}> {
    return new Builder({ ...this.#settings, modules: [...this.#settings.modules, ...modules] });
  }

  /**
   * Gives values once, for every run of the driver: each acts as an input, and functions that are there in several
   * variants are chosen by them. A name that no node takes is kept for that, and enters no key.
   *
   * @param config values by name; a later call adds to an earlier one, and replaces what it names again
   * @throws CellarError at `build()`: `unversionable` for a value without a version, `bad-option` for the name of a node;
   * at `execute()`: `bad-option` for a name that is given as an input too
   */
  withConfig(config: Readonly<Record<string, unknown>>): Builder<Nodes, Params> {
    return new Builder({ ...this.#settings, config: mergeConfig(this.#settings.config, config) });
  }

  /**
   * Keeps results between runs and processes, in `.cellar/` beside the notebook unless told otherwise.
   *
   * @throws CellarError `bad-option` for an option that there is not, with the nearest one, or of another kind
   */
  withCache(options: CacheOptions<Key<Nodes>> = {}): Builder<Nodes, Params> {
    refuseOptions("withCache", options, WITH_CACHE);
    return new Builder({ ...this.#settings, cache: options });
  }

  /**
   * Has each run, and each of its nodes, told to adapters as it begins and ends, with a cache or without.
   *
   * @param adapters called in this order; a later call adds to an earlier one
   * @throws CellarError `bad-option` for what has no function that would be called
   */
  withAdapters(...adapters: readonly Adapter[]): Builder<Nodes, Params> {
    refuseOtherAdapters(adapters);
    return new Builder({ ...this.#settings, adapters: [...this.#settings.adapters, ...adapters] });
  }

  /**
   * Has the bodies of nodes run elsewhere, with a cache or without; values, keys and records are the same.
   *
   * @param executor e.g. `workersExecutor({ threads: 4 })`; a later call replaces an earlier one, and closing the driver
   * closes it
   * @throws CellarError `bad-option` for what is no executor
   */
  withExecutor(executor: Executor): Builder<Nodes, Params> {
    if (typeof (executor as Partial<Executor> | undefined)?.call !== "function" || typeof executor.name !== "string")
      throw cellarError("bad-option", "withExecutor() takes an executor, e.g. workersExecutor({ threads: 4 }).");
    return new Builder({ ...this.#settings, executor });
  }

  /** Lets a later module define a node again; otherwise a name that is defined twice is an error. */
  allowModuleOverrides(): Builder<Nodes, Params> {
    return new Builder({ ...this.#settings, allowModuleOverrides: true });
  }

  /**
   * Ties the nodes.
   *
   * @throws CellarError `no-nodes`, `duplicate`, `circular`, `bad-parameter`, `bad-modifier`, `free-name`, `unknown-node`,
   * `bad-option`, `newer-store`, `unversionable`
   */
  build(): Driver<Nodes, Flat<Open<Params, Nodes>>> {
    const { modules, cache, allowModuleOverrides, label } = this.#settings;
    const { root } = theHost();
    const open = cache === undefined ? undefined : () => openCache(placeOf(cache), root);
    const opened = open?.();
    try {
      return this.#tie(modules.flatMap(instancesOf), { open, opened }, allowModuleOverrides, label);
    } catch (error) {
      void opened?.close();
      throw error;
    }
  }

  #tie(
    modules: readonly ModuleInstance[],
    { open, opened }: { readonly open: (() => OpenCache) | undefined; readonly opened: OpenCache | undefined },
    allowModuleOverrides: boolean,
    label: string | undefined,
  ) {
    const { cache, config, adapters, executor } = this.#settings;
    const all = usedModules(modules, (some) => fillFacts(some, opened?.metadata));
    for (const module of all) if (module.isEvaluated) void module.load();
    const graph = knownGraph(modules, all, { allowModuleOverrides, config: openedConfig(config) });
    if (graph.nodes.every((node) => node.kind === "input")) {
      throw cellarError(
        "no-nodes",
        allAbsentText(graph) ??
          "There is no node: give modules with exported functions, e.g. new Builder().withModules(basics).",
      );
    }
    refuseConfig(config, graph);
    const behaviors = resolveBehaviors(graph, cache ?? {});
    impureOption(cache?.impure);
    ignoredFields(cache?.environment);
    checkReplayOption(cache?.replay);
    const isFormatted = cache?.formats !== undefined || graph.nodes.some(hasFormat);
    const formats = isFormatted ? chosenFormats(graph.nodes.flatMap(formattedNode), cache?.formats) : new Map();
    const parts = {
      graph,
      cache: cache ?? {},
      behaviors,
      formats,
      opened,
      open,
      label,
      modules: all,
      config,
      adapters,
      executor,
    };
    return makeDriver<Nodes, Flat<Open<Params, Nodes>>>(parts);
  }
}

function placeOf({ path, compress, metadataStore, resultStore, strict }: CacheOptions) {
  return { path, compress, metadataStore, resultStore, strict };
}

function hasFormat(node: GraphNode): boolean {
  return node.kind === "node" && node.settings.format !== undefined;
}

/** Of nodes that hold what the function returns, its type tells what their format must hold. */
function formattedNode(node: GraphNode): readonly FormattedNode[] {
  if (node.kind === "input") return [];
  const { name, facts, settings, step, role } = node;
  const isReturned = (step.kind === "call" || step.kind === "apply") && role !== "loader";
  return [{ name, format: settings.format, returns: isReturned ? facts.returns : undefined }];
}
