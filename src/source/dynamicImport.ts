// Which module does `import("…")` or `require("…")` in a body load?
import type { CallExpression, Expression, Node } from "typescript";
import { compiler } from "./compiler.ts";
import type { ImportFacts } from "./facts.ts";
import { placeOf } from "./place.ts";
import { unwrap } from "./shape.ts";

/**
 * The import that a call with a literal specifier makes.
 * Its local name is the call itself, `import("x")`: no identifier, so that it meets no other name.
 *
 * @param isBound is the name bound by the module or around the call?
 */
export function dynamicImportOf(node: Node, isBound: (name: string) => boolean): ImportFacts | undefined {
  const specifier = literalSpecifier(node, isBound);
  if (specifier === undefined) return undefined;
  const how = isImportCall(node) ? "import" : "require";
  return { local: `${how}(${JSON.stringify(specifier)})`, specifier, imported: "*", typeOnly: false, ...placeOf(node) };
}

export function isImportCall(node: Node): boolean {
  const ts = compiler();
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** `import("…")`, whose meaning the text alone tells. */
export function isLiteralImport(node: Node): node is CallExpression {
  return isImportCall(node) && literalArgument(node as CallExpression) !== undefined;
}

/** The imports of `dynamicImportOf` that load something only when the code comes to them. */
export function isByImportCall({ local }: Pick<ImportFacts, "local">): boolean {
  return local?.startsWith("import(") === true;
}

/** The text of the first argument, where it is a literal. */
export function literalArgument(call: { readonly arguments?: readonly Expression[] }): string | undefined {
  const ts = compiler();
  const first = call.arguments?.[0];
  if (first === undefined) return undefined;
  const value = unwrap(first);
  return ts.isStringLiteralLike(value) ? value.text : undefined;
}

function literalSpecifier(node: Node, isBound: (name: string) => boolean): string | undefined {
  const ts = compiler();
  if (!ts.isCallExpression(node)) return undefined;
  if (isImportCall(node)) return literalArgument(node);
  const callee = unwrap(node.expression);
  if (!ts.isIdentifier(callee) || callee.text !== "require" || isBound("require")) return undefined;
  return literalArgument(node);
}
