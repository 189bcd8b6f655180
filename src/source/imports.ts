// What does this file import, under which names, and does it still do so once the types are gone?
import type { ImportDeclaration, Node, SourceFile } from "typescript";
import { compiler } from "./compiler.ts";
import type { ImportFacts } from "./facts.ts";
import { placeOf } from "./place.ts";

/** All imports and re-exports that stand at the top level, in source order. */
export function staticImports(file: SourceFile): readonly ImportFacts[] {
  const ts = compiler();
  return file.statements.flatMap((statement): ImportFacts[] => {
    if (ts.isImportDeclaration(statement)) return importsOf(statement);
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
      const clause = statement.exportClause;
      const named = clause !== undefined && ts.isNamedExports(clause) ? clause.elements : undefined;
      const typeOnly =
        statement.isTypeOnly || (named !== undefined && named.length > 0 && named.every((e) => e.isTypeOnly));
      return [{ specifier: textOf(statement.moduleSpecifier), typeOnly, ...placeOf(statement) }];
    }
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const specifier = textOf(statement.moduleReference.expression);
      return [
        {
          local: statement.name.text,
          specifier,
          imported: "export=",
          typeOnly: statement.isTypeOnly,
          ...placeOf(statement),
        },
      ];
    }
    return [];
  });
}

/**
 * The imports as they are at run time: one that is only used as a type is left out by the compiler, and counts as such.
 *
 * @param isUsed does any code that runs mention the local name?
 */
export function markErasedImports(
  imports: readonly ImportFacts[],
  isUsed: (local: string) => boolean,
): readonly ImportFacts[] {
  return imports.map((facts) => {
    const isErased = facts.local !== undefined && !facts.typeOnly && !isUsed(facts.local);
    return isErased ? { ...facts, typeOnly: true } : facts;
  });
}

function importsOf(statement: ImportDeclaration): ImportFacts[] {
  const ts = compiler();
  const specifier = textOf(statement.moduleSpecifier);
  const clause = statement.importClause;
  if (clause === undefined) return [{ specifier, typeOnly: false, ...placeOf(statement) }];
  const found: ImportFacts[] = [];
  const add = (node: Node, local: string, imported: string, typeOnly: boolean): void => {
    found.push({ local, specifier, imported, typeOnly: typeOnly || clause.isTypeOnly, ...placeOf(node) });
  };
  if (clause.name !== undefined) add(clause.name, clause.name.text, "default", false);
  const bindings = clause.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) add(bindings.name, bindings.name.text, "*", false);
  else if (bindings !== undefined) {
    for (const element of bindings.elements) {
      add(element, element.name.text, (element.propertyName ?? element.name).text, element.isTypeOnly);
    }
  }
  return found;
}

function textOf(specifier: Node): string {
  const ts = compiler();
  return ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText();
}
