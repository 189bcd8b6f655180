// Does this function run where it stands, or later? A write in `rows.forEach(…)` at top level belongs to the loading.
import type { Node } from "typescript";
import { compiler } from "../compiler.ts";
import { hasModifier } from "../erased.ts";
import { isWrapper } from "../shape.ts";

/** Methods of the language that call their callback before they return. */
const SYNCHRONOUS: ReadonlySet<string> = new Set([
  "forEach",
  "map",
  "filter",
  "flatMap",
  "reduce",
  "reduceRight",
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "sort",
  "toSorted",
  "from",
  "fromEntries",
  "groupBy",
]);

/** True for a function that is called at once, or handed to a method that does so: no async, no generator. */
export function runsAtOnce(node: Node): boolean {
  const ts = compiler();
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  if (hasModifier(node, "AsyncKeyword") || node.asteriskToken !== undefined) return false;
  let outer: Node = node;
  while (isWrapper(outer.parent)) outer = outer.parent;
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return false;
  return call.expression === outer || isSynchronousCall(call);
}

/** Is it a call such as `rows.forEach(…)`? */
export function isSynchronousCall(call: Node): boolean {
  const ts = compiler();
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  return SYNCHRONOUS.has(call.expression.name.text);
}
