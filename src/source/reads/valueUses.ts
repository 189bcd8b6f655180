// What does the code do with a value: which of its members does it take, also by another name for it?
import type { BindingPattern, Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { accessOf, callOf, sameValue } from "../names/uses.ts";

export interface ValueUse {
  /** Members taken, from the value on; `*` where the key is computed. */
  readonly keys: readonly string[];
  /** The code that takes each. */
  readonly nodes: readonly Node[];
  /** What is done with what was taken last; undefined where it was taken by name for later. */
  readonly how?:
    | "call"
    | "call without arguments"
    | "new"
    | "new without arguments"
    | "value"
    | "taken"
    | "extends"
    | "typeof"
    | "in";
  /** The code that does it. */
  readonly end: Node;
}

/** Names for names for names: nobody writes more. */
const MOST_ALIASES = 3;

/** @param aliases how many other names led to it */
export function usesOfValue(value: Node, aliases = 0): readonly ValueUse[] {
  const ts = compiler();
  const access = accessOf(value);
  if (access !== undefined) {
    if (access.key === undefined) return [{ keys: ["*"], nodes: [access.node], how: "taken", end: access.node }];
    return below(access.key, access.node, usesOfValue(access.node, aliases));
  }
  const outer = sameValue(value);
  const { parent } = outer;
  if (ts.isAwaitExpression(parent)) return usesOfValue(parent, aliases);
  if (ts.isTypeOfExpression(parent)) return [use("typeof", parent)];
  const asked = askedFor(outer);
  if (asked !== undefined) return asked;
  const call = callOf(value);
  if (call !== undefined && ts.isCallExpression(call))
    return [use(isEmpty(call.arguments) ? "call without arguments" : "call", call)];
  if (ts.isNewExpression(parent) && parent.expression === outer)
    return [use(isEmpty(parent.arguments) ? "new without arguments" : "new", parent)];
  if (ts.isHeritageClause(parent)) return [use("extends", outer)];
  if (ts.isVariableDeclaration(parent) && parent.initializer === outer) {
    if (ts.isIdentifier(parent.name)) return usesByName(parent.name, parent, aliases);
    return usesByPattern(parent.name, parent, aliases);
  }
  if (ts.isBinaryExpression(parent) && parent.right === outer && ts.isObjectLiteralExpression(parent.left))
    return parent.left.properties.map((taken) => {
      const isNamed = taken.name !== undefined && ts.isIdentifier(taken.name);
      const key = isNamed ? (taken.name as Identifier).text : "*";
      return { keys: [key], nodes: [taken], how: "taken" as const, end: parent };
    });
  return [use("value", outer)];
}

const use = (how: NonNullable<ValueUse["how"]>, end: Node): ValueUse => ({ keys: [], nodes: [], how, end });

function below(key: string, node: Node, uses: readonly ValueUse[]): readonly ValueUse[] {
  return uses.map(({ keys, nodes, ...rest }) => ({ keys: [key, ...keys], nodes: [node, ...nodes], ...rest }));
}

/** A list that is spread may have none. */
function isEmpty(given: readonly Node[] = []): boolean {
  return given.every((each) => compiler().isSpreadElement(each));
}

/** `x instanceof Date`, `"fetch" in globalThis`; undefined for another use. */
function askedFor(value: Node): readonly ValueUse[] | undefined {
  const ts = compiler();
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || parent.right !== value) return undefined;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.InKeyword) return [use("in", parent)];
  return kind === ts.SyntaxKind.InstanceOfKeyword ? [] : undefined;
}

/** `const { now, env: { REGION } } = …` */
function usesByPattern(pattern: BindingPattern, declaration: Node, aliases: number): readonly ValueUse[] {
  const ts = compiler();
  if (!ts.isObjectBindingPattern(pattern)) return [use("taken", declaration)];
  return pattern.elements.flatMap((element) => {
    const taken = element.propertyName ?? element.name;
    const isNamed = ts.isIdentifier(taken) || ts.isStringLiteralLike(taken);
    if (element.dotDotDotToken !== undefined && ts.isIdentifier(element.name))
      return usesByName(element.name, declaration, aliases);
    if (!isNamed) return [{ keys: ["*"], nodes: [element], how: "taken" as const, end: declaration }];
    const inner = ts.isIdentifier(element.name)
      ? usesByName(element.name, declaration, aliases)
      : usesByPattern(element.name, declaration, aliases);
    return below(taken.text, element, inner);
  });
}

/** What is done with a value by a local name for it; one that is never used was taken all the same. */
function usesByName(name: Identifier, declaration: Node, aliases: number): readonly ValueUse[] {
  const uses = aliases === MOST_ALIASES ? [] : mentionsOf(name).flatMap((id) => usesOfValue(id, aliases + 1));
  return uses.length === 0 ? [use("taken", declaration)] : uses;
}

/** Where the name stands as a value, in the block that declares it. */
function mentionsOf(name: Identifier): readonly Identifier[] {
  const ts = compiler();
  let scope: Node = name;
  while (!ts.isBlock(scope) && !ts.isSourceFile(scope) && !ts.isFunctionLike(scope)) scope = scope.parent;
  const found: Identifier[] = [];
  const stack: Node[] = [scope];
  // A loop, not a recursion: `a + b + …` is a tree as deep as it is long.
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && !isKey(node)) found.push(node);
    ts.forEachChild(node, (child) => void (ts.isTypeNode(child) || stack.push(child)));
  }
  return found.reverse();
}

function isKey(id: Identifier): boolean {
  const ts = compiler();
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === id;
  if (ts.isBindingElement(parent)) return parent.propertyName === id || parent.name === id;
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === id;
}
