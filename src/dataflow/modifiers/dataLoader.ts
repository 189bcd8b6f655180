// Which node brings data in from outside?
import type { AnyFunction } from "../module.ts";
import type { NodeFunction, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * A function that loads data and tells where it is from: `[data, { source: "sales.csv" }]`. It makes two nodes: `x.loader` is
 * the pair, `x` the data. Their behavior is `withCache({ defaultLoaderBehavior })` unless they are given one of their own.
 *
 * In the cache key: the function's code; of `x` also that it is what was loaded.
 *
 * @returns a function that gives the data alone when it is called
 * @throws CellarError `bad-modifier` when it runs and gives anything but such a pair
 * @see Hamilton's `@dataloader`
 */
export function dataLoader<F extends (...args: never[]) => Pair | Promise<Pair>>(fn: F): Loading<F> {
  const load = async (...args: Parameters<F>): Promise<unknown> => (await fn(...args))[0];
  return wrap("dataLoader", fn as AnyFunction, load as AnyFunction) as unknown as Loading<F>;
}

type Pair = readonly [value: unknown, info: unknown];
type Loaded<F extends AnyFunction> = Awaited<ReturnType<F>> extends infer P extends Pair ? P : never;
type Loading<F extends AnyFunction> = NodeFunction<
  (...args: Parameters<F>) => Promise<Loaded<F>[0]>,
  Loaded<F>[0],
  {},
  Loaded<F>,
  UnderOf<F>
>;
