// Which columns of a node's frame are nodes of their own?
import type { AnyFunction } from "../module.ts";
import type { AddsOf, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

/** What a frame gives for a column: a series of Polars, a vector of Arrow, a list of a table held as rows. */
export type ColumnOf<Frame, K extends string> = Frame extends { getColumn(name: string): infer C }
  ? C
  : Frame extends { getChild(name: never): infer C }
    ? NonNullable<C>
    : Frame extends readonly (infer Row)[]
      ? (K extends keyof Row ? Row[K] : unknown)[]
      : K extends keyof Frame
        ? Frame[K]
        : unknown;

/**
 * Makes a node of each named column, beside the function's own. Frames are those of Polars and Arrow, lists of rows, and
 * objects of columns.
 *
 * In the cache key of such a node: the function's code, the column's name, the data version of the whole frame.
 *
 * @param columns names, written out as literals
 * @throws CellarError `bad-modifier` when it runs, for a frame without the column
 * @see Hamilton's `@extract_columns`
 */
export function extractColumns<F extends AnyFunction, const K extends string>(
  columns: readonly K[],
  fn: F,
): NodeFunction<F, OwnOf<F>, AddsOf<F> & { [N in K]: ColumnOf<OwnOf<F>, N> }, LoadedOf<F>, UnderOf<F>> {
  void columns;
  return wrap("extractColumns", fn) as unknown as NodeFunction<
    F,
    OwnOf<F>,
    AddsOf<F> & { [N in K]: ColumnOf<OwnOf<F>, N> },
    LoadedOf<F>,
    UnderOf<F>
  >;
}
