// Which types does a user meet? Names and values of nodes, read off the modules' functions.
import type { ModulesWithin } from "../dataflow/modifiers/subdag.ts";
import type { AddsOf, LoadedOf, OwnOf, UnderOf } from "../dataflow/modifiers/types.ts";
import type { AnyFunction } from "../dataflow/module.ts";

export type { Materialised, NodeFunction, ValueOf } from "../dataflow/modifiers/types.ts";

declare const spec: unique symbol;
declare const names: unique symbol;

/**
 * What `%%cell_to_module` binds: the exports plus, as phantoms, the parameters of each node by name (types erase names),
 * and which exports are nodes (a type does not tell how a function came to be); every function where nothing says so.
 */
export type Module<NS extends object, Params extends object = {}, Names extends string = string> = NS & {
  readonly [spec]?: Params;
  readonly [names]?: Names;
};

type FunctionKeys<M> = { [K in keyof M]: M[K] extends AnyFunction ? K : never }[keyof M] & string;

type NodeKeys<M> = M extends { readonly [names]?: infer N }
  ? string extends N
    ? FunctionKeys<M>
    : Extract<N, keyof M & string>
  : FunctionKeys<M>;

type OwnKeys<M> = {
  [K in NodeKeys<M>]: [OwnOf<M[K]>] extends [never] ? (Unmade<M[K]> extends true ? K : never) : K;
}[NodeKeys<M>];
/** A plain function that never returns is a node all the same. */
type Unmade<F> = [LoadedOf<F>] extends [never] ? ({} extends AddsOf<F> ? true : false) : false;
type LoaderKeys<M> = { [K in NodeKeys<M>]: [LoadedOf<M[K]>] extends [never] ? never : K }[NodeKeys<M>];
type Both<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : {};
type Added<M> = Both<{ [K in NodeKeys<M>]: {} extends AddsOf<M[K]> ? never : AddsOf<M[K]> }[NodeKeys<M>]>;

type UnderKeys<M> = { [K in NodeKeys<M>]: `${K}.${keyof UnderOf<M[K]> & string}` }[NodeKeys<M>];
/** `x.raw`, `x.check`, `x.rows.step1`. */
type Under<M> = {
  [P in UnderKeys<M>]: P extends `${infer K}.${infer U}`
    ? K extends keyof M
      ? UnderOf<M[K]> extends infer Values
        ? Values[U & keyof Values]
        : never
      : never
    : never;
};
/** The nodes that `subdag()` has below the name of its own, as deep as one level. */
type Nested<M> = Both<{ [K in NodeKeys<M>]: NestedIn<K, ModulesWithin<M[K]>> }[NodeKeys<M>]>;
/** Of each variant, where there are several. */
type NestedIn<K extends string, Ms extends readonly object[]> = Ms extends readonly []
  ? never
  : { [N in keyof MergeFlat<Ms> & string as `${K}.${N}`]: MergeFlat<Ms>[N] };

/** Node name → value type, of one module, with the nodes that modifiers make. */
export type NodesOf<M> = FlatNodesOf<M> &
  ([Nested<M>] extends [never] ? {} : unknown extends Nested<M> ? {} : Nested<M>);

type FlatNodesOf<M> = { [K in OwnKeys<M>]: OwnOf<M[K]> } & {
  [K in LoaderKeys<M> as `${K}.loader`]: LoadedOf<M[K]>;
} & Under<M> &
  ([Added<M>] extends [never] ? {} : unknown extends Added<M> ? {} : Added<M>);

type MergeFlat<Ms extends readonly unknown[], Acc = {}> = Ms extends readonly [infer A, ...infer R]
  ? MergeFlat<R, Over<Acc, FlatNodesOf<A>>>
  : Acc;

type ParamsOf<M> = M extends { readonly [spec]?: infer P } ? (P extends object ? P : {}) : {};
export type Flat<T> = { [K in keyof T]: T[K] } & {};
type Over<A, B> = Flat<Omit<A, keyof B> & B>;

/** Later modules win, as `allowModuleOverrides` says; without it a duplicate is an error at build(). */
export type MergeNodes<Ms extends readonly unknown[], Acc = {}> = Ms extends readonly [infer A, ...infer R]
  ? MergeNodes<R, Over<Acc, NodesOf<A>>>
  : Acc;
export type MergeParams<Ms extends readonly unknown[], Acc = {}> = Ms extends readonly [infer A, ...infer R]
  ? MergeParams<R, Acc & ParamsOf<A>>
  : Acc;

/** Parameters that no node provides: the inputs. */
export type Open<P, N> = Omit<P, keyof N>;
export type Key<N> = keyof N & string;

// One signature that tells the cases apart, not two: of overloads TypeScript reports the last, at the wrong place.
/** A name of a node; any text where the names are made at run time. */
export type Name<N, K extends string> = string extends K ? K : Key<N>;
/** Values by name. */
export type Values<N, K extends string> = string extends K
  ? Record<string, unknown>
  : { [Node in K & Key<N>]: N[Node] };
