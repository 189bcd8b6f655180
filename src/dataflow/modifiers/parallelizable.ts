// Which node gives a list whose items are computed one by one?
import type { AnyFunction } from "../module.ts";
import type { AddsOf, Bare, Each, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * A list of which each item is computed and cached by itself. Nodes that read it, and those that read these, are called once
 * per item, up to the nodes that `collect`. Where an item is new, only what is computed from it executes; where one fails,
 * the others go on, and only it is tried again next time. Equal items are computed once.
 *
 * In the cache key: of this node, the function's code; of the nodes in between, for each item, the versions of what the
 * function is given. The place in the list does not count, except that equal items of a node which reads what no key holds
 * (a clock, a random number) are told apart by their order among each other.
 *
 * @param fn gives an array, or anything else that can be iterated, at once or as a promise; generators may be asynchronous
 * @throws CellarError `bad-modifier` when the driver is built, where it reads an item of another list; when it runs, for what
 * is no list
 * @see Hamilton's `Parallelizable`
 */
export function parallelizable<F extends AnyFunction>(
  fn: F & Listed<F>,
): NodeFunction<Bare<F>, Each<ItemOf<OwnOf<F>>>, AddsOf<F>, LoadedOf<F>, UnderOf<F>> {
  return wrap("parallelizable", fn as AnyFunction) as never;
}

/** What it gives, once through its own steps, can be iterated. */
type Listed<F> = OwnOf<F> extends Items ? unknown : (...args: never[]) => Items | Promise<Items>;

type Items = Iterable<unknown> | AsyncIterable<unknown>;
type ItemOf<L> = L extends Iterable<infer T> | AsyncIterable<infer T> ? T : never;
