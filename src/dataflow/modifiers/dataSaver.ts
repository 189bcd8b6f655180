// Which node takes data outside?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * A function that writes its input somewhere and gives what is to be known of it, e.g. `{ path, rows }`, which is the node's
 * value. Its behavior is `withCache({ defaultSaverBehavior })` unless it is given one of its own.
 *
 * Files and folders that the value names, by `path` or `paths` (texts or `file:` URLs), are looked at, also where it is a list
 * of such: a hit needs each of them to hold what was saved; one that was changed or is gone is saved again, and says so. Of a
 * folder, all files in it and below count. What reads the node is keyed by their content too, also through steps, checks and
 * extracted fields. Computed once per item, it is looked at item by item.
 * Destinations that are no files of this machine are not looked at: give the node `cache({ behavior: "recompute" })`.
 *
 * In the cache key: the function's code, as for any node; give the destination as a parameter, so that it counts.
 *
 * @see Hamilton's `@datasaver`
 */
export function dataSaver<F extends (...args: never[]) => object | Promise<object>>(fn: F): Keep<F> {
  return wrap("dataSaver", fn as AnyFunction) as unknown as Keep<F>;
}
