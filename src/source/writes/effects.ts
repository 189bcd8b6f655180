// May this top-level code change something that is none of the module's names: a package's settings, the process?
import type { Node } from "typescript";
import { compiler } from "../compiler.ts";
import { unwrap } from "../shape.ts";
import { rootOf } from "./references.ts";
import { isSynchronousCall, runsAtOnce } from "./syncCallback.ts";

/** Globals whose functions change nothing but what is handed to them; printing is no result. */
const HARMLESS: ReadonlySet<string> = new Set(
  "Array BigInt Boolean Date Error JSON Map Math Number Object Promise Reflect RegExp Set String Symbol console parseFloat parseInt structuredClone".split(
    " ",
  ),
);

/**
 * Is this node, run while the module loads, a call with unknown effects?
 * Writes to the module's own names, and functions of the module that are handed on, are found apart.
 */
export function isEffect(node: Node, isBound: (name: string) => boolean): boolean {
  const ts = compiler();
  if (ts.isTaggedTemplateExpression(node)) return true;
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return !isHarmlessCall(node, isBound) || (node.arguments?.some(runsLater) ?? false);
}

/** Is it a call of the language, or of a function that stands right there and whose own calls are looked at? */
export function isHarmlessCall(node: Node, isBound: (name: string) => boolean): boolean {
  const ts = compiler();
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  if (isSynchronousCall(node)) return true;
  const callee = unwrap(node.expression);
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) return runsAtOnce(callee);
  const root = rootOf(callee);
  return root !== undefined && HARMLESS.has(root.text) && !isBound(root.text);
}

/** `new Promise(() => …)`, `Reflect.apply(() => …)`: nobody looks at what such a function does once the module is loaded. */
function runsLater(argument: Node): boolean {
  const ts = compiler();
  const value = unwrap(argument);
  return (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) && !runsAtOnce(value);
}
