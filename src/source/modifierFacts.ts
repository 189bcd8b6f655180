// What does a modifier say? Its options as plain facts, or what is wrong with them.
import type { Expression, ObjectLiteralExpression } from "typescript";
import { BEHAVIORS, type Behavior, IMPURE, type Impure, LENDING, type Lending } from "../contracts.ts";
import { didYouMean } from "../nearest.ts";
import { codeDigest } from "./codeDigest.ts";
import { compiler } from "./compiler.ts";
import { conditionFacts } from "./conditionFacts.ts";
import type { BoundFacts, ModifierFacts } from "./facts.ts";
import { literalValue } from "./literalValue.ts";
import type { ModifierCall } from "./modifierCalls.ts";
import { unwrap } from "./shape.ts";

export type ModifierName = ModifierFacts["kind"];

/** A sentence on what is wrong; the caller says where. */
class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Gives the value of a name that the module holds as a literal constant. */
export type ConstantOf = (name: string) => Expression | undefined;

type Read = (options: readonly Expression[], constantOf: ConstantOf) => ModifierFacts | Fault;

/** How each modifier is read; the kinds of the options are those of the functions in `dataflow/modifiers/`. */
export const MODIFIERS: Readonly<Record<ModifierName, Read>> = {
  cache: ([options], constantOf) => {
    const given = recordIn("cache", options, constantOf);
    if (given instanceof Fault) return given;
    const unknown = Object.keys(given).find((key) => !Object.hasOwn(CACHE_OPTIONS, key));
    if (unknown !== undefined)
      return new Fault(`cache() has no option \`${unknown}\`.${didYouMean(unknown, Object.keys(CACHE_OPTIONS))}`);
    for (const [key, check] of Object.entries(CACHE_OPTIONS)) {
      const fault = given[key] === undefined ? undefined : check(given[key]);
      if (fault !== undefined) return new Fault(`cache({ ${key} }) ${fault}`);
    }
    return { kind: "cache", ...given };
  },
  tag: ([options], constantOf) => {
    const tags = recordIn("tag", options, constantOf);
    if (tags instanceof Fault) return tags;
    const wrong = Object.entries(tags).find(([, value]) => typeof value !== "string");
    if (wrong !== undefined) return new Fault(`tag({ ${wrong[0]} }) is a text, not ${JSON.stringify(wrong[1])}.`);
    return { kind: "tag", tags: tags as Record<string, string> };
  },
  dataLoader: (options) => (options.length === 0 ? { kind: "dataLoader" } : takesNothing("dataLoader")),
  dataSaver: (options) => (options.length === 0 ? { kind: "dataSaver" } : takesNothing("dataSaver")),
  extractFields: ([names], constantOf) => namesFrom("extractFields", names, constantOf),
  extractColumns: ([names], constantOf) => namesFrom("extractColumns", names, constantOf),
  parameterize: ([options], constantOf) => {
    const cases = objectIn(options, constantOf);
    if (cases === undefined) return notLiteral("parameterize", '{ low: { rate: 0.1 }, high: { rate: source("top") } }');
    const found: Record<string, Readonly<Record<string, BoundFacts>>> = {};
    for (const [name, value] of cases) {
      const bound = boundIn(value, constantOf);
      if (bound === undefined) return new Fault(`parameterize({ ${name} }) takes an object of parameters.`);
      found[name] = bound;
    }
    return cases.length === 0 ? new Fault("parameterize() has no case.") : { kind: "parameterize", cases: found };
  },
  inject: ([options], constantOf) => {
    const bound = options === undefined ? undefined : boundIn(options, constantOf);
    return bound === undefined
      ? notLiteral("inject", '{ rate: 0.1, rows: source("cleanRows") }')
      : { kind: "inject", bound };
  },
  when: ([options], constantOf) => {
    const given = recordIn("when", options, constantOf);
    if (given instanceof Fault) return given;
    const condition = conditionFacts(given);
    return typeof condition === "string" ? new Fault(condition) : { kind: "when", condition };
  },
  parallelizable: (options) => (options.length === 0 ? { kind: "parallelizable" } : takesNothing("parallelizable")),
  collect: ([options], constantOf) => {
    const given = recordIn("collect", options, constantOf);
    if (given instanceof Fault) return given;
    const { partial = false, ...others } = given;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      return new Fault(`collect() has no option \`${unknown}\`.${didYouMean(unknown, ["partial"])}`);
    if (typeof partial !== "boolean")
      return new Fault(`collect({ partial }) is true or false, not ${JSON.stringify(partial)}.`);
    return { kind: "collect", partial };
  },
};

