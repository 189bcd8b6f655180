// What may a user ask of a cache and of a run?
import type { Behavior, Impure, MetadataStore, ResultStore } from "../../contracts.ts";
import type { RetryOptions } from "../../dataflow/modifiers/retry.ts";
import type { FormatName } from "../../formats/formats.ts";
import type { CodeMode } from "../../identity/codeVersion.ts";
import type { Secret } from "../../values/secret.ts";
import type { Key } from "../types.ts";
import type { EnvironmentOption } from "./environmentOption.ts";
import type { ReplayOptions } from "./replayOption.ts";

export interface CacheOptions<Name extends string = string> {
  /** Folder of the cache; `.cellar` beside the notebook or script if absent. */
  readonly path?: string;
  /** Where results are kept, e.g. `fileResults({ path: "./results" })` or `memoryResults()`; in `path` if absent. */
  readonly resultStore?: ResultStore;
  /** Where keys and runs are kept, e.g. `fileMetadata({ path: "./metadata" })` or `memoryMetadata()`; in `path` if absent. */
  readonly metadataStore?: MetadataStore;
  // What a node's result does with the cache. A list names nodes; `true` means all that no other list names. These lists win
  // over the `cache()` modifier, that over the defaults for loaders and savers, those over `defaultBehavior`.
  /** Nodes that hit where a result is stored, and are stored: what holds unless something else is said. */
  readonly default?: true | readonly Name[];
  /** Nodes that execute in every run, whatever is stored; what they give replaces what later runs see. */
  readonly recompute?: true | readonly Name[];
  /** Nodes that are never stored and whose changes the nodes below do not see, e.g. a connection; computed when needed. */
  readonly ignore?: true | readonly Name[];
  /** Nodes that run as if there were no cache, and so do those that read them. */
  readonly disable?: true | readonly Name[];
  readonly defaultBehavior?: Behavior;
  readonly defaultLoaderBehavior?: Behavior;
  readonly defaultSaverBehavior?: Behavior;
  /** What counts as a node's code: all that it reaches (`closure`), or its own text only (`function`). */
  readonly codeVersion?: CodeMode;
  /**
   * What becomes of nodes that read what their keys do not hold, e.g. the clock or a file. They are marked in any case. `trust`,
   * the default, caches them like others; `run` executes them in every run. `cache({ impure })` says more for its node.
   * What packages do inside is only known of those that are common for it; `verify()` finds the rest.
   */
  readonly impure?: Impure;
  /**
   * Fields of the environment that do not count, e.g. `{ timezone: "ignore" }`, so that results are shared between machines
   * that differ in them. Whatever a node takes from such a field, it may get from a machine where it was another.
   */
  readonly environment?: EnvironmentOption;
  /** How the results of single nodes are written, e.g. `{ processedData: "parquet" }`; as `structured` if not named. */
  readonly formats?: { readonly [Node in Name]?: FormatName };
  /** `false` shows no value in records, histories and cues, which travel with a shared notebook; digests stay. */
  readonly previews?: boolean;
  /** Packs large results with gzip. */
  readonly compress?: boolean;
  /** Raises where a broken cache would only warn. */
  readonly strict?: boolean;
  /**
   * Is what a node prints and displays kept, and shown again where the node hits? In notebooks unless `false`, so that a run
   * of hits looks like the run before, as elsewhere in notebooks; in scripts, whose output may be read by other programs,
   * only with `true`. All hits of a run are shown in the order of the graph, each below `[node: printed in run 12]`; displays
   * are marked in their metadata, `cellar.replayedFrom`. What the same run printed is not shown twice.
   *
   * Kept is what `console`, `process.stdout`, `process.stderr` and displays got until the body ended, 1 MB of each execution;
   * not what a child process or native code writes to the terminal itself. Where nobody can tell which of several bodies
   * printed something, nothing of theirs is kept, and the record says why. It enters no key and executes no node.
   */
  readonly replay?: boolean | ReplayOptions;
  /** Prints what happens to each node as it happens. */
  readonly log?: "info" | "debug";
}

export interface Given<Nodes, Inputs> {
  /**
   * Values by the names of parameters that no node provides; one that is `undefined` counts as not given. `file("data.csv")`
   * and `env("NAME")` stand for what the file and the variable hold.
   */
  readonly inputs?: { readonly [N in keyof Inputs]?: Inputs[N] | Secret<Inputs[N]> } & Record<string, unknown>;
  /**
   * Values in the place of nodes, for this request: their functions are not called, and what they alone need is not needed.
   * What reads them is keyed by them, as by inputs; nothing is stored under the node's own key. `undefined` overrides nothing.
   */
  readonly overrides?: { readonly [N in keyof Nodes]?: Nodes[N] | Secret<Nodes[N]> };
}

/** What nodes of `cache({ seed: true })` and `cache({ now: true })` are given by (R32). */
export interface Seeded {
  /**
   * A text or a finite number. Runs of the same seed give the same node the same `seed`, and, in one dataflow, all nodes the
   * same `now`; another seed executes such nodes. If absent, every `seed` is that of no seed, and `now` is of each run.
   */
  readonly seed?: string | number;
}

export interface ExecuteOptions<Nodes, Inputs> extends Given<Nodes, Inputs>, Seeded {
  /** Nodes that execute in this run, whatever is stored. */
  readonly recompute?: true | readonly Key<Nodes>[];
  /** Stops the run: no further node starts; what has finished stays stored. */
  readonly signal?: AbortSignal;
  /** After a failure: finish what does not depend on it (the default), or stop. */
  readonly onError?: "stop" | "continue";
  /** Longest time in ms of each call of a body, for nodes without a `timeout()` of their own. */
  readonly timeoutMs?: number;
  /** How often a failed body is called again, for nodes without a `retry()` of their own. */
  readonly retry?: RetryOptions;
  /** How many bodies may run at once; 16 if absent. A body that waits to be called again is one of them. */
  readonly concurrency?: number;
}
