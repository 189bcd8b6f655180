// What kind of value does a function say that it returns, where its annotation names a built-in one?
import type { SourceFile, Statement, TypeNode } from "typescript";
import { compiler } from "./compiler.ts";
import type { NodeFunction } from "./nodeFunction.ts";

/** Built-in classes that no type of another library fits by its shape. */
const CLASSES = new Set([
  ...["Map", "Set", "Date", "RegExp", "URL", "ArrayBuffer", "Buffer", "DataView"],
  ...["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
  ...["Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
]);
const LISTS = new Set(["Array", "ReadonlyArray"]);
const SAME: Readonly<Record<string, string>> = { ReadonlyMap: "Map", ReadonlySet: "Set" };

/**
 * `"number"`, `"list"`, `"Map"` …; undefined where the annotation is missing, or says something else or more than one thing.
 * A promise counts as what it promises, a generator as the list that is collected from it.
 */
export function returnsOf(fn: NodeFunction): string | undefined {
  if (fn.asteriskToken !== undefined) return "list";
  return fn.type === undefined ? undefined : kindOf(fn.type, fn.getSourceFile());
}

function kindOf(type: TypeNode, file: SourceFile): string | undefined {
  const ts = compiler();
  if (ts.isParenthesizedTypeNode(type)) return kindOf(type.type, file);
  if (ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.ReadonlyKeyword) return kindOf(type.type, file);
  if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type)) return "list";
  switch (type.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return "number";
    case ts.SyntaxKind.StringKeyword:
      return "string";
    case ts.SyntaxKind.BooleanKeyword:
      return "boolean";
    case ts.SyntaxKind.BigIntKeyword:
      return "bigint";
  }
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const name = type.typeName.text;
  if (isDeclared(name, file)) return undefined;
  const [inner] = type.typeArguments ?? [];
  if (name === "Promise" && inner !== undefined) return kindOf(inner, file);
  if (LISTS.has(name)) return "list";
  return CLASSES.has(SAME[name] ?? name) ? (SAME[name] ?? name) : undefined;
}

/** Does the module give the name a meaning of its own? */
function isDeclared(name: string, file: SourceFile): boolean {
  const ts = compiler();
  const named = (statement: Statement): boolean => {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      const bindings = clause?.namedBindings;
      if (clause?.name?.text === name) return true;
      if (bindings === undefined) return false;
      return ts.isNamespaceImport(bindings)
        ? bindings.name.text === name
        : bindings.elements.some((element) => element.name.text === name);
    }
    const isType =
      ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement);
    return (isType || ts.isModuleDeclaration(statement)) && statement.name?.text === name;
  };
  return file.statements.some(named);
}
