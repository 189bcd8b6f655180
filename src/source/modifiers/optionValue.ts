// What does an option of a modifier say? A literal; constants of the module and sums of numbers are read through.
import type { BinaryExpression, Expression } from "typescript";
import { compiler } from "../compiler.ts";
import { type Literal, literalValue, numberOf } from "../constants/literalValue.ts";
import { unwrap } from "../shape.ts";

/** Gives the value of a name that the module holds as a literal constant. */
export type ConstantOf = (name: string) => Expression | undefined;

/** `{ ttlMs: 24 * HOUR_MS }` as it is when it runs; undefined for what can be known only then. */
export function optionValue(expression: Expression, constantOf: ConstantOf): Literal {
  const ts = compiler();
  const open = new Set<string>();
  const read = (part: Expression): Literal => literalValue(part, otherwise);
  const otherwise = (part: Expression): Literal => {
    if (ts.isBinaryExpression(part)) return computed(part, read);
    if (!ts.isIdentifier(part) || open.has(part.text)) return undefined;
    const constant = constantOf(part.text);
    if (constant === undefined) return undefined;
    open.add(part.text);
    const value = read(constant);
    open.delete(part.text);
    return value;
  };
  return read(unwrap(expression) as Expression);
}

function computed({ left, operatorToken, right }: BinaryExpression, read: (part: Expression) => Literal): Literal {
  const operator = OPERATORS[operatorToken.getText()];
  if (operator === undefined) return undefined;
  const [a, b] = [read(left)?.literal, read(right)?.literal];
  return typeof a === "number" && typeof b === "number" ? numberOf(operator(a, b)) : undefined;
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
};
