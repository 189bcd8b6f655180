// Which class does `this` mean, where it means a class: in the static members of a top-level one?
import type { ClassLikeDeclaration, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { hasModifier } from "../erased.ts";
import { sameValue } from "../names/uses.ts";

/**
 * The top-level name of the class that `this` stands for.
 *
 * @param tree the top-level tree that the node stands in
 */
export function classOfStaticThis(node: Node, tree: Node): string | undefined {
  const ts = compiler();
  if (node.kind !== ts.SyntaxKind.ThisKeyword || !ts.isClassLike(tree)) return undefined;
  let member = node;
  while (member.parent !== tree) {
    // Functions other than arrows, and classes inside, have a `this` of their own.
    if (ts.isFunctionDeclaration(member) || ts.isFunctionExpression(member) || ts.isObjectLiteralExpression(member))
      return undefined;
    if (ts.isClassLike(member)) return undefined;
    member = member.parent;
  }
  const isStatic = ts.isClassStaticBlockDeclaration(member) || hasModifier(member, "StaticKeyword");
  return isStatic ? nameOf(tree) : undefined;
}

function nameOf(declaration: ClassLikeDeclaration): string | undefined {
  const ts = compiler();
  const holder = sameValue(declaration).parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  return declaration.name?.text;
}
