// Which function stands behind an exported name, and what wraps it?
import type { ArrowFunction, FunctionDeclaration, FunctionExpression, Node } from "typescript";
import { compiler } from "./compiler.ts";
import { type ModifierCall, takeModifiers } from "./modifierCalls.ts";
import type { Declared, Piece, TopLevel } from "./topLevel.ts";

export type NodeFunction = FunctionDeclaration | FunctionExpression | ArrowFunction;

export interface FoundFunction {
  readonly function: NodeFunction;
  /** The top-level name that holds it. */
  readonly part: string;
  /** Where it is exported. */
  readonly piece: Piece;
  /** Outermost first. */
  readonly modifiers: readonly ModifierCall[];
}

/** The function that makes a top-level value a node; undefined for any other value. */
export function nodeFunctionOf(declared: Declared, top: TopLevel): FoundFunction | undefined {
  for (const piece of declared.pieces) {
    if (isFunction(piece.tree))
      return { function: piece.tree, part: declared.name, piece, modifiers: piece.modifiers ?? [] };
    const named = piece.modifiers === undefined ? undefined : functionNamed(piece, top);
    if (named !== undefined) return { ...named, piece, modifiers: piece.modifiers! };
  }
  return undefined;
}

/** `export const clean = tag({ … }, cleanRows)`: the function of the module that is called so. */
function functionNamed(piece: Piece, top: TopLevel): Pick<FoundFunction, "function" | "part"> | undefined {
  const { held } = takeModifiers(piece.variable!.initializer!);
  const part = compiler().isIdentifier(held) ? held.text : "";
  const tree = top.declared
    .get(part)
    ?.pieces.find((other) => isFunction(other.tree) && other.modifiers === undefined)?.tree;
  return tree === undefined ? undefined : { function: tree as NodeFunction, part };
}

function isFunction(tree: Node): tree is NodeFunction {
  const ts = compiler();
  return ts.isFunctionDeclaration(tree) || ts.isArrowFunction(tree) || ts.isFunctionExpression(tree);
}
