// Which fields of a piece of syntax exist at run time? One table for every walk, so that types are erased in one way.
import type { Node } from "typescript";
import { compiler } from "./compiler.ts";

/** By name of the kind, since the numbers move between versions of TypeScript: the fields that run, in source order. */
const SHAPE: Readonly<Record<string, readonly string[]>> = {
  SourceFile: ["statements"],
  Block: ["statements"],
  ModuleBlock: ["statements"],
  VariableStatement: ["declarationList"],
  VariableDeclarationList: ["declarations"],
  VariableDeclaration: ["name", "initializer"],
  ExpressionStatement: ["expression"],
  EmptyStatement: [],
  IfStatement: ["expression", "thenStatement", "elseStatement"],
  DoStatement: ["statement", "expression"],
  WhileStatement: ["expression", "statement"],
  ForStatement: ["initializer", "condition", "incrementor", "statement"],
  ForInStatement: ["initializer", "expression", "statement"],
  ForOfStatement: ["awaitModifier", "initializer", "expression", "statement"],
  ContinueStatement: ["label"],
  BreakStatement: ["label"],
  ReturnStatement: ["expression"],
  WithStatement: ["expression", "statement"],
  SwitchStatement: ["expression", "caseBlock"],
  CaseBlock: ["clauses"],
  CaseClause: ["expression", "statements"],
  DefaultClause: ["statements"],
  LabeledStatement: ["label", "statement"],
  ThrowStatement: ["expression"],
  TryStatement: ["tryBlock", "catchClause", "finallyBlock"],
  CatchClause: ["variableDeclaration", "block"],
  DebuggerStatement: [],
  FunctionDeclaration: ["modifiers", "asteriskToken", "name", "parameters", "body"],
  ClassDeclaration: ["modifiers", "name", "heritageClauses", "members"],
  EnumDeclaration: ["name", "members"],
  EnumMember: ["name", "initializer"],
  ModuleDeclaration: ["name", "body"],
  ImportDeclaration: ["importClause", "moduleSpecifier", "attributes"],
  ImportClause: ["name", "namedBindings"],
  NamespaceImport: ["name"],
  NamedImports: ["elements"],
  ImportSpecifier: ["propertyName", "name"],
  ImportAttributes: ["elements"],
  ImportAttribute: ["name", "value"],
  ImportEqualsDeclaration: ["name", "moduleReference"],
  ExternalModuleReference: ["expression"],
  QualifiedName: ["left", "right"],
  ExportDeclaration: ["exportClause", "moduleSpecifier", "attributes"],
  NamedExports: ["elements"],
  NamespaceExport: ["name"],
  ExportSpecifier: ["propertyName", "name"],
  ExportAssignment: ["expression"],
  Identifier: [],
  PrivateIdentifier: [],
  NumericLiteral: [],
  BigIntLiteral: [],
  StringLiteral: [],
  RegularExpressionLiteral: [],
  NoSubstitutionTemplateLiteral: [],
  ArrayLiteralExpression: ["elements"],
  ObjectLiteralExpression: ["properties"],
  PropertyAssignment: ["name", "initializer"],
  ShorthandPropertyAssignment: ["name", "objectAssignmentInitializer"],
  SpreadAssignment: ["expression"],
  SpreadElement: ["expression"],
  OmittedExpression: [],
  ComputedPropertyName: ["expression"],
  PropertyAccessExpression: ["expression", "questionDotToken", "name"],
  ElementAccessExpression: ["expression", "questionDotToken", "argumentExpression"],
  CallExpression: ["expression", "questionDotToken", "arguments"],
  NewExpression: ["expression", "arguments"],
  TaggedTemplateExpression: ["tag", "template"],
  TemplateExpression: ["head", "templateSpans"],
  TemplateSpan: ["expression", "literal"],
  TemplateHead: [],
  TemplateMiddle: [],
  TemplateTail: [],
  ParenthesizedExpression: ["expression"],
  AsExpression: ["expression"],
  SatisfiesExpression: ["expression"],
  NonNullExpression: ["expression"],
  TypeAssertionExpression: ["expression"],
  ExpressionWithTypeArguments: ["expression"],
  FunctionExpression: ["modifiers", "asteriskToken", "name", "parameters", "body"],
  ArrowFunction: ["modifiers", "parameters", "body"],
  ClassExpression: ["modifiers", "name", "heritageClauses", "members"],
  HeritageClause: ["types"],
  Decorator: ["expression"],
  Parameter: ["modifiers", "dotDotDotToken", "name", "initializer"],
  ObjectBindingPattern: ["elements"],
  ArrayBindingPattern: ["elements"],
  BindingElement: ["dotDotDotToken", "propertyName", "name", "initializer"],
  PropertyDeclaration: ["modifiers", "name", "initializer"],
  MethodDeclaration: ["modifiers", "asteriskToken", "name", "parameters", "body"],
  Constructor: ["parameters", "body"],
  GetAccessor: ["modifiers", "name", "parameters", "body"],
  SetAccessor: ["modifiers", "name", "parameters", "body"],
  ClassStaticBlockDeclaration: ["body"],
  DeleteExpression: ["expression"],
  TypeOfExpression: ["expression"],
  VoidExpression: ["expression"],
  AwaitExpression: ["expression"],
  YieldExpression: ["asteriskToken", "expression"],
  PrefixUnaryExpression: ["operand"],
  PostfixUnaryExpression: ["operand"],
  BinaryExpression: ["left", "operatorToken", "right"],
  ConditionalExpression: ["condition", "whenTrue", "whenFalse"],
  MetaProperty: ["name"],
};

/** Wrappers that cost nothing at run time. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "AsExpression",
  "SatisfiesExpression",
  "NonNullExpression",
  "TypeAssertionExpression",
  "ExpressionWithTypeArguments",
]);

let names: string[] | undefined;
const shapes: (readonly string[])[] = [];

/** The name of a node's kind. Aliases such as `FirstAssignment` stand last in the enumeration and do not count. */
export function kindOf(node: { readonly kind: number }): string {
  names ??= namesOfKinds();
  return names[node.kind] ?? "Unknown";
}

/** The fields of a node that run, in source order. */
export function fieldsOf(node: Node): readonly string[] {
  let shape = shapes[node.kind];
  if (shape === undefined) {
    const kind = kindOf(node);
    shape = SHAPE[kind] ?? (/(Keyword|Token)$/.test(kind) ? [] : undefined);
    if (shape === undefined) throw new UnknownSyntax(node, kind);
    shapes[node.kind] = shape;
  }
  return shape;
}

/** Syntax that is not in the table (JSX, or newer than this version): a digest of it could not be trusted. */
export class UnknownSyntax extends Error {
  readonly node: Node;

  constructor(node: Node, kind: string) {
    super(kind);
    this.node = node;
  }
}

export function isWrapper(node: Node): node is Node & { readonly expression: Node } {
  return WRAPPERS.has(kindOf(node));
}

/** The expression inside parentheses, `as`, `satisfies`, `!`. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (isWrapper(inner)) inner = inner.expression;
  return inner;
}

function namesOfKinds(): string[] {
  const list: string[] = [];
  for (const [name, kind] of Object.entries(compiler().SyntaxKind)) {
    if (typeof kind === "number") list[kind] ??= name;
  }
  return list;
}
