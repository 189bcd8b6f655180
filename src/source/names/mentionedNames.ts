// Which names of others does this code use? Those that it does not bind itself, whatever they stand for.
import type { Node } from "typescript";
import { compiler } from "../compiler.ts";
import { isLocal, walkScopes } from "./scopes.ts";

/**
 * Sorted; `import` is among them where the code loads a module by `import()`.
 *
 * @param visit is shown all that is no name, on the same walk
 */
export function mentionedNames(tree: Node, visit: (node: Node) => void = () => {}): readonly string[] {
  const ts = compiler();
  const names = new Set<string>();
  walkScopes(
    tree,
    () => new Set(),
    (node, place) => {
      if (!ts.isIdentifier(node)) visit(node);
      else if (!isLocal(node.text, place)) names.add(node.text);
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) names.add("import");
    },
  );
  return [...names].sort();
}
