// Which names does this expression hand on as they are, so that whoever gets its value can change theirs?
import type { Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { unwrap } from "../shape.ts";

/** `x`, `x.a`, `[x]`, `{ a: x }`, `c ? x : y`: the identifiers at the roots. A call gives a value of its own. */
export function referencesIn(expression: Node): readonly Identifier[] {
  const ts = compiler();
  const found: Identifier[] = [];
  const stack: Node[] = [expression];
  while (stack.length > 0) {
    const node = unwrap(stack.pop()!);
    if (ts.isIdentifier(node)) found.push(node);
    else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) stack.push(node.expression);
    else if (ts.isArrayLiteralExpression(node)) stack.push(...node.elements);
    else if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) stack.push(node.expression);
    else if (ts.isObjectLiteralExpression(node)) stack.push(...node.properties);
    else if (ts.isPropertyAssignment(node)) stack.push(node.initializer);
    else if (ts.isShorthandPropertyAssignment(node)) found.push(node.name);
    else if (ts.isConditionalExpression(node)) stack.push(node.whenTrue, node.whenFalse);
    else if (ts.isBinaryExpression(node)) stack.push(node.left, node.right);
  }
  return found;
}

/** The identifier at the root of `x`, `x.a.b`, `x[0]`. */
export function rootOf(expression: Node): Identifier | undefined {
  const ts = compiler();
  let node = unwrap(expression);
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) node = unwrap(node.expression);
  return ts.isIdentifier(node) ? node : undefined;
}
