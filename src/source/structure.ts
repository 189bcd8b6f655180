// What is the structure of this code, free of layout and types? A text that is equal exactly where the code is.
import type { Node, TemplateExpression } from "typescript";
import { compiler } from "./compiler.ts";
import { hasModifier, isErased } from "./erased.ts";
import { isPlainFunction } from "./plainFunction.ts";
import { fieldsOf, kindOf, unwrap } from "./shape.ts";

export interface StructureOptions {
  /** Identifiers that stand for the function itself (R2). */
  readonly self?: ReadonlySet<Node>;
}

type Item = string | Node;

/**
 * The structural text of trees: names of kinds and fields, type-erased, with literals in one form each.
 * A loop, not a recursion: `a + b + …` with thousands of operands is a tree as deep as it is long.
 */
export function structureOf(trees: readonly Node[], options: StructureOptions = {}): string {
  const out: string[] = [];
  const roots = new Set(trees);
  const stack: Item[] = [...trees].reverse();
  while (stack.length > 0) {
    const item = stack.pop()!;
    if (typeof item === "string") {
      out.push(item);
      continue;
    }
    const items = itemsOf(unwrap(item), options, roots.has(item));
    for (let i = items.length - 1; i >= 0; i--) stack.push(items[i]!);
  }
  return out.join(" ");
}

function itemsOf(node: Node, options: StructureOptions, isRoot: boolean): readonly Item[] {
  const ts = compiler();
  if (ts.isIdentifier(node)) return [options.self?.has(node) ? "Self" : `I${node.text}`];
  if (ts.isPrivateIdentifier(node)) return [`P${node.text}`];
  if (ts.isNumericLiteral(node)) return [`N${node.text}`];
  if (ts.isBigIntLiteral(node)) return [`B${BigInt(node.text.slice(0, -1))}`];
  if (ts.isRegularExpressionLiteral(node)) return [`R${JSON.stringify(node.text)}`];
  if (ts.isNoSubstitutionTemplateLiteral(node) && ts.isTaggedTemplateExpression(node.parent)) return [rawText(node)];
  if (ts.isStringLiteralLike(node)) return [`S${JSON.stringify(node.text)}`];
  if (ts.isTemplateExpression(node)) return templateItems(node);
  if (
    ts.isShorthandPropertyAssignment(node) &&
    node.objectAssignmentInitializer === undefined &&
    node.name.text !== "__proto__"
  ) {
    return ["(PropertyAssignment", keyOf(node.name), "initializer=", node.name, ")"];
  }
  if (ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)) {
    // Perhaps a directive; escapes count in those.
    return [`(Directive ${JSON.stringify(node.expression.getText().slice(1, -1))} )`];
  }
  return nodeItems(node, isRoot);
}

function nodeItems(node: Node, isRoot: boolean): readonly Item[] {
  // To wrap a function by a modifier it must be written as an expression: the same function all the same.
  const isPlain = isRoot && isPlainFunction(node);
  const items: Item[] = [`(${isPlain ? "FunctionDeclaration" : kindOf(node)}`, ...marksOf(node)];
  for (const field of fieldsOf(node)) {
    const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
    if (field === "modifiers") items.push(...modifierItems(node));
    else if (isRoot && field === "name" && (isPlain || isOwnName(node))) continue;
    else if (isPlain && field === "body" && !compiler().isBlock(value as Node)) items.push(...returned(value as Node));
    else if (field === "name" && isKeyed(node)) items.push(keyOf(value as Node));
    else if (field === "propertyName" && kindOf(node) === "BindingElement") items.push(...bindingKey(node));
    else if (Array.isArray(value)) {
      const running = (value as readonly Node[]).filter((element) => !isErased(element));
      // `class A implements B` has a clause in its list, but none that runs.
      if (running.length > 0 || field !== "heritageClauses") items.push(`${field}=[`, ...running, "]");
    } else if (field === "arguments") items.push("arguments=[", "]");
    else if (value !== undefined) items.push(`${field}=`, value as Node);
  }
  items.push(")");
  return items;
}

/** `=> x` does what `{ return x; }` does. */
function returned(value: Node): readonly Item[] {
  return ["body=", "(Block", "statements=[", "(ReturnStatement", "expression=", value, ")", "]", ")"];
}

