// Which fields of a node's value are nodes of their own?
import type { AnyFunction } from "../module.ts";
import type { AddsOf, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * Makes a node of each named field of the value, beside the function's own.
 *
 * In the cache key of such a node: the function's code, the field's name, the data version of the whole value.
 *
 * @param fields names, written out as literals
 * @param fn gives an object (or a `Map`) that has these fields
 * @throws CellarError `bad-modifier` when it runs, for a value without the field
 * @see Hamilton's `@extract_fields`
 */
export function extractFields<F extends AnyFunction, const K extends keyof OwnOf<F> & string>(
  fields: readonly K[],
  fn: F,
): NodeFunction<F, OwnOf<F>, AddsOf<F> & { [N in K]: OwnOf<F>[N] }, LoadedOf<F>, UnderOf<F>> {
  void fields;
  return wrap("extractFields", fn) as unknown as NodeFunction<
    F,
    OwnOf<F>,
    AddsOf<F> & { [N in K]: OwnOf<F>[N] },
    LoadedOf<F>,
    UnderOf<F>
  >;
}
