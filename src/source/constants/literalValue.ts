// Is this default a plain literal that survives as JSON, and which?
import type { Expression, ObjectLiteralExpression } from "typescript";
import { compiler } from "../compiler.ts";
import { unwrap } from "../shape.ts";

export type Literal = { readonly literal: unknown } | undefined;

/**
 * The value of a literal, wrapped so that `null` can be told from "no literal".
 *
 * @param otherwise reads what is none, the whole or what stands in a list or an object
 */
export function literalValue(expression: Expression, otherwise?: (part: Expression) => Literal): Literal {
  const ts = compiler();
  const node = unwrap(expression) as Expression;
  if (ts.isStringLiteralLike(node)) return { literal: node.text };
  if (ts.isNumericLiteral(node)) return numberOf(Number(node.text));
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { literal: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { literal: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { literal: null };
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const operand = unwrap(node.operand);
    return ts.isNumericLiteral(operand) ? numberOf(-Number(operand.text)) : otherwise?.(node);
  }
  if (ts.isArrayLiteralExpression(node)) {
    const elements = node.elements.map((element) => literalValue(element, otherwise));
    return elements.some((e) => e === undefined) ? undefined : { literal: elements.map((e) => e!.literal) };
  }
  return ts.isObjectLiteralExpression(node) ? objectOf(node, otherwise) : otherwise?.(node);
}

/** JSON has neither infinities nor `-0`. */
export function numberOf(value: number): { readonly literal: number } | undefined {
  return Number.isFinite(value) && !Object.is(value, -0) ? { literal: value } : undefined;
}

function objectOf(node: ObjectLiteralExpression, otherwise?: (part: Expression) => Literal): Literal {
  const ts = compiler();
  const object: Record<string, unknown> = {};
  for (const property of node.properties) {
    const isShort = ts.isShorthandPropertyAssignment(property);
    if (!isShort && !ts.isPropertyAssignment(property)) return undefined;
    const { name } = property;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name) && !ts.isNumericLiteral(name)) return undefined;
    const value = isShort ? otherwise?.(property.name) : literalValue(property.initializer, otherwise);
    if (value === undefined || name.text === "__proto__") return undefined;
    object[name.text] = value.literal;
  }
  return { literal: object };
}
