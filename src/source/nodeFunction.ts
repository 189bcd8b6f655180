// Which function stands behind an exported name? The one place to teach about modifiers that wrap a function.
import type { ArrowFunction, FunctionDeclaration, FunctionExpression } from "typescript";
import { compiler } from "./compiler.ts";
import type { Declared, Piece } from "./topLevel.ts";

export type NodeFunction = FunctionDeclaration | FunctionExpression | ArrowFunction;

/** The function that makes a top-level value a node, with its piece; undefined for any other value. */
export function nodeFunctionOf(
  declared: Declared,
): { readonly function: NodeFunction; readonly piece: Piece } | undefined {
  const ts = compiler();
  for (const piece of declared.pieces) {
    const { tree } = piece;
    if (ts.isFunctionDeclaration(tree) || ts.isArrowFunction(tree) || ts.isFunctionExpression(tree)) {
      return { function: tree, piece };
    }
  }
  return undefined;
}
