// What else is to be known of a node?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * Names and texts by which nodes can be found and told apart. Nothing of it enters the cache key.
 *
 * @param tags written out as literals, since they are read from the text
 * @param fn the node's function, last
 * @throws CellarError `bad-modifier` when the module is read, for a value that is no text
 */
export function tag<F extends AnyFunction>(tags: Readonly<Record<string, string>>, fn: F): Keep<F> {
  void tags;
  return wrap("tag", fn) as Keep<F>;
}
