// Can later cells name the types that a module's functions return? Also those that the module does not export.
import type ts from "typescript";

/** The text with a last line that exports its private types; no other line changes. */
export function withNameableTypes(typescript: typeof ts, text: string): string {
  const file = typescript.createSourceFile(
    "module.ts",
    text,
    typescript.ScriptTarget.Latest,
    false,
    typescript.ScriptKind.TS,
  );
  const exported = new Set(file.statements.flatMap((statement) => listedExports(typescript, statement)));
  const hidden = file.statements
    .flatMap((statement) => privateType(typescript, statement))
    .filter((name) => !exported.has(name));
  return hidden.length === 0 ? text : `${text}\nexport type { ${[...new Set(hidden)].join(", ")} };`;
}

function privateType(typescript: typeof ts, statement: ts.Statement): string[] {
  const isType =
    typescript.isInterfaceDeclaration(statement) ||
    typescript.isTypeAliasDeclaration(statement) ||
    typescript.isClassDeclaration(statement) ||
    typescript.isEnumDeclaration(statement);
  if (!isType || !statement.name) return [];
  const isExported = statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) === true;
  return isExported ? [] : [statement.name.text];
}

function listedExports(typescript: typeof ts, statement: ts.Statement): string[] {
  if (!typescript.isExportDeclaration(statement) || !statement.exportClause) return [];
  return typescript.isNamedExports(statement.exportClause)
    ? statement.exportClause.elements.map(({ name }) => name.text)
    : [];
}
