// What do the options of a modifier say, read from their text?
import type { Expression, ObjectLiteralExpression } from "typescript";
import { codeDigest } from "./codeDigest.ts";
import { compiler } from "./compiler.ts";
import type { BoundFacts } from "./facts.ts";
import { literalValue } from "./literalValue.ts";
import { unwrap } from "./shape.ts";

/** A sentence on what is wrong; the caller says where. */
export class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Gives the value of a name that the module holds as a literal constant. */
export type ConstantOf = (name: string) => Expression | undefined;

export function notLiteral(name: string, example: string, fn = ", fn"): Fault {
  return new Fault(
    `${name}() takes its options first, written out so that they can be read without running them: \`${name}(${example}${fn})\`.`,
  );
}

/** `RATES`, where `const RATES = { … }` stands in the module, is what stands there. */
export function resolved(expression: Expression, constantOf: ConstantOf): Expression {
  const held = unwrap(expression);
  return compiler().isIdentifier(held) ? (constantOf(held.text) ?? expression) : expression;
}

export function objectIn(
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
export function boundIn(
  expression: Expression,
  constantOf: ConstantOf,
): Readonly<Record<string, BoundFacts>> | undefined {
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