/** What a node says beside its fields: operators, `let` or `const`, whether an optional chain goes on. */
function marksOf(node: Node): readonly string[] {
  const ts = compiler();
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return [kindOf({ kind: node.operator })];
  if (ts.isMetaProperty(node)) return [kindOf({ kind: node.keywordToken })];
  if (ts.isVariableDeclarationList(node)) {
    const using = node.flags & ts.NodeFlags.BlockScoped;
    if (using === ts.NodeFlags.Const) return ["const"];
    if (using === ts.NodeFlags.Let) return ["let"];
    if (using === ts.NodeFlags.Using) return ["using"];
    return [using === ts.NodeFlags.AwaitUsing ? "await using" : "var"];
  }
  // `(a?.b).c` and `a?.b.c` have the same fields: the flag alone tells them apart.
  if (node.flags & ts.NodeFlags.OptionalChain) return ["chain"];
  if (ts.isExportAssignment(node)) return [node.isExportEquals ? "=" : "default"];
  return [];
}

const RUNNING_MODIFIERS: readonly string[] = ["AsyncKeyword", "StaticKeyword", "AccessorKeyword"];
const FIELD_MODIFIERS: readonly string[] = [
  "PublicKeyword",
  "PrivateKeyword",
  "ProtectedKeyword",
  "ReadonlyKeyword",
  "OverrideKeyword",
];

function modifierItems(node: Node): readonly Item[] {
  const ts = compiler();
  const items: Item[] = [];
  for (const modifier of (node as { modifiers?: readonly Node[] }).modifiers ?? []) {
    if (ts.isDecorator(modifier)) items.push(modifier);
    else if (RUNNING_MODIFIERS.includes(kindOf(modifier))) items.push(kindOf(modifier));
  }
  // `constructor(readonly x)` writes a field.
  if (ts.isParameter(node) && FIELD_MODIFIERS.some((kind) => hasModifier(node, kind))) items.push("field");
  return items;
}

/** A top-level function's name is no part of what it does (R2); whoever needs it adds it. */
function isOwnName(node: Node): boolean {
  return compiler().isFunctionDeclaration(node);
}

const KEYED: ReadonlySet<string> = new Set([
  "PropertyAssignment",
  "MethodDeclaration",
  "PropertyDeclaration",
  "GetAccessor",
  "SetAccessor",
  "EnumMember",
]);

function isKeyed(node: Node): boolean {
  return KEYED.has(kindOf(node));
}

/** `{ a: 1 }`, `{ "a": 1 }` and `{ 0x10: 1 }`, `{ 16: 1 }` have the same keys. */
function keyOf(name: Node): Item {
  const ts = compiler();
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))
    return `K${JSON.stringify(name.text)}`;
  if (ts.isBigIntLiteral(name)) return `K"${BigInt(name.text.slice(0, -1))}"`;
  return name;
}

/** `{ a }` takes the property `a` just as `{ a: a }` does. */
function bindingKey(node: Node): readonly Item[] {
  const ts = compiler();
  if (!ts.isBindingElement(node)) return [];
  if (node.propertyName !== undefined) return [keyOf(node.propertyName)];
  const takesProperty = ts.isObjectBindingPattern(node.parent) && node.dotDotDotToken === undefined;
  return takesProperty && ts.isIdentifier(node.name) ? [keyOf(node.name)] : [];
}

function templateItems(node: TemplateExpression): readonly Item[] {
  const isTagged = compiler().isTaggedTemplateExpression(node.parent);
  const piece = (literal: TemplateExpression["head"] | TemplateExpression["templateSpans"][number]["literal"]) =>
    isTagged ? rawText(literal) : `S${JSON.stringify(literal.text)}`;
  const items: Item[] = ["(Template", piece(node.head)];
  for (const span of node.templateSpans) items.push(span.expression, piece(span.literal));
  items.push(")");
  return items;
}

/** What a tag sees; it reads line ends as `\n`. */
function rawText(literal: { readonly text: string; readonly rawText?: string | undefined }): string {
  return `T${JSON.stringify((literal.rawText ?? literal.text).replace(/\r\n?/g, "\n"))}`;
}
