// Does calling this method change the value that it is called on? By what the declaration shows of the value.
import type { Node, TypeNode, VariableDeclaration } from "typescript";
import { compiler } from "../compiler.ts";
import { unwrap } from "../shape.ts";

/** Methods by which arrays, maps, sets, dates, buffers and their like change themselves. */
const MUTATORS: ReadonlySet<string> = new Set([
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
  "set",
  "add",
  "delete",
  "clear",
  "append",
  "getOrInsert",
  "getOrInsertComputed",
]);

/** `date.setHours`, `view.setFloat64` */
const SETTER = /^set[A-Z]/;

export function isMutator(method: string): boolean {
  return MUTATORS.has(method) || SETTER.test(method);
}

/** Calls of the language whose result is an array or a plain object. */
const MAKERS =
  /^(Array\.(from|of)|Object\.(keys|values|entries|fromEntries|assign|create)|JSON\.parse|structuredClone)$/;
const CONTAINER_TYPE =
  /^(readonly\s|Array\b|ReadonlyArray\b|Map\b|Set\b|WeakMap\b|WeakSet\b|Record\b|Date\b|\w+Array\b|\w+\[\])/;

/**
 * Does the declaration show a mutable container, so that `x.sort()` changes `x`?
 * Of anything else (`df.sort("a")` of a data frame gives a new one) only a call for its effect counts as a write.
 */
export function isContainer(declaration: VariableDeclaration): boolean {
  const ts = compiler();
  if (declaration.type !== undefined && isContainerType(declaration.type)) return true;
  if (declaration.initializer === undefined) return false;
  const made = unwrap(declaration.initializer);
  if (ts.isArrayLiteralExpression(made) || ts.isObjectLiteralExpression(made) || ts.isNewExpression(made)) return true;
  return ts.isCallExpression(made) && MAKERS.test(calleeText(made.expression));
}

function isContainerType(type: TypeNode): boolean {
  const ts = compiler();
  if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type) || ts.isTypeLiteralNode(type)) return true;
  return CONTAINER_TYPE.test(type.getText());
}

function calleeText(callee: Node): string {
  const ts = compiler();
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression))
    return `${callee.expression.text}.${callee.name.text}`;
  return "";
}
