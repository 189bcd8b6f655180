// Which of several functions is the node? The config chooses.
import { cellarError } from "../../errors.ts";
import type { AnyFunction } from "../module.ts";
import type { AddsOf, Bare, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { holdVariants } from "./wrap.ts";

/**
 * One node in several variants: the first whose `when()` fits the builder's config, so that the last may be a plain function.
 * Where none fits there is no such node.
 *
 * In the cache key: the code of the chosen variant alone. To edit another one, or any condition, executes nothing.
 *
 * @param variants functions, each wrapped in `when(condition, fn)` but for the last, which need not be
 * @returns what stands for the node; to call it throws, since no config is known there: call the variant that you mean
 * @throws CellarError `bad-modifier` when the module is read, for what is no function, and for what no config could choose
 * @see Hamilton's `@config.when` with names `price__fast`, `price__exact`
 */
export function oneOf<const Fs extends readonly AnyFunction[]>(...variants: Fs): Chosen<Fs[number]> {
  const wrong = variants.findIndex((fn) => typeof fn !== "function");
  if (wrong >= 0)
    throw new TypeError(`oneOf() takes functions, and its variant ${wrong + 1} is a ${typeof variants[wrong]}.`);
  const refuse = () => {
    throw cellarError(
      "bad-modifier",
      "What oneOf() made is chosen by a driver's config and cannot be called by itself: call the variant that you mean.",
    );
  };
  return holdVariants(refuse, variants) as Chosen<Fs[number]>;
}

type Chosen<F extends AnyFunction> = NodeFunction<Bare<F>, OwnOf<F>, AddsOfAny<F>, LoadedOf<F>, UnderOfAny<F>>;

/** The nodes that any of the variants adds, each with all the values that it may have. */
type AddsOfAny<F> = { [N in NamesOf<AddsOf<F>>]: ValueAt<AddsOf<F>, N> };
type UnderOfAny<F> = { [N in NamesOf<UnderOf<F>>]: ValueAt<UnderOf<F>, N> };
type NamesOf<A> = A extends unknown ? keyof A : never;
type ValueAt<A, N extends PropertyKey> = A extends { readonly [K in N]: infer V } ? V : never;
