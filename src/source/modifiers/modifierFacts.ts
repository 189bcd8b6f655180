// What does a modifier say? Its options as plain facts, or what is wrong with them.
import type { Expression } from "typescript";
import { BEHAVIORS, type Behavior, IMPURE, type Impure, LENDING, type Lending } from "../../contracts.ts";
import { didYouMean } from "../../nearest.ts";
import type { BoundFacts, ModifierFacts, RetryFacts } from "../facts.ts";
import { retryFault, timeoutFault } from "./attemptFacts.ts";
import { checkFacts } from "./checkFacts.ts";
import { conditionFacts } from "./conditionFacts.ts";
import type { ModifierCall } from "./modifierCalls.ts";
import { boundIn, Fault, notLiteral, objectIn } from "./optionText.ts";
import { type ConstantOf, optionValue } from "./optionValue.ts";
import { type FunctionAt, inputSteps, outputSteps } from "./stepFacts.ts";
import { subdagFacts } from "./subdagFacts.ts";

export type ModifierName = ModifierFacts["kind"];

type Read = (options: readonly Expression[], constantOf: ConstantOf, functionAt: FunctionAt) => ModifierFacts | Fault;

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
  pipeOutput: ([steps], constantOf, functionAt) => outputSteps(steps, constantOf, functionAt),
  pipeInput: ([steps], constantOf, functionAt) => inputSteps(steps, constantOf, functionAt),
  checkOutput: ([rules], constantOf, functionAt) => checkFacts(rules, constantOf, functionAt),
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
export function modifierFacts(
  { name, options }: ModifierCall,
  constantOf: ConstantOf,
  functionAt: FunctionAt,
): ModifierFacts | string {
  const read = MODIFIERS[name](options, constantOf, functionAt);
  return read instanceof Fault ? read.message : read;
}

function takesNothing(name: string): Fault {
  return new Fault(`${name}() takes the function alone: \`${name}(() => …)\`.`);
}

const RECORDS: Readonly<Record<string, string>> = {
  cache: '{ behavior: "recompute" }',
  tag: '{ owner: "me" }',
  when: '{ region: "us" }',
  retry: "{ times: 3, delayMs: 500 }",
  collect: "{ partial: true }",
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
