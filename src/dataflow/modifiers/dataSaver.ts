// Which node takes data outside?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * A function that writes its input somewhere and gives what is to be known of it, e.g. `{ path, rows }`, which is the node's
 * value. Its behavior is `withCache({ defaultSaverBehavior })` unless it is given one of its own.
 *
 * In the cache key: the function's code, as for any node.
 *
 * @see Hamilton's `@datasaver`
 */
export function dataSaver<F extends (...args: never[]) => object | Promise<object>>(fn: F): Keep<F> {
  return wrap("dataSaver", fn as AnyFunction) as unknown as Keep<F>;
}
