// Does the code alone say what this constant is (R8.1)? Literals, operators, functions, and other such constants.
import type { EnumDeclaration, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { fieldsOf, kindOf } from "../shape.ts";

/** Kinds whose value is that of the things inside them. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "AsExpression",
  "SatisfiesExpression",
  "NonNullExpression",
  "TypeAssertionExpression",
  "ArrayLiteralExpression",
  "ObjectLiteralExpression",
  "PropertyAssignment",
  "ShorthandPropertyAssignment",
  "SpreadAssignment",
  "SpreadElement",
  "OmittedExpression",
  "ComputedPropertyName",
  "PropertyAccessExpression",
  "ElementAccessExpression",
  "TemplateExpression",
  "TemplateSpan",
  "TemplateHead",
  "TemplateMiddle",
  "TemplateTail",
  "ConditionalExpression",
  "TypeOfExpression",
  "VoidExpression",
  "NumericLiteral",
  "BigIntLiteral",
  "StringLiteral",
  "NoSubstitutionTemplateLiteral",
  "TrueKeyword",
  "FalseKeyword",
  "NullKeyword",
]);

const CONSTANT_GLOBALS: ReadonlySet<string> = new Set(["undefined", "NaN", "Infinity"]);

/**
 * What a literal constant holds: nothing but data; functions that are written in it; or functions and classes by their
 * names, whose properties may have been computed while the module was loaded.
 */
export type Holds = "data" | "functions" | "names";

const ORDER: readonly Holds[] = ["data", "functions", "names"];

/** What another top-level name holds; undefined where it is no literal constant, function or class. */
export type HoldsOf = (name: string) => Holds | undefined;

/** A piece of the expression, with the most that it may hold where it stands. */
interface Task {
  readonly node: Node;
  readonly most: Holds;
}

/** What an expression built only of literals holds; undefined for any other expression. */
export function literalHolds(expression: Node, holdsOf: HoldsOf): Holds | undefined {
  const ts = compiler();
  const stack: Task[] = [{ node: expression, most: "names" }];
  let holds: Holds = "data";
  /** Takes note of what a piece holds; false where that is too much for its place. */
  const take = (found: Holds | undefined, { most }: Task): boolean => {
    if (found === undefined || isMore(found, most)) return false;
    if (isMore(found, holds)) holds = found;
    return true;
  };
  while (stack.length > 0) {
    const task = stack.pop()!;
    const { node } = task;
    if (ts.isIdentifier(node)) {
      if (!take(CONSTANT_GLOBALS.has(node.text) ? "data" : holdsOf(node.text), task)) return undefined;
    } else if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) {
      // A function counts by its code, unless it may keep something in the object that it belongs to.
      if (mentionsThis(node) || !take("functions", task)) return undefined;
      if (ts.isMethodDeclaration(node) && ts.isComputedPropertyName(node.name))
        stack.push({ node: node.name, most: "data" });
    } else if (ts.isRegularExpressionLiteral(node)) {
      // `g` and `y` keep a position between calls.
      if (/[gy][a-z]*$/.test(node.text.slice(node.text.lastIndexOf("/")))) return undefined;
    } else if (isOperator(node) || TRANSPARENT.has(kindOf(node))) {
      stack.push(...valuesIn(task));
    } else {
      return undefined;
    }
  }
  return holds;
}

export function isLiteralEnum(declaration: EnumDeclaration, holdsOf: HoldsOf, members: ReadonlySet<string>): boolean {
  return declaration.members.every(
    ({ initializer }) =>
      initializer === undefined ||
      literalHolds(initializer, (name) => (members.has(name) ? "data" : holdsOf(name))) !== undefined,
  );
}

function isMore(one: Holds, other: Holds): boolean {
  return ORDER.indexOf(one) > ORDER.indexOf(other);
}

function isOperator(node: Node): boolean {
  const ts = compiler();
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    return operator < ts.SyntaxKind.FirstAssignment || operator > ts.SyntaxKind.LastAssignment;
  }
  if (!ts.isPrefixUnaryExpression(node)) return false;
  return node.operator !== ts.SyntaxKind.PlusPlusToken && node.operator !== ts.SyntaxKind.MinusMinusToken;
}

/** Operators that look at no more of a value than whether it is truthy, or the same. */
const ONLY_LOOKING: ReadonlySet<string> = new Set([
  "AmpersandAmpersandToken",
  "BarBarToken",
  "QuestionQuestionToken",
  "CommaToken",
  "EqualsEqualsEqualsToken",
  "ExclamationEqualsEqualsToken",
]);

/** What the pieces of a node may hold, given what the node itself may. */
function mostInside({ node, most }: Task, field: string): Holds {
  const ts = compiler();
  // `o + 1`, `-o`, a template and a key call `toString` or `valueOf`, which may be code.
  if (ts.isBinaryExpression(node)) return ONLY_LOOKING.has(kindOf(node.operatorToken)) ? most : "data";
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken ? "names" : "data";
  if (ts.isTemplateSpan(node) || ts.isComputedPropertyName(node) || field === "argumentExpression") return "data";
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return "names";
  // A property of a function or class is what was put there, whatever their code says.
  const isAccess = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isAccess && isMore(most, "functions") ? "functions" : most;
}

/** The parts of a node that are values: no names of properties, no tokens. */
function valuesIn(task: Task): readonly Task[] {
  const ts = compiler();
  const { node } = task;
  const found: Task[] = [];
  for (const field of fieldsOf(node)) {
    const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
    if (value === undefined) continue;
    const most = mostInside(task, field);
    if (Array.isArray(value)) {
      for (const element of value as readonly Node[]) found.push({ node: element, most });
    } else if (field === "name" && !ts.isShorthandPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(value as Node)) found.push({ node: value as Node, most });
    } else if (!/Token$/.test(field)) found.push({ node: value as Node, most });
  }
  return found;
}

function mentionsThis(root: Node): boolean {
  const ts = compiler();
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) return true;
    for (const field of fieldsOf(node)) {
      const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
      if (Array.isArray(value)) stack.push(...(value as readonly Node[]));
      else if (value !== undefined) stack.push(value as Node);
    }
  }
  return false;
}
