// What do modifiers tell the types? The value of a function's own node, and the nodes that they add.
import type { AnyFunction } from "../module.ts";

declare const made: unique symbol;

/** What a generator yields is collected into a list. */
export type Materialised<T> = T extends Generator<infer Y, unknown, unknown> | AsyncGenerator<infer Y, unknown, unknown>
  ? Y[]
  : T;
/** One item of a `parallelizable` list, as the nodes see it that are computed once per item. */
export type Each<T> = T;
/** The value of a node whose function this is. */
export type ValueOf<F> = F extends (...args: never[]) => infer R ? Materialised<Awaited<R>> : never;

/**
 * A wrapped function: still called as `F`. `Own` is the value of the node of its name (never = there is none), `Adds` the
 * further nodes by name, `Loaded` the value of its `.loader` node, `Under` those of the nodes `x.…` by what stands after the dot.
 */
export type NodeFunction<
  F extends AnyFunction,
  Own = ValueOf<F>,
  Adds extends object = {},
  Loaded = never,
  Under extends object = {},
> = F & {
  readonly [made]: { own: Own; adds: Adds; loaded: Loaded; under: Under };
};

export type OwnOf<F> = F extends { readonly [made]: { own: infer O } } ? O : ValueOf<F>;
export type AddsOf<F> = F extends { readonly [made]: { adds: infer A extends object } } ? A : {};
export type LoadedOf<F> = F extends { readonly [made]: { loaded: infer L } } ? L : never;
export type UnderOf<F> = F extends { readonly [made]: { under: infer U extends object } } ? U : {};

/** The function without what its own modifiers tell the types, where a further one tells something else. */
export type Bare<F extends AnyFunction> = F extends { readonly [made]: unknown }
  ? F extends (...args: infer A extends never[]) => infer R
    ? ((...args: A) => R) & Omit<F, typeof made>
    : never
  : F;

/** The same nodes, another function. */
export type Keep<F extends AnyFunction> = NodeFunction<F, OwnOf<F>, AddsOf<F>, LoadedOf<F>, UnderOf<F>>;
