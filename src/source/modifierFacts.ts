// What does a modifier say? Its options as plain facts, or what is wrong with them.
import type { CallExpression, Expression, Node, ObjectLiteralExpression } from "typescript";
import { BEHAVIORS, type Behavior, IMPURE, type Impure, LENDING, type Lending } from "../contracts.ts";
import { didYouMean } from "../nearest.ts";
import { retryFault, timeoutFault } from "./attemptFacts.ts";
import { codeDigest } from "./codeDigest.ts";
import { compiler } from "./compiler.ts";
import { conditionFacts } from "./conditionFacts.ts";
import type { BoundFacts, ModifierFacts, RetryFacts } from "./facts.ts";
import { importedAs } from "./importedAs.ts";
import { literalValue } from "./literalValue.ts";
import type { ModifierCall } from "./modifierCalls.ts";
import { type ConstantOf, optionValue } from "./optionValue.ts";
import { unwrap } from "./shape.ts";
import { subdagFacts } from "./subdagFacts.ts";

export type ModifierName = ModifierFacts["kind"];

/** A sentence on what is wrong; the caller says where. */
class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

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
  retry: ([options], constantOf) => {
    const given = recordIn("retry", options, constantOf);
    if (given instanceof Fault) return given;
    const fault = retryFault("retry()", given);
    return fault === undefined ? { kind: "retry", ...(given as unknown as RetryFacts) } : new Fault(fault);
  },
  timeout: ([ms], constantOf) => {
    const given = ms === undefined ? undefined : optionValue(ms, constantOf);
    if (given === undefined) return notLiteral("timeout", "30_000");
    const fault = timeoutFault("timeout()", given.literal);
    return fault === undefined ? { kind: "timeout", ms: given.literal as number } : new Fault(fault);
  },
  subdag: ([options], constantOf) => {
    const said = subdagFacts(objectIn(options, constantOf), {
      bound: (expression) => {
        const bound = boundIn(expression, constantOf);
        return bound instanceof Fault ? bound.message : bound;
      },
      literal: (expression) => optionValue(expression, constantOf),
    });
    return typeof said === "string" ? new Fault(said) : { kind: "subdag", ...said };
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
      if (bound instanceof Fault) return bound;
      found[name] = bound;
    }
    return cases.length === 0 ? new Fault("parameterize() has no case.") : { kind: "parameterize", cases: found };
  },
  inject: ([options], constantOf) => {
    const bound = options === undefined ? undefined : boundIn(options, constantOf);
    if (bound === undefined) return notLiteral("inject", '{ rate: 0.1, rows: source("cleanRows") }');
    return bound instanceof Fault ? bound : { kind: "inject", bound };
  },
  when: ([options], constantOf) => {
    const given = recordIn("when", options, constantOf);
    if (given instanceof Fault) return given;
    const condition = conditionFacts(given);
    return typeof condition === "string" ? new Fault(condition) : { kind: "when", condition };
  },
};

const CACHE_OPTIONS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  behavior: (value) => (BEHAVIORS.includes(value as Behavior) ? undefined : notOneOf(BEHAVIORS, value)),
  impure: (value) => (IMPURE.includes(value as Impure) ? undefined : notOneOf(IMPURE, value)),
  lend: (value) => (LENDING.includes(value as Lending) ? undefined : notOneOf(LENDING, value)),
  preview: (value) => (typeof value === "boolean" ? undefined : `is true or false, not ${JSON.stringify(value)}.`),
  seed: (value) => (typeof value === "boolean" ? undefined : `is true or false, not ${JSON.stringify(value)}.`),
  now: (value) => (typeof value === "boolean" ? undefined : `is true or false, not ${JSON.stringify(value)}.`),
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
  retry: "{ times: 3, delayMs: 500 }",
};

function recordIn(
  name: string,
  options: Expression | undefined,
  constantOf: ConstantOf,
): Record<string, unknown> | Fault {
  const value = options === undefined ? undefined : optionValue(options, constantOf);
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
  const { literal } = (names === undefined ? undefined : optionValue(names, constantOf)) ?? {
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
function boundIn(
  expression: Expression,
  constantOf: ConstantOf,
): Readonly<Record<string, BoundFacts>> | Fault | undefined {
  const entries = objectIn(expression, constantOf);
  if (entries === undefined) return undefined;
  const found: Record<string, BoundFacts> = {};
  for (const [name, value] of entries) {
    const bound = sourceIn(value, constantOf) ?? literalValue(value) ?? codedIn(value);
    if (bound instanceof Fault) return bound;
    found[name] = bound;
  }
  return found;
}

function sourceIn(expression: Expression, constantOf: ConstantOf): { readonly from: string } | Fault | undefined {
  const held = unwrap(resolved(expression, constantOf));
  if (!isSource(held)) return undefined;
  const [name] = held.arguments;
  const from = name === undefined ? undefined : optionValue(name, constantOf)?.literal;
  return typeof from === "string"
    ? { from }
    : new Fault(
        `\`${held.getText()}\`: source() takes the name of a node or input as a text: \`source("cleanRows")\`.`,
      );
}

function codedIn(value: Expression): BoundFacts | Fault {
  return holdsSource(value)
    ? new Fault(
        `\`${value.getText()}\`: source() stands alone, as what a parameter is bound to, not within a value. Bind one parameter to each node.`,
      )
    : { code: value.getText(), digest: codeDigest([value], { name: "default" }), standsAlone: true };
}

function holdsSource(node: Node): boolean {
  return isSource(node) || compiler().forEachChild(node, (child) => holdsSource(child) || undefined) === true;
}

function isSource(node: Node): node is CallExpression {
  return compiler().isCallExpression(node) && importedAs(node.expression) === "source";
}
