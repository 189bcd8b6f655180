// Which node reads the values of all items?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

/** What stands in the place of an item that failed, where `collect({ partial: true })` runs all the same. */
export interface ItemFailure {
  readonly itemFailed: true;
  /** The node that failed for this item. */
  readonly node: string;
  /** Of its error. */
  readonly name: string;
  readonly message: string;
}

/** Tells the marker of a failed item from a value. */
export function isItemFailure(value: unknown): value is ItemFailure {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "itemFailed");
}

/**
 * A node whose parameters that are computed item by item take arrays: the values of all items, in the order of the list.
 * Other parameters are as for any node.
 *
 * In the cache key: the function's code, and for each such parameter the ordered list of the items' versions; with failed
 * items their markers too, so that a later run in which none fails never hits it.
 *
 * @param options `partial: true` runs it although items failed, with an `ItemFailure` in the place of each; without it the
 * node is skipped and the run fails. Written out, since it is read from the text
 * @param fn the node's function, last
 * @throws CellarError `bad-modifier` when the driver is built, where none of its parameters is computed item by item
 * @see Hamilton's `Collect`
 */
export function collect<F extends AnyFunction>(options: { readonly partial?: boolean }, fn: F): Keep<F> {
  void options;
  return wrap("collect", fn) as Keep<F>;
}
