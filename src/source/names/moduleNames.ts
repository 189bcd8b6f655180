// Which names does a whole file have of its own?
import type { SourceFile } from "typescript";
import { staticImports } from "../imports.ts";
import { topLevelOf } from "../topLevel.ts";

/** Top-level values and import bindings. */
export function moduleNamesOf(file: SourceFile): ReadonlySet<string> {
  const names = new Set(topLevelOf(file).declared.keys());
  for (const { local } of staticImports(file)) if (local !== undefined) names.add(local);
  return names;
}
