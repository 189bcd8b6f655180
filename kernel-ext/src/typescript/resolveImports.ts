// What does an import of a cell mean to TypeScript? Looked up anew for each cell: a package may just have been installed.
import { isBuiltin } from "node:module";
import type ts from "typescript";

export interface ImportResolver {
  /** For a watch host, in place of TypeScript's own cache, which keeps what it did not find for a second or more. */
  install(host: ts.CompilerHost | ts.WatchHost): void;
  /** From now on everything is looked up again. */
  startAnew(): void;
}

interface ResolvingHost extends ts.ModuleResolutionHost {
  resolveModuleNameLiterals?: ts.CompilerHost["resolveModuleNameLiterals"];
  hasInvalidatedResolutions?: (file: string) => boolean;
}

export function createImportResolver(typescript: typeof ts): ImportResolver {
  const cache = typescript.createModuleResolutionCache(typescript.sys.getCurrentDirectory(), (name) => name);
  /** Unchanged files with an import that was not found. */
  const incomplete = new Set<string>();
  return {
    startAnew: () => cache.clear(),
    install(given) {
      const host = given as unknown as ResolvingHost;
      host.hasInvalidatedResolutions = (file) => incomplete.has(file);
      host.resolveModuleNameLiterals = (literals, file, redirected, options, sourceFile) => {
        const resolved = literals.map((literal) => {
          // Node's own modules win over packages of that name; their types are declared, not found in files.
          if (isBuiltin(literal.text)) return { resolvedModule: undefined };
          const mode = typescript.getModeForUsageLocation(sourceFile, literal, options);
          return typescript.resolveModuleName(literal.text, file, options, host, cache, redirected, mode);
        });
        const isMissing = resolved.some(
          ({ resolvedModule }, index) => !resolvedModule && !isBuiltin(literals[index]!.text),
        );
        if (isMissing && !sourceFile.isDeclarationFile) incomplete.add(file);
        else incomplete.delete(file);
        return resolved;
      };
    },
  };
}
