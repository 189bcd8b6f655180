// What does this code mention that must be replaced before it runs as CommonJS?
import { isByImportCall } from "./dynamicImport.ts";
import type { Foreign } from "./emit.ts";
import type { Findings } from "./findings.ts";

export function foreignIn(findings: readonly Findings[]): ReadonlySet<Foreign> {
  const foreign = new Set<Foreign>();
  for (const { mentions, dynamicImports } of findings) {
    if (mentions.includes("importMeta")) foreign.add("import.meta");
    if ([...dynamicImports.values()].some(isByImportCall)) foreign.add("import()");
  }
  return foreign;
}
