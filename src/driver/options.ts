// What may a user ask of a cache and of a run?
import type { MetadataStore, ResultStore } from "../contracts.ts";
import type { CodeMode } from "../identity/codeVersion.ts";
import type { Secret } from "./secret.ts";
import type { Key } from "./types.ts";

export interface CacheOptions<Name extends string = string> {
  /** Folder of the cache; `.cellar` beside the notebook or script if absent. */
  readonly path?: string;
  readonly resultStore?: ResultStore;
  readonly metadataStore?: MetadataStore;
  /** Nodes that execute in every run, whatever is stored; what they give replaces what later runs see. */
  readonly recompute?: true | readonly Name[];
  /** What counts as a node's code: all that it reaches (`closure`), or its own text only (`function`). */
  readonly codeVersion?: CodeMode;
  /** Packs large results with gzip. */
  readonly compress?: boolean;
  /** Raises where a broken cache would only warn. */
  readonly strict?: boolean;
  /** Prints what happens to each node as it happens. */
  readonly log?: "info" | "debug";
}

export interface Given<Nodes, Inputs> {
  /** Values by the names of parameters that no node provides; one that is `undefined` counts as not given. */
  readonly inputs?: { readonly [N in keyof Inputs]?: Inputs[N] | Secret<Inputs[N]> } & Record<string, unknown>;
  /**
   * Values in the place of nodes, for this request: their functions are not called, and what they alone need is not needed.
   * What reads them is keyed by them, as by inputs; nothing is stored under the node's own key. `undefined` overrides nothing.
   */
  readonly overrides?: { readonly [N in keyof Nodes]?: Nodes[N] | Secret<Nodes[N]> };
}

export interface ExecuteOptions<Nodes, Inputs> extends Given<Nodes, Inputs> {
  /** Nodes that execute in this run, whatever is stored. */
  readonly recompute?: true | readonly Key<Nodes>[];
  /** Stops the run: no further node starts; what has finished stays stored. */
  readonly signal?: AbortSignal;
  /** After a failure: finish what does not depend on it (the default), or stop. */
  readonly onError?: "stop" | "continue";
  /** How many bodies may run at once; 16 if absent. */
  readonly concurrency?: number;
}
