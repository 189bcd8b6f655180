// What are a function's parameters bound to, if not to the nodes of their names?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * Binds parameters to values, or by `source("name")` to other nodes and inputs.
 *
 * In the cache key: the versions of what they are bound to, under the parameters' names. A function that is
 * bound has no version: it counts by its code with all of its module that the code names.
 *
 * @param bound an object written out: `{ rate: 0.1, rows: source("cleanRows") }`
 * @throws CellarError `bad-modifier` when the module is read, for what is no parameter of the function
 * @see Hamilton's `@inject`
 */
export function inject<F extends AnyFunction>(bound: Readonly<Record<string, unknown>>, fn: F): Keep<F> {
  void bound;
  return wrap("inject", fn) as Keep<F>;
}
