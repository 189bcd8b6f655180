// Which names do the pieces of one enum or one namespace see of each other?
import type { SourceFile, Statement } from "typescript";
import { compiler } from "../compiler.ts";
import { hasModifier, isErased } from "../erased.ts";
import { addLexical, boundIdentifiers } from "./bindings.ts";

/** By the name of the enum or namespace, at any depth: members, and exported names. */
export function sharedNames(file: SourceFile): (name: string) => ReadonlySet<string> {
  const ts = compiler();
  const byName = new Map<string, Set<string>>();
  const stack: (readonly Statement[])[] = [file.statements];
  while (stack.length > 0) {
    for (const statement of stack.pop()!) {
      if (isErased(statement)) continue;
      if (ts.isEnumDeclaration(statement)) {
        const names = into(byName, statement.name.text);
        for (const { name } of statement.members) if (!ts.isComputedPropertyName(name)) names.add(name.text);
      } else if (
        ts.isModuleDeclaration(statement) &&
        statement.body !== undefined &&
        ts.isModuleBlock(statement.body)
      ) {
        const names = into(byName, statement.name.text);
        const exported = statement.body.statements.filter((inner) => hasModifier(inner, "ExportKeyword"));
        addLexical(exported, names);
        for (const inner of exported) {
          if (!ts.isVariableStatement(inner)) continue;
          for (const { name } of inner.declarationList.declarations)
            for (const id of boundIdentifiers(name)) names.add(id.text);
        }
        stack.push(statement.body.statements);
      }
    }
  }
  return (name) => byName.get(name) ?? EMPTY;
}

const EMPTY: ReadonlySet<string> = new Set();

function into(map: Map<string, Set<string>>, name: string): Set<string> {
  const names = map.get(name) ?? new Set();
  map.set(name, names);
  return names;
}
