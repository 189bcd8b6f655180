// Which function stands behind an exported name, and what wraps it?
import type { ArrowFunction, FunctionDeclaration, FunctionExpression, Node } from "typescript";
import { compiler } from "./compiler.ts";
import { type ModifierCall, takeModifiers } from "./modifiers/modifierCalls.ts";
import { variantPart } from "./modifiers/variants.ts";
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

/** The function that makes a top-level value a node, or the first of its variants; undefined for any other value. */
export function nodeFunctionOf(declared: Declared, top: TopLevel): FoundFunction | undefined {
  for (const piece of declared.pieces) {
    const found = functionOfPiece(piece, top);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same with all variants, in the order in which they are tried. */
export function nodeFunctionsOf(declared: Declared, top: TopLevel): readonly FoundFunction[] {
  if (declared.pieces.some(({ variant }) => variant !== undefined))
    return declared.pieces.flatMap((piece) => functionOfPiece(piece, top) ?? []);
  const found = nodeFunctionOf(declared, top);
  return found === undefined ? [] : [found];
}

function functionOfPiece(piece: Piece, top: TopLevel): FoundFunction | undefined {
  const { name, tree, modifiers, variant } = piece;
  if (isFunction(tree)) {
    const part = variant === undefined ? name : variantPart(name, variant.at);
    return { function: tree, part, piece, modifiers: modifiers ?? [] };
  }
  const named = modifiers === undefined ? undefined : functionNamed(piece, top);
  return named === undefined ? undefined : { ...named, piece, modifiers: modifiers! };
}

/** `export const clean = tag({ … }, cleanRows)`: the function of the module that is called so. */
function functionNamed(piece: Piece, top: TopLevel): Pick<FoundFunction, "function" | "part"> | undefined {
  const held = piece.variant === undefined ? takeModifiers(piece.variable!.initializer!).held : piece.tree;
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
