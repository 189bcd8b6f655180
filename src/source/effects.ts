// May this top-level code change something that is none of the module's names: a package's settings, the process?
import type { Node } from "typescript";
import { compiler } from "./compiler.ts";
import { unwrap } from "./shape.ts";
import { isSynchronousCall } from "./syncCallback.ts";

/** Globals whose functions change nothing but what is handed to them; printing is no result. */
const HARMLESS: ReadonlySet<string> = new Set(
  "Array BigInt Boolean Date Error JSON Map Math Number Object Promise Reflect RegExp Set String Symbol console parseFloat parseInt structuredClone".split(
    " ",
  ),
);

/**
 * Is this node, run while the module loads, a call with unknown effects?
 * Writes to the module's own names are found apart.
 */
export function isEffect(node: Node, isBound: (name: string) => boolean): boolean {
  const ts = compiler();
  if (ts.isTaggedTemplateExpression(node)) return true;
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  if (isSynchronousCall(node)) return false;
  let callee: Node = unwrap(node.expression);
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) return false;
  while (ts.isPropertyAccessExpression(callee)) callee = unwrap(callee.expression);
  return !(ts.isIdentifier(callee) && HARMLESS.has(callee.text) && !isBound(callee.text));
}
