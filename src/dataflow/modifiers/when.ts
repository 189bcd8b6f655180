// With which config does a node exist?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

type Plain = string | number | boolean | null;

/** What the config must hold, by name: a value, one of several, or none of them. */
export type Condition = Readonly<Record<string, Plain | readonly Plain[] | { readonly not: Plain | readonly Plain[] }>>;

/**
 * A node that exists only where the builder's `withConfig()` fits: `{ region: "us" }` is equal to it, `{ region: ["us", "eu"] }`
 * is one of them, `{ region: { not: "us" } }` is neither. All names must fit; one that the config lacks is equal to nothing.
 * Values are compared by `===`. Where the node does not exist, those that read its name take an input of that name.
 *
 * Nothing of it enters the cache key: only the function does.
 *
 * @param condition written out as literals, since it is read from the text
 * @param fn the node's function, last
 * @returns the function, called as before, whatever the config
 * @throws CellarError `bad-modifier` when the module is read, for a condition that is not written out
 * @see Hamilton's `@config.when`
 */
export function when<F extends AnyFunction>(condition: Condition, fn: F): Keep<F> {
  void condition;
  return wrap("when", fn) as Keep<F>;
}
