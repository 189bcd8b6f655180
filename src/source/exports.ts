// What does a module give to those that import it, and where does it come from?
import type { SourceFile } from "typescript";
import { compiler } from "./compiler.ts";
import { isErased } from "./erased.ts";
import type { ExportFacts } from "./facts.ts";
import { placeOf } from "./place.ts";
import type { TopLevel } from "./topLevel.ts";

/** Exports of own names and `export … from "…"`, without types. */
export function exportsOf(file: SourceFile, top: TopLevel): readonly ExportFacts[] {
  return [...top.exports.map(({ name, local, node }) => ({ name, local, ...placeOf(node) })), ...takenExports(file)];
}

function takenExports(file: SourceFile): readonly ExportFacts[] {
  const ts = compiler();
  return file.statements.flatMap((statement): readonly ExportFacts[] => {
    if (isErased(statement) || !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier, exportClause } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteralLike(moduleSpecifier)) return [];
    const specifier = moduleSpecifier.text;
    if (exportClause === undefined) return [{ name: "*", specifier, imported: "*", ...placeOf(statement) }];
    if (!ts.isNamedExports(exportClause))
      return [{ name: exportClause.name.text, specifier, imported: "*", ...placeOf(exportClause) }];
    return exportClause.elements.flatMap((element) => {
      const imported = (element.propertyName ?? element.name).text;
      return element.isTypeOnly ? [] : [{ name: element.name.text, specifier, imported, ...placeOf(element) }];
    });
  });
}
