// Which types does a user meet? Names and values of nodes, read off the modules' functions.
import type { AnyFunction } from "../dataflow/module.ts";

declare const spec: unique symbol;

/** What `%%cell_to_module` binds: the exports plus, as a phantom, the parameters of each node by name (types erase names). */
export type Module<NS extends object, Params extends object = {}> = NS & { readonly [spec]?: Params };

/** What a generator yields is collected into a list. */
export type Materialised<T> = T extends Generator<infer Y, unknown, unknown> | AsyncGenerator<infer Y, unknown, unknown>
  ? Y[]
  : T;
export type ValueOf<F> = F extends (...args: never[]) => infer R ? Materialised<Awaited<R>> : never;

type FunctionKeys<M> = { [K in keyof M]: M[K] extends AnyFunction ? K : never }[keyof M] & string;

/** Node name → value type, of one module. */
export type NodesOf<M> = { [K in FunctionKeys<M>]: ValueOf<M[K]> };

type ParamsOf<M> = M extends { readonly [spec]?: infer P } ? (P extends object ? P : {}) : {};
export type Flat<T> = { [K in keyof T]: T[K] } & {};
type Over<A, B> = Flat<Omit<A, keyof B> & B>;

/** Later modules win, as `allowOverrides` says; without it a duplicate is an error at build(). */
export type MergeNodes<Ms extends readonly unknown[], Acc = {}> = Ms extends readonly [infer A, ...infer R]
  ? MergeNodes<R, Over<Acc, NodesOf<A>>>
  : Acc;
export type MergeParams<Ms extends readonly unknown[], Acc = {}> = Ms extends readonly [infer A, ...infer R]
  ? MergeParams<R, Acc & ParamsOf<A>>
  : Acc;

/** Parameters that no node provides: the inputs. */
export type Open<P, N> = Omit<P, keyof N>;
export type Key<N> = keyof N & string;
