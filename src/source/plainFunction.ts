// Does it make no difference whether this function is written as an arrow, an expression or a declaration?
import type { ArrowFunction, FunctionExpression, Node } from "typescript";
import { compiler } from "./compiler.ts";

/** A function that uses neither `this` nor `arguments` nor a name of its own: called, it does the same in each form. */
export function isPlainFunction(node: Node): node is ArrowFunction | FunctionExpression {
  const ts = compiler();
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const ownName = ts.isFunctionExpression(node) ? node.name?.text : undefined;
  // A loop, not a recursion: `a + b + …` is a tree as deep as it is long.
  const stack: Node[] = [...node.parameters, node.body];
  while (stack.length > 0) {
    const inner = stack.pop()!;
    const isOfCall =
      inner.kind === ts.SyntaxKind.ThisKeyword ||
      inner.kind === ts.SyntaxKind.SuperKeyword ||
      ts.isMetaProperty(inner) ||
      (ts.isIdentifier(inner) && (inner.text === "arguments" || inner.text === ownName));
    if (isOfCall) return false;
    ts.forEachChild(inner, (child) => void stack.push(child));
  }
  return true;
}
