// Which function stands between a value and what reads it?
import type { AnyFunction } from "../module.ts";
import type { ValueOf } from "./types.ts";
import type { Condition } from "./when.ts";

/**
 * A step of `pipeOutput()` or `pipeInput()`. `In` is what it takes, `Out` what it gives, `Name` its name (never = by its place),
 * `Maybe` whether the config decides that it is there.
 */
export interface Step<In = never, Out = unknown, Name extends string = never, Maybe extends boolean = boolean> {
  /** Called with the value and what its other parameters are bound to. */
  readonly fn: AnyFunction;
  /** The name of its node, below that of the node that is piped; without one it is `step1`, `step2`, by its place. */
  named<const N extends string>(name: N): Step<In, Out, N, Maybe>;
  /** It is there only where the builder's `withConfig()` fits, as with `when()`; else the value goes past it. */
  when(condition: Condition): Step<In, Out, Name, true>;
  /** For the types alone. */
  readonly told?: {
    readonly takes: (value: In) => void;
    readonly out: Out;
    readonly name: Name;
    readonly maybe: Maybe;
  };
}

/**
 * A step: `fn` is given the value as its first parameter. Its other parameters are bound to values, or by `source("name")` to
 * nodes and inputs; those that are left out are bound by their names, as those of any node.
 *
 * In the cache key of the step's node: the function's code with all that it reaches, the version of the value, and the
 * versions of what its other parameters are bound to. Neither its name nor its place.
 *
 * @param fn the name of a function of the module, or of an import; of an import only the first parameter can be given
 * @param bound an object written out: `{ digits: 2, by: source("factor") }`
 * @throws CellarError `bad-modifier` when the module is read, for what is no such function, or no parameter of it
 * @see Hamilton's `step`
 */
export function step<F extends AnyFunction>(
  fn: F,
  bound: Readonly<Record<string, unknown>> = {},
): Step<Parameters<F>[0], ValueOf<F>, never, false> {
  void bound;
  const made: unknown = { fn, named: () => made, when: () => made };
  return made as Step<Parameters<F>[0], ValueOf<F>, never, false>;
}

/** Any step. */
export interface AnyStep {
  readonly fn: AnyFunction;
}

type Told<S> = S extends { readonly told?: infer T } ? NonNullable<T> : never;
type OutOf<S> = Told<S> extends { readonly out: infer O } ? O : never;
type InOf<S> = Told<S> extends { readonly takes: (value: infer I) => void } ? I : never;
type NextOf<S, T> = Told<S> extends { readonly maybe: false } ? OutOf<S> : T | OutOf<S>;
type NameOf<S, At extends readonly unknown[]> =
  Told<S> extends { readonly name: infer N } ? ([N] extends [never] ? `step${At["length"]}` : N & string) : never;

/** What a value of `T` is after the steps. */
export type After<T, Steps> = Steps extends readonly [infer S, ...infer Rest] ? After<NextOf<S, T>, Rest> : T;

/** The nodes of steps by their names. */
export type StepNodes<Steps, At extends readonly unknown[] = [0]> = Steps extends readonly [infer S, ...infer Rest]
  ? { [N in NameOf<S, At>]: OutOf<S> } & StepNodes<Rest, [...At, 0]>
  : {};

/** The same steps, where each takes what is there before it. */
export type Fitting<T, Steps> = Steps extends readonly [infer S, ...infer Rest]
  ? readonly [T extends InOf<S> ? S : Step<T>, ...Fitting<NextOf<S, T>, Rest>]
  : Steps;

/** The functions of steps as they stand in a list. */
export function functionsOf(by: string, steps: readonly AnyStep[]): readonly AnyFunction[] {
  const fns = Array.isArray(steps) ? steps.map((each: Partial<AnyStep> | null | undefined) => each?.fn) : undefined;
  if (fns === undefined || fns.some((fn) => typeof fn !== "function"))
    throw new TypeError(`${by}() takes a list of steps, \`[step(round, { digits: 2 })]\`.`);
  return fns as readonly AnyFunction[];
}
