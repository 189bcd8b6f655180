// Which names may stand for literal constants? The engine looks at their values before anybody can have changed them.
import type { Node } from "typescript";
import { compiler } from "../compiler.ts";
import { isErased } from "../erased.ts";
import type { TopLevel } from "../topLevel.ts";

/** More than there are: what calls nothing while the module is loaded. */
export function watchedNames(top: TopLevel): readonly string[] {
  const ts = compiler();
  const isCall = (node: Node) =>
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node);
  return [...top.declared.values()].flatMap(({ name, kind, pieces }) => {
    const isData = kind === "variable" || kind === "enum" || kind === "namespace";
    return isData && !pieces.some(({ tree }) => holds(tree, isCall)) ? [name] : [];
  });
}

/** Is there such a node in code that runs at once? */
export function holds(root: Node, isWanted: (node: Node) => boolean): boolean {
  const ts = compiler();
  if (isWanted(root)) return true;
  if (ts.isFunctionLike(root) || isErased(root)) return false;
  return ts.forEachChild(root, (child) => holds(child, isWanted)) === true;
}
