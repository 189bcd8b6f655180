// What in this code can no static text promise (R7)?
import type { Identifier, Node } from "typescript";
import { compiler } from "./compiler.ts";
import { isImportCall, literalArgument } from "./dynamicImport.ts";
import type { Doubt } from "./facts.ts";
import { accessOf, callOf, sameValue, writeOf } from "./names/uses.ts";
import { placeOf, shortText } from "./place.ts";

/** A doubt about a node, with the code of what stands around it. */
export function doubtAt(what: string, node: Node): Doubt {
  return { what, text: shortText(node), ...placeOf(node) };
}

/** Syntax that is a doubt wherever it stands. */
export function syntaxDoubt(node: Node): Doubt | undefined {
  const ts = compiler();
  if (ts.isWithStatement(node)) return doubtAt("with", node);
  if (ts.isCallExpression(node) && isImportCall(node) && literalArgument(node) === undefined)
    return doubtAt("dynamic import", node);
  if (ts.isIdentifier(node) && node.text === "arguments") {
    const access = accessOf(node);
    if (access?.key === "callee") return doubtAt("arguments.callee", access.node);
  }
  return undefined;
}

/** A use of one of the world's names. */
export function globalDoubt(id: Identifier): Doubt | undefined {
  const ts = compiler();
  switch (id.text) {
    case "eval":
      return doubtAt("eval", callOf(id) ?? id);
    case "Function": {
      const outer = sameValue(id);
      const made = ts.isNewExpression(outer.parent) && outer.parent.expression === outer ? outer.parent : callOf(id);
      return made === undefined ? undefined : doubtAt("new Function", made);
    }
    case "require":
      return requireDoubt(id);
    case "globalThis":
    case "global":
      return globalObjectDoubt(id);
    default:
      return undefined;
  }
}

function requireDoubt(id: Identifier): Doubt | undefined {
  const ts = compiler();
  const call = callOf(id);
  if (call !== undefined && ts.isCallExpression(call)) {
    return literalArgument(call) === undefined ? doubtAt("dynamic require", call) : undefined;
  }
  // `require.resolve("x")` loads nothing.
  if (accessOf(id) !== undefined || ts.isTypeOfExpression(id.parent)) return undefined;
  return doubtAt("require as a value", id.parent);
}

function globalObjectDoubt(id: Identifier): Doubt | undefined {
  if (compiler().isTypeOfExpression(sameValue(id).parent)) return undefined;
  const access = accessOf(id);
  if (access === undefined) return doubtAt("the global object as a value", id.parent);
  if (access.key === undefined) return doubtAt("computed access to the global object", access.node);
  const write = writeOf(id);
  return write === undefined || write.method !== undefined ? undefined : doubtAt("mutable global state", write.node);
}

/** Functions of the language that read an object's properties and keep nothing of it. */
const READERS = /^(Object\.(keys|values|entries)|Reflect\.ownKeys)$/;

/** A use of a namespace import other than by one of its names. */
export function namespaceDoubt(id: Identifier): Doubt | undefined {
  const ts = compiler();
  const access = accessOf(id);
  if (access !== undefined) {
    return access.key === undefined ? doubtAt("computed access to a namespace", access.node) : undefined;
  }
  const outer = sameValue(id);
  const parent = outer.parent;
  if (ts.isTypeOfExpression(parent) || ts.isExpressionStatement(parent) || callOf(id) !== undefined) return undefined;
  if (ts.isCallExpression(parent) && READERS.test(parent.expression.getText())) return undefined;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    const isNamed = parent.name.elements.every(
      (e) =>
        e.dotDotDotToken === undefined && (e.propertyName === undefined || !ts.isComputedPropertyName(e.propertyName)),
    );
    if (isNamed) return undefined;
  }
  return doubtAt("a namespace as a value", parent);
}
