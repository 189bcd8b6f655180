// Through which steps does a node's value go before anybody reads it?
import type { AnyFunction } from "../module.ts";
import { type After, type AnyStep, type Fitting, functionsOf, type StepNodes } from "./step.ts";
import type { AddsOf, Bare, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * Puts steps between a function and all that read its node `x`: `x.raw` is what the function gives, `x.step1` (or its own name)
 * what the first step makes of it, and so on; `x` is what the last one gives. Each is a node that can be asked for, and is
 * cached: after an edit of a step only that one and those after it execute, and a step that gives the same value stops there.
 *
 * In the cache key of `x.raw`: what it was without steps, so that to add, edit or remove one never executes the function.
 * Of a step: see `step()`. Of `x`: the version of what the last step gives.
 *
 * @param steps a list written out: `[step(round, { digits: 2 }), step(clip).named("clipped").when({ mode: "safe" })]`
 * @param fn the node's function, last
 * @returns the function itself; a plain call of it goes through no step
 * @throws CellarError `bad-modifier` when the module is read, for what is no list of steps
 * @see Hamilton's `@pipe_output` and `@mutate`
 */
export function pipeOutput<F extends AnyFunction, const S extends readonly AnyStep[]>(
  steps: S & Fitting<OwnOf<F>, S>,
  fn: F,
): NodeFunction<Bare<F>, After<OwnOf<F>, S>, AddsOf<F>, LoadedOf<F>, UnderOf<F> & { raw: OwnOf<F> } & StepNodes<S>> {
  return wrap("pipeOutput", fn, fn, functionsOf("pipeOutput", steps)) as never;
}
