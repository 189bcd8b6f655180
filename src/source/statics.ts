// Which static fields of a class are computed while it is loaded, so that its code does not say their value?
import type { Node } from "typescript";
import { compiler } from "./compiler.ts";
import { doubtAt } from "./doubts.ts";
import { hasModifier } from "./erased.ts";
import type { Doubt } from "./facts.ts";
import { isLiteralExpression } from "./literalConstant.ts";
import { fieldsOf } from "./shape.ts";

export function staticDoubts(tree: Node): readonly Doubt[] {
  const ts = compiler();
  if (!ts.isClassLike(tree)) return [];
  return tree.members.flatMap((member) => {
    if (ts.isClassStaticBlockDeclaration(member))
      return calls(member.body) ? [doubtAt("computed static field", member)] : [];
    if (!ts.isPropertyDeclaration(member) || !hasModifier(member, "StaticKeyword")) return [];
    const isLiteral = member.initializer === undefined || isLiteralExpression(member.initializer, () => false);
    return isLiteral ? [] : [doubtAt("computed static field", member)];
  });
}

function calls(root: Node): boolean {
  const ts = compiler();
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return true;
    for (const field of fieldsOf(node)) {
      const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
      if (Array.isArray(value)) stack.push(...(value as readonly Node[]));
      else if (value !== undefined) stack.push(value as Node);
    }
  }
  return false;
}
