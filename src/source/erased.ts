// Does this piece of syntax vanish when the types are erased?
import type { ModuleDeclaration, Node, Statement } from "typescript";
import { compiler } from "./compiler.ts";
import { kindOf } from "./shape.ts";

/** True for an element of a list (a statement, a member, a parameter, a modifier) that leaves nothing at run time. */
export function isErased(node: Node): boolean {
  const ts = compiler();
  switch (kindOf(node)) {
    case "InterfaceDeclaration":
    case "TypeAliasDeclaration":
    case "EmptyStatement":
    case "SemicolonClassElement":
    case "IndexSignature":
    case "NamespaceExportDeclaration":
      return true;
    case "FunctionDeclaration":
    case "MethodDeclaration":
    case "Constructor":
    case "GetAccessor":
    case "SetAccessor":
      return (node as { body?: Node }).body === undefined;
    case "PropertyDeclaration":
    case "VariableStatement":
    case "ClassDeclaration":
    case "EnumDeclaration":
      return (
        hasModifier(node, "DeclareKeyword") || (ts.isPropertyDeclaration(node) && hasModifier(node, "AbstractKeyword"))
      );
    case "ModuleDeclaration":
      return !runs(node as ModuleDeclaration);
    case "ImportDeclaration":
      return ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true;
    case "ImportEqualsDeclaration":
    case "ImportSpecifier":
    case "ExportSpecifier":
    case "ExportDeclaration":
      return (node as { isTypeOnly?: boolean }).isTypeOnly === true;
    case "Parameter":
      return ts.isParameter(node) && ts.isIdentifier(node.name) && node.name.text === "this";
    case "HeritageClause":
      return ts.isHeritageClause(node) && node.token !== ts.SyntaxKind.ExtendsKeyword;
    default:
      return false;
  }
}

export function hasModifier(node: Node, kind: string): boolean {
  const modifiers = (node as { modifiers?: readonly Node[] }).modifiers;
  return modifiers?.some((modifier) => kindOf(modifier) === kind) ?? false;
}

/** A namespace of types only makes no object. */
function runs(declaration: ModuleDeclaration): boolean {
  const ts = compiler();
  if (hasModifier(declaration, "DeclareKeyword") || ts.isStringLiteral(declaration.name)) return false;
  if ((declaration.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return false;
  const body = declaration.body;
  if (body === undefined) return false;
  if (ts.isModuleDeclaration(body)) return runs(body);
  return ts.isModuleBlock(body) && body.statements.some((statement: Statement) => !isErased(statement));
}
