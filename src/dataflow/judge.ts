// Is a value as `checkOutput` asks for? Rule by rule, with the first few places where it is not.
import { cellarError } from "../errors.ts";
import type { CheckRules } from "../source/facts.ts";
import { columnOf, frameColumns, isMany, itemsOf } from "./columnOf.ts";
import { addExample, type Example, type Finding, type Findings } from "./findings.ts";
import type { AnyFunction } from "./module.ts";

type ItemRules = Omit<CheckRules, "schema" | "columns">;
/** What does not fit, among the items. */
interface Misfit {
  readonly rule: string;
  readonly fits: (item: unknown) => boolean;
  readonly says: (count: string) => string;
}

/**
 * @param custom judges after the rules; called only where the value is there
 * @param name what its author calls it: one that modifiers wrap may have none of its own
 */
export function judge(
  value: unknown,
  rules: CheckRules,
  custom?: AnyFunction,
  name = custom?.name ?? "",
): Findings | Promise<Findings> {
  const found = [
    ...wholeType(value, rules.type),
    ...(hasItemRules(rules) ? itemFindings(itemsOf(value), withoutWhole(rules), isMany(value)) : []),
    ...Object.entries(rules.schema ?? {}).flatMap(([column, type]) =>
      columnFindings(value, column, { type }, "schema"),
    ),
    ...Object.entries(rules.columns ?? {}).flatMap(([column, own]) => columnFindings(value, column, own)),
  ];
  if (custom === undefined) return toldOf(found);
  const said = (custom as (value: unknown) => unknown)(value);
  return said instanceof Promise
    ? said.then((verdict) => toldOf([...found, ...verdictOf(verdict, name)]))
    : toldOf([...found, ...verdictOf(said, name)]);
}

function toldOf(findings: readonly Finding[]): Findings {
  return { passed: findings.length === 0, findings };
}

function verdictOf(verdict: unknown, name: string): readonly Finding[] {
  if (verdict === true || verdict === undefined) return [];
  if (verdict === false) return [{ rule: "custom", says: `\`${name}\` says no`, examples: [] }];
  if (typeof verdict === "string") return [{ rule: "custom", says: verdict, examples: [] }];
  throw cellarError(
    "bad-modifier",
    `\`${name}\` checks a value, and gives ${typeof verdict}: it is to give true, false, or a text that says what is wrong.`,
  );
}

function hasItemRules({ range, in: among, nulls, type }: ItemRules): boolean {
  return range !== undefined || among !== undefined || nulls !== undefined || isOfItems(type);
}

function withoutWhole({ type, range, in: among, nulls }: CheckRules): ItemRules {
  return {
    ...(range === undefined ? {} : { range }),
    ...(among === undefined ? {} : { in: among }),
    ...(nulls === undefined ? {} : { nulls }),
    ...(type !== undefined && isOfItems(type) ? { type } : {}),
  };
}

// ---- types ----

const ITEM_TYPES: Readonly<Record<string, (item: unknown) => boolean>> = {
  number: (item) => typeof item === "number",
  integer: (item) => Number.isInteger(item),
  bigint: (item) => typeof item === "bigint",
  string: (item) => typeof item === "string",
  boolean: (item) => typeof item === "boolean",
  Date: (item) => item instanceof Date,
};
const WHOLE_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  list: (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)),
  object: (value) => typeof value === "object" && value !== null && !isMany(value) && frameColumns(value) === undefined,
  Map: (value) => value instanceof Map,
  Set: (value) => value instanceof Set,
  frame: (value) => frameColumns(value) !== undefined,
};

function isOfItems(type: string | undefined): boolean {
  return type !== undefined && Object.hasOwn(ITEM_TYPES, type);
}

function wholeType(value: unknown, type: string | undefined): readonly Finding[] {
  if (type === undefined || isOfItems(type) || WHOLE_TYPES[type]!(value)) return [];
  return [{ rule: "type", says: `is no ${type}`, examples: examplesOf([value], () => false, false).examples }];
}

// ---- columns ----

function columnFindings(value: unknown, column: string, rules: ItemRules, by?: string): readonly Finding[] {
  const items = columnOf(value, column);
  if (items === undefined) return [{ rule: by ?? "columns", column, says: "is not there", examples: [] }];
  const { type } = rules;
  const whole = type !== undefined && !isOfItems(type);
  const own = whole ? withoutWhole(rules) : rules;
  const misfit = whole
    ? [{ rule: "type", fits: WHOLE_TYPES[type]!, says: (count: string) => `${count} no ${type}` }]
    : [];
  const found = [...itemFindings(items, own, true), ...itemFindingsOf(items, misfit, true)];
  return found.map((finding) => ({ ...finding, ...(by === undefined ? {} : { rule: by }), column }));
}

// ---- items ----

function itemFindings(items: Iterable<unknown>, rules: ItemRules, isList: boolean): readonly Finding[] {
  const { range, in: among, type, nulls } = rules;
  const misfits: Misfit[] = [];
  if (type !== undefined) {
    const says = (count: string) => `${count} no ${type}`;
    misfits.push({ rule: "type", fits: ITEM_TYPES[type]!, says });
  }
  if (range !== undefined) {
    const [least, most] = range;
    const fits = (item: unknown) =>
      (typeof item === "number" || typeof item === "bigint") &&
      (least === null || item >= least) &&
      (most === null || item <= most);
    misfits.push({ rule: "range", fits, says: (count) => `${count} out of the range ${rangeText(range)}` });
  }
  if (among !== undefined) {
    const set = new Set<unknown>(among);
    const says = (count: string) => `${count} none of ${among.map((each) => JSON.stringify(each)).join(", ")}`;
    misfits.push({ rule: "in", fits: (item) => set.has(item), says });
  }
  return [...itemFindingsOf(items, misfits, isList), ...nullFindings(items, nulls, isList)];
}

function itemFindingsOf(items: Iterable<unknown>, misfits: readonly Misfit[], isList: boolean): readonly Finding[] {
  return misfits.flatMap(({ rule, fits, says }) => {
    const { count, all, examples } = examplesOf(items, (item) => isNull(item) || fits(item), isList);
    return count === 0 ? [] : [{ rule, says: says(countText(count, all, isList)), examples }];
  });
}

function nullFindings(items: Iterable<unknown>, nulls: number | undefined, isList: boolean): readonly Finding[] {
  if (nulls === undefined) return [];
  const { count, all, examples } = examplesOf(items, (item) => !isNull(item), isList);
  if (count <= nulls * all) return [];
  const allowed = nulls === 0 ? "" : `, more than the share of ${nulls}`;
  return [{ rule: "nulls", says: `${countText(count, all, isList)} null${allowed}`, examples }];
}

function isNull(item: unknown): boolean {
  return item === null || item === undefined || Number.isNaN(item);
}

function examplesOf(items: Iterable<unknown>, fits: (item: unknown) => boolean, isList: boolean) {
  const examples: Example[] = [];
  let count = 0;
  let all = 0;
  for (const item of items) {
    if (!fits(item)) {
      count++;
      addExample(examples, item, isList ? all : undefined);
    }
    all++;
  }
  return { count, all, examples };
}

function countText(count: number, all: number, isList: boolean): string {
  return isList ? `${count} of ${all} ${count === 1 ? "is" : "are"}` : "is";
}

function rangeText([least, most]: NonNullable<CheckRules["range"]>): string {
  if (least === null) return `up to ${most}`;
  return most === null ? `from ${least} on` : `[${least}, ${most}]`;
}
