// How is a module used as a part of a dataflow, once or several times, each with other inputs?
import type { AnyFunction } from "../module.ts";
import { layersOf, wrap } from "./wrap.ts";

/** One for all copies of the engine in a process. */
const MODULES = Symbol.for("cellar.modifier.modules");

export interface SubdagOptions<Ms extends readonly object[] = readonly object[]> {
  /** Imported as a whole: `import * as sales from "./sales"`. Later ones see the nodes of earlier ones, and the reverse. */
  readonly modules: Ms;
  /** What their functions ask for, by name: values, or by `source("name")` nodes and inputs of the dataflow around. One that bears the name of a node of theirs stands in its place. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Chooses between variants in these modules, before what `withConfig()` says, and gives their inputs of that name. */
  readonly config?: Readonly<Record<string, unknown>>;
}

declare const within: unique symbol;

/** Has the modules' nodes below its own name. */
export interface Within<Ms extends readonly object[]> {
  readonly [within]: Ms;
}

/** The modules behind a function that `subdag()` made. */
export type ModulesWithin<F> = F extends { readonly [within]: infer Ms extends readonly object[] } ? Ms : readonly [];

/**
 * Uses modules as a part of the dataflow: all their nodes are there once more below the name of this one, e.g.
 * `northSales.total`. The function itself reads them by their own names, and what they give is the value of `northSales`.
 * What the modules' functions ask for is the node of that name among their own, else what `inputs` and `config` say, else
 * the node or input of that name in the dataflow around.
 *
 * In the cache key of an inner node: what is in it anyway, the function's code and the versions of what its parameters are
 * bound to. Neither its name nor the use of a module is part of it, so two uses with equal inputs are one computation, and
 * so is the module used by itself.
 *
 * @param options written out, since they are read from the text; modules are found by their imports
 * @param fn reads nodes of the modules, last
 * @throws CellarError `bad-modifier` when the module is read, or at `build()`, for modules that are no modules of nodes and
 * inputs that nothing takes; `circular` where a module uses itself
 * @see Hamilton's `@subdag`
 */
export function subdag<const Ms extends readonly object[], F extends AnyFunction>(
  options: SubdagOptions<Ms>,
  fn: F,
): F & Within<Ms> {
  return Object.defineProperty(wrap("subdag", fn), MODULES, { value: options.modules }) as F & Within<Ms>;
}

/**
 * The modules that an exported function was given; undefined where it is none of `subdag()`.
 *
 * @param variant which of those in `oneOf`, from 1
 */
export function modulesWithin(fn: unknown, variant: number | undefined): readonly object[] | undefined {
  for (const each of layersOf(fn, variant)) {
    const { [MODULES]: modules } = each as { readonly [MODULES]?: readonly object[] };
    if (modules !== undefined) return modules;
  }
  return undefined;
}
