// What does `checkOutput` ask of a value?
import type { Expression } from "typescript";
import { didYouMean } from "../../nearest.ts";
import type { CheckFacts, CheckRules, ModifierFacts } from "../facts.ts";
import { Fault, notLiteral, objectIn } from "./optionText.ts";
import { type ConstantOf, optionValue } from "./optionValue.ts";
import type { FunctionAt } from "./stepFacts.ts";

/** Types that a rule can ask for, of single values and of whole ones. */
export const CHECKED_TYPES = [
  ...["number", "integer", "bigint", "string", "boolean", "Date"],
  ...["list", "object", "Map", "Set", "frame"],
] as const;

const IMPORTANCES = ["fail", "warn"];
const COLUMN_RULES = ["range", "in", "type", "nulls"];
const RULES = [...COLUMN_RULES, "schema", "columns", "custom"];
const EXAMPLE = '{ range: [0, 1], nulls: "none" }';

export function checkFacts(
  options: Expression | undefined,
  constantOf: ConstantOf,
  functionAt: FunctionAt,
): ModifierFacts | Fault {
  const entries = objectIn(options, constantOf);
  if (entries === undefined) return notLiteral("checkOutput", EXAMPLE);
  const said: Record<string, unknown> = {};
  let custom: string | undefined;
  for (const [name, value] of entries) {
    if (name === "custom") {
      if (objectIn(options, () => undefined) === undefined)
        return new Fault("checkOutput({ custom }) is written where the function is checked, not in a constant.");
      const found = functionAt(value, "custom");
      if (found instanceof Fault) return new Fault(`checkOutput(): ${found.message}`);
      if (found.parameters?.length === 0)
        return new Fault(`checkOutput({ custom }) calls \`${found.part}\` with the value, and it has no parameter.`);
      custom = found.part;
      continue;
    }
    const literal = optionValue(value, constantOf);
    if (literal === undefined)
      return new Fault(
        `checkOutput({ ${name} }) is written out as a literal, so that it can be read without running it: \`checkOutput(${EXAMPLE}, fn)\`.`,
      );
    said[name] = literal.literal;
  }
  const { importance = "fail", ...rules } = said;
  if (!IMPORTANCES.includes(importance as string))
    return new Fault(
      `checkOutput({ importance }) is "fail" or "warn", not ${JSON.stringify(importance)}.${didYouMean(String(importance), IMPORTANCES)}`,
    );
  const read = rulesIn("checkOutput", rules, RULES);
  if (typeof read === "string") return new Fault(read);
  if (Object.keys(read).length === 0 && custom === undefined)
    return new Fault(`checkOutput() has no rule: \`checkOutput(${EXAMPLE}, fn)\`.`);
  return {
    kind: "checkOutput",
    rules: read,
    ...(custom === undefined ? {} : { custom }),
    importance: importance as CheckFacts["importance"],
  };
}

type Sentence = string;
/** What is wrong with a rule, after `checkOutput({ range }) `; a rule that is right gives `undefined`. */
const FAULTS: Readonly<Record<string, (value: unknown) => Sentence | undefined>> = {
  range: (value) => {
    const isPair =
      Array.isArray(value) && value.length === 2 && value.every((b) => b === null || typeof b === "number");
    if (!isPair || value.every((b) => b === null))
      return `is the least and the greatest number, \`[0, 1]\`, or \`[0, null]\` without an upper bound, not ${JSON.stringify(value)}.`;
    const [least, most] = value as [number | null, number | null];
    return least !== null && most !== null && least > most
      ? `begins above its end: write [${most}, ${least}].`
      : undefined;
  },
  in: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((v) => v === null || typeof v !== "object")
      ? undefined
      : `is a list of texts, numbers, \`true\`, \`false\` or \`null\`, not ${JSON.stringify(value)}.`,
  type: (value) => typeFault(value),
  nulls: (value) =>
    value === "none" || (typeof value === "number" && value >= 0 && value <= 1)
      ? undefined
      : `is "none", or the greatest share from 0 to 1, not ${JSON.stringify(value)}.`,
  schema: (value) => {
    if (!isRecord(value) || Object.keys(value).length === 0)
      return `is an object of columns and types, \`{ price: "number" }\`, not ${JSON.stringify(value)}.`;
    const wrong = Object.entries(value).find(([, type]) => typeFault(type) !== undefined);
    return wrong === undefined ? undefined : `says of the column \`${wrong[0]}\` what ${typeFault(wrong[1])}`;
  },
  columns: (value) => {
    if (!isRecord(value) || Object.keys(value).length === 0)
      return `is an object of columns and rules, \`{ price: { range: [0, null] } }\`, not ${JSON.stringify(value)}.`;
    for (const [column, rules] of Object.entries(value)) {
      if (!isRecord(rules)) return `says of the column \`${column}\` ${JSON.stringify(rules)}, which is no rule.`;
      const read = rulesIn(`of the column \`${column}\``, rules, COLUMN_RULES);
      if (typeof read === "string") return `${read}`;
    }
    return undefined;
  },
};

function typeFault(value: unknown): Sentence | undefined {
  if ((CHECKED_TYPES as readonly unknown[]).includes(value)) return undefined;
  const list = CHECKED_TYPES.map((type) => `"${type}"`).join(", ");
  return `is one of ${list}, not ${JSON.stringify(value)}.${didYouMean(String(value), CHECKED_TYPES)}`;
}

function rulesIn(by: string, said: Readonly<Record<string, unknown>>, known: readonly string[]): CheckRules | Sentence {
  const unknown = Object.keys(said).find((name) => !known.includes(name));
  const call = by === "checkOutput" ? "checkOutput()" : by;
  if (unknown !== undefined) return `${call} has no rule \`${unknown}\`.${didYouMean(unknown, known)}`;
  for (const [name, value] of Object.entries(said)) {
    const fault = FAULTS[name]!(value);
    if (fault !== undefined)
      return by === "checkOutput" ? `checkOutput({ ${name} }) ${fault}` : `${by}: ${name} ${fault}`;
  }
  return normal(said);
}

/** "none" is a share of 0. */
function normal(said: Readonly<Record<string, unknown>>): CheckRules {
  const { nulls, columns, ...rest } = said;
  return {
    ...(rest as CheckRules),
    ...(nulls === undefined ? {} : { nulls: nulls === "none" ? 0 : (nulls as number) }),
    ...(columns === undefined
      ? {}
      : {
          columns: Object.fromEntries(
            Object.entries(columns as object).map(([column, rules]) => [
              column,
              normal(rules as Record<string, unknown>),
            ]),
          ),
        }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
