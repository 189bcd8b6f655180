// What does a node's result do with the cache?
import type { Behavior, Impure, Lending } from "../../contracts.ts";
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

export interface CacheModifier {
  /** As in `withCache`, whose lists win over it. */
  readonly behavior?: Behavior;
  /** Name of the format in which the result is stored, e.g. `"parquet"`; changing it executes nothing. */
  readonly format?: string;
  /** Age in ms from which a stored result is no longer taken; it is executed again then. */
  readonly ttlMs?: number;
  /** `"run"` executes it in every run if it reads what no key holds, e.g. the clock; `"trust"` caches it all the same. */
  readonly impure?: Impure;
  /**
   * How the node is lent what it reads. `"check"`, the default: the live value, which is looked at again afterwards; a node
   * that has changed it is executed again on a copy. `"copy"`: a copy of its own at once. `"freeze"`: a copy whose records and
   * lists are frozen, so that a change throws where it is made; Map, Set, Date, typed arrays and frames cannot be frozen.
   * `"trust"`: the live value, never looked at again, for large values; a change of it shows only to
   * a node that is lent it later and is looked at.
   */
  readonly lend?: Lending;
  /** `false` shows the node's values nowhere, neither in records nor in cues; digests stay. */
  readonly preview?: boolean;
  /**
   * `true` gives the function, as its parameter `seed`, a whole number from 0 to 2³² − 1: the same for the same node in runs of
   * the same `execute(…, { seed })`, another one for another node. Without a seed of the run it is that of no seed, the
   * same in every run. In the cache key; so a node of another name executes.
   */
  readonly seed?: boolean;
  /**
   * `true` gives the function, as its parameter `now`, the time at which the run began, in ms since the epoch: one moment for
   * all nodes. In runs of the same `execute(…, { seed })` of a dataflow it is the start of the first of them, so that they
   * hit; without a seed every run has its own, and the node executes. In the cache key.
   */
  readonly now?: boolean;
}

/**
 * Says for one node, in every dataflow that uses it, how its result is cached. It holds for all nodes that the function
 * makes, e.g. a loader's two. Without `withCache()` nothing is cached.
 *
 * Nothing of it enters the cache key, so that changing it executes nothing; only `ttlMs` and `seed` tie the key to the node's
 * name (R4), and what `seed` and `now` give counts as what any other parameter reads (R32).
 *
 * @param options written out as literals, since they are read from the text
 * @param fn the node's function, last
 * @returns the function, called as before
 * @throws CellarError `bad-modifier` when the module is read, for an unknown option or value
 * @see Hamilton's `@cache`
 */
export function cache<F extends AnyFunction>(options: CacheModifier, fn: F): Keep<F> {
  void options;
  return wrap("cache", fn) as Keep<F>;
}
