// What must a node's value be like, for anybody to read it?
import type { Findings } from "../findings.ts";
import type { AnyFunction } from "../module.ts";
import type { AddsOf, LoadedOf, NodeFunction, OwnOf, UnderOf } from "./types.ts";
import { wrap } from "./wrap.ts";

type Plain = string | number | boolean | null;
type CheckedType =
  | ("number" | "integer" | "bigint" | "string" | "boolean" | "Date")
  | ("list" | "object" | "Map" | "Set" | "frame");

/** What single values must be like: the value itself, or each item of a list, a set or a column. Nulls are for `nulls` alone. */
export interface ItemRules {
  /** Least and greatest number, both allowed; `null` for no bound. Anything but a number is out of range. */
  readonly range?: readonly [least: number | null, most: number | null];
  /** One of these, by `===`. */
  readonly in?: readonly Plain[];
  /** `"list"`, `"object"`, `"Map"`, `"Set"` and `"frame"` are of the whole value, the others of each item. */
  readonly type?: CheckedType;
  /** How many may be `null`, `undefined` or NaN: none, or a share of them from 0 to 1. */
  readonly nulls?: "none" | number;
}

export interface CheckRules<T = unknown> extends ItemRules {
  /** Columns that a frame, a list of records or an object of columns must have, each with the type of its values. */
  readonly schema?: Readonly<Record<string, CheckedType>>;
  /** Rules for the values of single columns. */
  readonly columns?: Readonly<Record<string, ItemRules>>;
  /** A function of the module, by its name: `true` or nothing passes; `false`, or a text that says what is wrong, does not. */
  readonly custom?: (value: T) => Verdict | Promise<Verdict>;
  /** `"fail"`, the default: the node fails, and nothing below it runs. `"warn"`: the run says it and goes on. */
  readonly importance?: "fail" | "warn";
}

// biome-ignore lint/suspicious/noConfusingVoidType: a function that throws or ends well is a check too
type Verdict = boolean | string | undefined | void;

/**
 * Looks at a node's value before anybody reads it. `x.unchecked` is what the function gives, `x.check` what was found of it
 * (`{ passed, findings }`), and `x` the value that has passed. Where a check fails, `x` fails with what was found, and nothing is stored of
 * it; what the function gave is kept all the same, so that a rule that was wrong can be mended without executing it again.
 *
 * In the cache key of `x.unchecked`: what it was without a check, so that to add, edit or remove one never executes the
 * function (R3). Of `x.check`: the rules, the code of a custom one, and the version of the value. So whatever is stored has been
 * looked at by the check as it is now. Of `x`: the versions of the value and of what was found, and the importance.
 *
 * Several checks, each with an importance of its own, can stand around one another; their nodes are `x.check`, `x.check2`, ….
 *
 * @param rules written out as literals, since they are read from the text; `custom` is a name
 * @param fn the node's function, last
 * @returns the function itself; a plain call of it checks nothing
 * @throws CellarError `bad-modifier` when the module is read, for an unknown rule; `check-failed` when it runs
 * @see Hamilton's `@check_output`
 */
export function checkOutput<F extends AnyFunction>(
  rules: CheckRules<OwnOf<F>>,
  fn: F,
): NodeFunction<F, OwnOf<F>, AddsOf<F>, LoadedOf<F>, UnderOf<F> & CheckNodes<F>> {
  return wrap("checkOutput", fn, fn, rules.custom) as never;
}

/** A second check bears a number; a third is not told to the types. */
type CheckNodes<F> =
  UnderOf<F> extends { check: Findings } ? { check2: Findings } : { unchecked: OwnOf<F>; check: Findings };
