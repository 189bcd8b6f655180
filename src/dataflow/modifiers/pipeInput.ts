// Through which steps does a value go before this function alone reads it?
import type { AnyFunction } from "../module.ts";
import { type AnyStep, functionsOf, type StepNodes } from "./step.ts";
import type { AddsOf, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

type Piped = Readonly<Record<string, readonly AnyStep[]>>;
type PipedNodes<P extends Piped> = {
  [K in NamesOf<P>]: K extends `${infer Parameter}.${infer Name}`
    ? StepNodes<P[Parameter]> extends infer N
      ? N[Name & keyof N]
      : never
    : never;
};
type NamesOf<P extends Piped> = {
  [K in keyof P & string]: `${K}.${keyof StepNodes<P[K]> & string}`;
}[keyof P & string];

/**
 * Puts steps between what a parameter reads and the function; others read the same node as ever. Of the node `x` and its
 * parameter `rows` they are the nodes `x.rows.step1` (or its own name), and so on, each cached: after an edit of a step only that one
 * and those after it execute, and a step that gives the same value stops there.
 *
 * In the cache key of a step: see `step()`. Of `x`: the version of what the last step gives, under the parameter's name.
 *
 * @param steps by parameter, written out: `{ rows: [step(clean), step(scale, { by: source("factor") })] }`
 * @param fn the node's function, last
 * @returns the function itself; a plain call of it goes through no step
 * @throws CellarError `bad-modifier` when the module is read, for what is no parameter of the function, or no list of steps
 * @see Hamilton's `@pipe_input`
 */
export function pipeInput<F extends AnyFunction, const P extends Piped>(
  steps: P,
  fn: F,
): NodeFunction<F, OwnOf<F>, AddsOf<F>, LoadedOf<F>, UnderOf<F> & PipedNodes<P>> {
  const held = Object.entries(steps).map(([parameter, list]) => [parameter, functionsOf("pipeInput", list)]);
  return wrap("pipeInput", fn, fn, Object.fromEntries(held)) as never;
}
