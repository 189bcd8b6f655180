// What does a module call what it takes from the engine?
import type { Expression, SourceFile } from "typescript";
import { compiler } from "../compiler.ts";
import { staticImports } from "../imports.ts";

const PACKAGE = "cellar";

/** What the callee is called in the engine: imported by its name, or a property of the whole package. */
export function importedAs(callee: Expression): string | undefined {
  const ts = compiler();
  const bindings = bindingsOf(callee.getSourceFile());
  if (ts.isIdentifier(callee)) return bindings.get(callee.text);
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  return bindings.get(callee.expression.text) === "*" ? callee.name.text : undefined;
}

const known = new WeakMap<SourceFile, ReadonlyMap<string, string>>();

/** What each local name takes from the engine. */
function bindingsOf(file: SourceFile): ReadonlyMap<string, string> {
  const found = known.get(file);
  if (found !== undefined) return found;
  const made = new Map(
    staticImports(file).flatMap(({ local, imported, specifier, typeOnly }) =>
      local === undefined || imported === undefined || typeOnly || specifier !== PACKAGE
        ? []
        : [[local, imported] as const],
    ),
  );
  known.set(file, made);
  return made;
}
