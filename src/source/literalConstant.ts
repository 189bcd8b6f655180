// Does the code alone say what this constant is (R8.1)? Literals, operators, functions, and other such constants.
import type { EnumDeclaration, ModuleDeclaration, Node, Statement } from "typescript";
import { compiler } from "./compiler.ts";
import { isErased } from "./erased.ts";
import { fieldsOf, kindOf } from "./shape.ts";

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
 * Is this expression built only of literals?
 *
 * @param isLiteral is the top-level name a literal constant, a function, a class?
 */
export function isLiteralExpression(expression: Node, isLiteral: (name: string) => boolean): boolean {
  const ts = compiler();
  const stack: Node[] = [expression];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (ts.isIdentifier(node)) {
      if (!isLiteral(node.text) && !CONSTANT_GLOBALS.has(node.text)) return false;
    } else if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) {
      // A function counts by its code, unless it may keep something in the object that it belongs to.
      if (mentionsThis(node)) return false;
      if (ts.isMethodDeclaration(node) && ts.isComputedPropertyName(node.name)) stack.push(node.name);
    } else if (ts.isRegularExpressionLiteral(node)) {
      // `g` and `y` keep a position between calls.
      if (/[gy][a-z]*$/.test(node.text.slice(node.text.lastIndexOf("/")))) return false;
    } else if (isOperator(node) || TRANSPARENT.has(kindOf(node))) {
      pushValues(node, stack);
    } else {
      return false;
    }
  }
  return true;
}

export function isLiteralEnum(
  declaration: EnumDeclaration,
  isLiteral: (name: string) => boolean,
  members: ReadonlySet<string>,
): boolean {
  return declaration.members.every(
    ({ initializer }) =>
      initializer === undefined || isLiteralExpression(initializer, (name) => members.has(name) || isLiteral(name)),
  );
}

/** A namespace of functions, classes, enums and plain literals keeps no state; of any other the values must be looked at. */
export function isLiteralNamespace(declaration: ModuleDeclaration): boolean {
  const ts = compiler();
  const { body } = declaration;
  if (body === undefined) return true;
  if (ts.isModuleDeclaration(body)) return isLiteralNamespace(body);
  return ts.isModuleBlock(body) && body.statements.every((statement) => isErased(statement) || keepsNoState(statement));
}

function keepsNoState(statement: Statement): boolean {
  const ts = compiler();
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return true;
  if (ts.isEnumDeclaration(statement)) return isLiteralEnum(statement, () => false, new Set());
  if (ts.isModuleDeclaration(statement)) return isLiteralNamespace(statement);
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) return false;
  return statement.declarationList.declarations.every(({ initializer }) => {
    const isContainer =
      initializer === undefined ||
      ts.isArrayLiteralExpression(initializer) ||
      ts.isObjectLiteralExpression(initializer);
    return !isContainer && isLiteralExpression(initializer, () => false);
  });
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

/** The parts of a node that are values: no names of properties, no tokens. */
function pushValues(node: Node, stack: Node[]): void {
  const ts = compiler();
  for (const field of fieldsOf(node)) {
    const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
    if (value === undefined) continue;
    if (Array.isArray(value)) stack.push(...(value as readonly Node[]));
    else if (field === "name" && !ts.isShorthandPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(value as Node)) stack.push(value as Node);
    } else if (!/Token$/.test(field)) stack.push(value as Node);
  }
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
