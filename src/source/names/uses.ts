// What does the code around an identifier do with it: call it, write it, read a property, pass it on?
import type { BinaryExpression, Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { isWrapper, kindOf } from "../shape.ts";

/** The outermost node that is the same value: through parentheses, `as`, `!`. */
export function sameValue(node: Node): Node {
  let outer = node;
  while (isWrapper(outer.parent)) outer = outer.parent;
  return outer;
}

/** Is it called as `f(…)`? Returns the call. */
export function callOf(node: Node): Node | undefined {
  const outer = sameValue(node);
  const parent = outer.parent;
  return compiler().isCallExpression(parent) && parent.expression === outer ? parent : undefined;
}

/** A property read: `x.name`, `x["name"]`, or `x[…]` with a computed key. */
export interface Access {
  readonly node: Node;
  /** Undefined where the key is computed. */
  readonly key: string | undefined;
}

/** The access to a property of this value, if that is what is done with it. */
export function accessOf(node: Node): Access | undefined {
  const ts = compiler();
  const outer = sameValue(node);
  const parent = outer.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === outer)
    return { node: parent, key: parent.name.text };
  if (ts.isElementAccessExpression(parent) && parent.expression === outer) {
    const key = parent.argumentExpression;
    return { node: parent, key: ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? key.text : undefined };
  }
  return undefined;
}

/** How a value is changed at a place. */
export interface Write {
  /** `x = …` binds anew, `x.a = …` and `x.push(…)` write through. */
  readonly how: "reassigned" | "written through";
  /** Name of the method, where a call is taken for a write. */
  readonly method?: string;
  /** True where nobody reads what the method returns: it is called for its effect. */
  readonly isForEffect: boolean;
  readonly node: Node;
  /** The assigned expression, where there is one. */
  readonly value?: Node;
}

/** Methods that hand out a part of a container, so that writing to the part writes through the container. */
const PART_OF: ReadonlySet<string> = new Set(["get", "at"]);

/** The write that an expression stands at the root of: `counter.n++`, `cache.get(k).push(v)`, `x = 1`. */
export function writeOf(root: Identifier | Node): Write | undefined {
  let node: Node = root;
  let how: Write["how"] = "reassigned";
  for (;;) {
    const target = sameValue(node);
    const assigned = assignmentTo(target);
    if (assigned !== undefined) return { how, isForEffect: true, ...assigned };
    const access = accessOf(node);
    if (access === undefined) return firstArgumentWrite(target);
    const call = callOf(access.node);
    if (call !== undefined && !PART_OF.has(access.key ?? "")) {
      if (access.key === undefined) return undefined;
      return { how: "written through", method: access.key, isForEffect: isDiscarded(call), node: call };
    }
    how = "written through";
    node = call ?? access.node;
  }
}

/** Functions that write to their first argument. */
const WRITERS: ReadonlySet<string> = new Set([
  "Object.assign",
  "Object.defineProperty",
  "Object.defineProperties",
  "Object.setPrototypeOf",
  "Reflect.set",
  "Reflect.defineProperty",
  "Reflect.deleteProperty",
  "Reflect.setPrototypeOf",
]);

function firstArgumentWrite(target: Node): Write | undefined {
  const ts = compiler();
  const call = target.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== target) return undefined;
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  if (!WRITERS.has(`${callee.expression.text}.${callee.name.text}`)) return undefined;
  return { how: "written through", isForEffect: true, node: call };
}

/** The assignment, update, `delete`, loop or destructuring that has this as its target. */
function assignmentTo(target: Node): { readonly node: Node; readonly value?: Node } | undefined {
  const ts = compiler();
  const node = target.parent;
  if (ts.isBinaryExpression(node) && node.left === target && isAssignment(node)) {
    return isPatternDefault(node) ? { node } : { node, value: node.right };
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
    return node.operator === PlusPlusToken || node.operator === MinusMinusToken ? { node } : undefined;
  }
  if (ts.isDeleteExpression(node)) return { node };
  if ((ts.isForInStatement(node) || ts.isForOfStatement(node)) && node.initializer === target) return { node };
  const around = patternAssignment(target);
  return around === undefined ? undefined : { node: around };
}

function isAssignment(node: BinaryExpression): boolean {
  const { FirstAssignment, LastAssignment } = compiler().SyntaxKind;
  return node.operatorToken.kind >= FirstAssignment && node.operatorToken.kind <= LastAssignment;
}

/** `[x] = …`, `({ a: x } = …)`, `for ([x] of …)`: climbs from the element to the assignment. */
function patternAssignment(element: Node): Node | undefined {
  const ts = compiler();
  let node = element;
  while (isPatternPart(node.parent, node)) node = node.parent;
  if (node === element) return undefined;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken ? parent : undefined;
  }
  return (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) && parent.initializer === node
    ? parent
    : undefined;
}

function isPatternPart(parent: Node, node: Node): boolean {
  const ts = compiler();
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isPatternDefault(parent);
  return PATTERN.has(kindOf(parent));
}

const PATTERN: ReadonlySet<string> = new Set([
  "ArrayLiteralExpression",
  "ObjectLiteralExpression",
  "SpreadElement",
  "SpreadAssignment",
  "ParenthesizedExpression",
]);

/** `x = 1` inside `[x = 1] = …` is a default, not an assignment of its own; either way `x` is written. */
function isPatternDefault(assignment: Node): boolean {
  const ts = compiler();
  const parent = assignment.parent;
  if (!ts.isBinaryExpression(assignment) || assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent);
}

function isDiscarded(call: Node): boolean {
  const ts = compiler();
  let node = sameValue(call);
  while (ts.isAwaitExpression(node.parent) || ts.isVoidExpression(node.parent)) node = sameValue(node.parent);
  const parent = node.parent;
  if (ts.isExpressionStatement(parent)) return true;
  // `rows.forEach((row) => table.set(row.id, row))`
  if (ts.isArrowFunction(parent) && parent.body === node) return isForEach(parent);
  return ts.isForStatement(parent) && parent.incrementor === node;
}

function isForEach(callback: Node): boolean {
  const ts = compiler();
  const call = callback.parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === "forEach"
  );
}
