// Which static members of a class are computed while it is loaded, so that its code does not say their value?
import type { ClassElement, Node, Statement } from "typescript";
import { compiler } from "../compiler.ts";
import { literalHolds } from "../constants/literalConstant.ts";
import { doubtAt } from "../doubts.ts";
import { hasModifier } from "../erased.ts";
import type { Doubt } from "../facts.ts";
import { fieldsOf } from "../shape.ts";

/** Are there static fields that can be looked at once the class is loaded? */
export function hasComputedStatics(tree: Node): boolean {
  return computedStatics(tree).some((member) => !isPrivate(member));
}

/** Private static fields, at which nobody can look, and blocks that may do more than set fields. */
export function staticDoubts(tree: Node): readonly Doubt[] {
  const ts = compiler();
  return computedStatics(tree)
    .filter((member) => isPrivate(member) || (ts.isClassStaticBlockDeclaration(member) && doesMore(member.body)))
    .map((member) => doubtAt("computed static field", member));
}

function computedStatics(tree: Node): readonly ClassElement[] {
  const ts = compiler();
  if (!ts.isClassLike(tree)) return [];
  return tree.members.filter((member) => {
    if (ts.isClassStaticBlockDeclaration(member)) return !member.body.statements.every(setsLiteral);
    if (!ts.isPropertyDeclaration(member) || !hasModifier(member, "StaticKeyword")) return false;
    return member.initializer !== undefined && literalHolds(member.initializer, () => undefined) === undefined;
  });
}

function isPrivate({ name }: ClassElement): boolean {
  return name !== undefined && compiler().isPrivateIdentifier(name);
}

/** `this.rate = 1` */
function setsLiteral(statement: Statement): boolean {
  const ts = compiler();
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
  const { left, operatorToken, right } = statement.expression;
  const isSet = operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(left);
  return isSet && literalHolds(right, () => undefined) !== undefined;
}

/** Does the block call something, or set a private field? */
function doesMore(block: Node): boolean {
  const ts = compiler();
  const stack: Node[] = [block];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isPrivateIdentifier(node)) return true;
    for (const field of fieldsOf(node)) {
      const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
      if (Array.isArray(value)) stack.push(...(value as readonly Node[]));
      else if (value !== undefined) stack.push(value as Node);
    }
  }
  return false;
}
