// Is what is read here named by a parameter, so that the caller can declare it?
import type { Expression, FunctionLikeDeclaration, Identifier, Node, ParameterDeclaration } from "typescript";
import { compiler } from "../compiler.ts";
import { importedAs } from "../names/importedAs.ts";
import { unwrap } from "../shape.ts";

/** Functions that give the content of the file that stands first; others give its times, or write. */
const GIVES_CONTENT = /^(read|scan|load)(?!dir|link)|^createReadStream$/;

/**
 * `readFileSync(data.path, "utf8")`: `data`, where that is a parameter of the outermost function, and nothing else.
 *
 * @param reader name of the function that reads
 */
export function fileParameter(reader: string, call: Node): string | undefined {
  const ts = compiler();
  if (!ts.isCallExpression(call) || !GIVES_CONTENT.test(reader)) return undefined;
  const [first] = call.arguments;
  const id = first === undefined ? undefined : pathOf(unwrap(first) as Expression);
  const fn = id === undefined ? undefined : outermostFunction(id);
  if (id === undefined || fn === undefined) return undefined;
  const isParameter = fn.parameters.some(({ name }) => ts.isIdentifier(name) && name.text === id.text);
  return isParameter && isNeverChanged(id.text, fn) ? id.text : undefined;
}

/** `(data = file("data.csv")) => …`: `data`, where the whole default is the call that declares. */
export function declaredParameter(call: Node): string | undefined {
  const ts = compiler();
  if (!ts.isCallExpression(call)) return undefined;
  const callee = importedAs(call.expression);
  if (callee !== "file" && callee !== "env") return undefined;
  let outer: Node = call;
  while (unwrap(outer.parent) === call) outer = outer.parent;
  const parameter = outer.parent as ParameterDeclaration;
  if (!ts.isParameter(parameter) || parameter.initializer !== outer || !ts.isIdentifier(parameter.name))
    return undefined;
  return outermostFunction(call) === parameter.parent ? parameter.name.text : undefined;
}

/** `data.path`, `String(data)`, `data.toString()`, `` `${data}` `` */
function pathOf(expression: Expression): Identifier | undefined {
  const ts = compiler();
  const named = (node: Node) => {
    const held = unwrap(node);
    return ts.isIdentifier(held) ? held : undefined;
  };
  if (ts.isPropertyAccessExpression(expression))
    return expression.name.text === "path" ? named(expression.expression) : undefined;
  if (ts.isTemplateExpression(expression)) {
    const [span, ...others] = expression.templateSpans;
    const isAll = others.length === 0 && expression.head.text === "" && span!.literal.text === "";
    return isAll ? named(span!.expression) : undefined;
  }
  if (!ts.isCallExpression(expression)) return undefined;
  const { expression: callee, arguments: given } = expression;
  if (ts.isIdentifier(callee) && callee.text === "String" && given.length === 1) return named(given[0]!);
  const isText = ts.isPropertyAccessExpression(callee) && callee.name.text === "toString" && given.length === 0;
  return isText ? named(callee.expression) : undefined;
}

/** The function of the tree in which it stands: what is asked for by the names of its parameters. */
function outermostFunction(node: Node): FunctionLikeDeclaration | undefined {
  const ts = compiler();
  let found: FunctionLikeDeclaration | undefined;
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at) || ts.isArrowFunction(at)) found = at;
  return found;
}

/** Declared once, as the parameter, and never assigned to: wherever the name stands, it is the parameter's value. */
function isNeverChanged(name: string, fn: Node): boolean {
  const ts = compiler();
  let declared = 0;
  const stack: Node[] = [fn];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (ts.isIdentifier(node) && node.text === name) {
      const { parent } = node;
      const isName = "name" in parent && parent.name === node;
      if (isName && !ts.isPropertyAccessExpression(parent) && !ts.isPropertyAssignment(parent)) declared++;
      if (isWritten(node)) return false;
    }
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  return declared === 1;
}

function isWritten(id: Node): boolean {
  const ts = compiler();
  for (let node = id, { parent } = id; parent !== undefined; node = parent, parent = parent.parent) {
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
      return parent.left === node && kind >= FirstAssignment && kind <= LastAssignment;
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
    // What `data.path` is assigned to would throw: the value is frozen.
    if (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent) || ts.isStatement(parent)) return false;
  }
  return false;
}
