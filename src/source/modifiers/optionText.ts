// What do the options of a modifier say, read from their text?
import type { CallExpression, Expression, Node, ObjectLiteralExpression } from "typescript";
import { codeDigest } from "../codeDigest.ts";
import { compiler } from "../compiler.ts";
import { literalValue } from "../constants/literalValue.ts";
import type { BoundFacts } from "../facts.ts";
import { importedAs } from "../names/importedAs.ts";
import { mentionedNames } from "../names/mentionedNames.ts";
import { unwrap } from "../shape.ts";
import { type ConstantOf, optionValue } from "./optionValue.ts";

/** A sentence on what is wrong; the caller says where. */
export class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

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
): Readonly<Record<string, BoundFacts>> | Fault | undefined {
  const entries = objectIn(expression, constantOf);
  if (entries === undefined) return undefined;
  const found: [string, BoundFacts][] = [];
  for (const [name, value] of entries) {
    const bound = sourceIn(value, constantOf) ?? literalValue(value) ?? codedIn(value);
    if (bound instanceof Fault) return bound;
    found.push([name, bound]);
  }
  return Object.fromEntries(found);
}

function sourceIn(expression: Expression, constantOf: ConstantOf): { readonly from: string } | Fault | undefined {
  const held = unwrap(resolved(expression, constantOf));
  if (!isSource(held)) return undefined;
  const [name] = held.arguments;
  const from = name === undefined ? undefined : optionValue(name, constantOf)?.literal;
  if (typeof from === "string") return { from };
  return new Fault(
    `\`${held.getText()}\`: source() takes the name of a node or input as a text: \`source("cleanRows")\`.`,
  );
}

function codedIn(value: Expression): BoundFacts | Fault {
  if (!holdsSource(value))
    return {
      code: value.getText(),
      digest: codeDigest([value], { name: "default" }),
      names: mentionedNames(value),
      standsAlone: true,
    };
  return new Fault(
    `\`${value.getText()}\`: source() stands alone, as what a parameter is bound to, not within a value. Bind one parameter to each node.`,
  );
}

function holdsSource(node: Node): boolean {
  return isSource(node) || compiler().forEachChild(node, (child) => holdsSource(child) || undefined) === true;
}

function isSource(node: Node): node is CallExpression {
  return compiler().isCallExpression(node) && importedAs(node.expression) === "source";
}
