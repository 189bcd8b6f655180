// Which nodes are one function with other parameters?
import type { AnyFunction } from "../module.ts";
import type { Bare, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * Makes one node per case, in place of the function's own. A case binds parameters to values, or by `source("name")` to other
 * nodes and inputs; those that it leaves out are bound by their names as ever.
 *
 * In the cache key of a case: the function's code and the versions of what its parameters are bound to, whether a value,
 * a node or an input; so two cases that are given the same are one computation. The names of cases are no part of it.
 *
 * @param cases an object written out: `{ low: { rate: 0.1 }, high: { rate: source("topRate") } }`
 * @throws CellarError `bad-modifier` when the module is read, for what is no parameter of the function
 * @see Hamilton's `@parameterize`
 */
export function parameterize<
  const C extends Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  F extends AnyFunction,
>(cases: C, fn: F): NodeFunction<Bare<F>, never, CaseNodes<keyof C & string, F>> {
  void cases;
  return wrap("parameterize", fn) as unknown as NodeFunction<Bare<F>, never, CaseNodes<keyof C & string, F>>;
}

/** Each case has its own of the nodes that a loader, steps and checks make. */
type CaseNodes<N extends string, F> = { [K in N]: OwnOf<F> } & {
  [K in [LoadedOf<F>] extends [never] ? never : `${N}.loader`]: LoadedOf<F>;
} & {
  [K in `${N}.${keyof UnderOf<F> & string}`]: K extends `${N}.${infer U}` ? UnderOf<F>[U & keyof UnderOf<F>] : never;
};