const CACHE_OPTIONS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  behavior: (value) => (BEHAVIORS.includes(value as Behavior) ? undefined : notOneOf(BEHAVIORS, value)),
  impure: (value) => (IMPURE.includes(value as Impure) ? undefined : notOneOf(IMPURE, value)),
  lend: (value) => (LENDING.includes(value as Lending) ? undefined : notOneOf(LENDING, value)),
  preview: (value) => (typeof value === "boolean" ? undefined : `is true or false, not ${JSON.stringify(value)}.`),
  format: (value) => (typeof value === "string" ? undefined : `is the name of a format, not ${JSON.stringify(value)}.`),
  ttlMs: (value) =>
    typeof value === "number" && value > 0 ? undefined : `is a number of ms above 0, not ${JSON.stringify(value)}.`,
};

function notOneOf(words: readonly string[], value: unknown): string {
  return `is one of ${words.map((word) => `"${word}"`).join(", ")}, not ${JSON.stringify(value)}.${didYouMean(String(value), words)}`;
}

/** @returns what the modifier says, or the sentence that is to be told */
export function modifierFacts({ name, options }: ModifierCall, constantOf: ConstantOf): ModifierFacts | string {
  const read = MODIFIERS[name](options, constantOf);
  return read instanceof Fault ? read.message : read;
}

function takesNothing(name: string): Fault {
  return new Fault(`${name}() takes the function alone: \`${name}(() => …)\`.`);
}

function notLiteral(name: string, example: string): Fault {
  return new Fault(
    `${name}() takes its options first, written out so that they can be read without running them: \`${name}(${example}, fn)\`.`,
  );
}

const RECORDS: Readonly<Record<string, string>> = {
  cache: '{ behavior: "recompute" }',
  tag: '{ owner: "me" }',
  when: '{ region: "us" }',
  collect: "{ partial: true }",
};

function recordIn(
  name: string,
  options: Expression | undefined,
  constantOf: ConstantOf,
): Record<string, unknown> | Fault {
  const value = options === undefined ? undefined : literalValue(resolved(options, constantOf));
  const { literal } = value ?? { literal: undefined };
  if (typeof literal === "object" && literal !== null && !Array.isArray(literal))
    return literal as Record<string, unknown>;
  return notLiteral(name, RECORDS[name] ?? "{ … }");
}

function namesFrom(
  kind: "extractFields" | "extractColumns",
  names: Expression | undefined,
  constantOf: ConstantOf,
): ModifierFacts | Fault {
  const { literal } = (names === undefined ? undefined : literalValue(resolved(names, constantOf))) ?? {
    literal: undefined,
  };
  if (!Array.isArray(literal) || literal.length === 0 || literal.some((name) => typeof name !== "string"))
    return notLiteral(kind, '["mean", "median"]');
  const twice = literal.find((name, at) => literal.indexOf(name) !== at) as string | undefined;
  return twice === undefined ? { kind, names: literal as string[] } : new Fault(`${kind}() names \`${twice}\` twice.`);
}

/** `RATES`, where `const RATES = { … }` stands in the module, is what stands there. */
function resolved(expression: Expression, constantOf: ConstantOf): Expression {
  const held = unwrap(expression);
  return compiler().isIdentifier(held) ? (constantOf(held.text) ?? expression) : expression;
}

function objectIn(
  expression: Expression | undefined,
  constantOf: ConstantOf,
): readonly (readonly [string, Expression])[] | undefined {
  const ts = compiler();
  const held = expression === undefined ? undefined : unwrap(resolved(expression, constantOf));
  if (held === undefined || !ts.isObjectLiteralExpression(held)) return undefined;
  const found = (held as ObjectLiteralExpression).properties.map((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name.text, property.name] as const;
    if (!ts.isPropertyAssignment(property)) return undefined;
    const { name } = property;
    const isPlain = ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name);
    return isPlain ? ([name.text, property.initializer] as const) : undefined;
  });
  return found.includes(undefined) ? undefined : (found as (readonly [string, Expression])[]);
}

/** `source("name")` reads a node or input of that name; anything else is a value, which counts as such. */
function boundIn(expression: Expression, constantOf: ConstantOf): Readonly<Record<string, BoundFacts>> | undefined {
  return mapped(objectIn(expression, constantOf), (value) => {
    const from = sourceIn(value);
    if (from !== undefined) return { from };
    return (
      literalValue(value) ?? {
        code: value.getText(),
        digest: codeDigest([value], { name: "default" }),
        standsAlone: true,
      }
    );
  });
}

function sourceIn(expression: Expression): string | undefined {
  const ts = compiler();
  const held = unwrap(expression);
  if (!ts.isCallExpression(held) || held.arguments.length !== 1) return undefined;
  const callee = ts.isPropertyAccessExpression(held.expression) ? held.expression.name : held.expression;
  const [name] = held.arguments;
  return callee.getText() === "source" && ts.isStringLiteralLike(name!) ? name.text : undefined;
}

function mapped<T>(
  entries: readonly (readonly [string, Expression])[] | undefined,
  make: (value: Expression) => T,
): Readonly<Record<string, T>> | undefined {
  return entries === undefined ? undefined : Object.fromEntries(entries.map(([key, value]) => [key, make(value)]));
}
