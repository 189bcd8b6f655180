// What does tslab's fork of TypeScript have that stock TypeScript lacks? Four internals, made from stock ones.
import path from "node:path";
import type ts from "typescript";
import { commentOf } from "./commentOf.ts";
import { isTolerated } from "./compilerOptions.ts";

/** Internals of TypeScript 5.9 that its public types leave out; the version is pinned for them. */
export interface TypescriptInternals {
  readonly nullTransformationContext: ts.TransformationContext;
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  readonly Completions: { getCompletionsAtPosition(...args: unknown[]): ts.CompletionInfo | undefined };
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      file: ts.SourceFile,
      enclosing: ts.Node,
      node: ts.Node,
    ): {
      symbolKind: ts.ScriptElementKind;
      displayParts: ts.SymbolDisplayPart[];
      documentation: ts.SymbolDisplayPart[];
      tags?: ts.JSDocTagInfo[];
    };
  };
}

export function missingInternals(typescript: typeof ts): object {
  const internals = typescript as unknown as TypescriptInternals;
  return {
    getDefaultTypeRoots,
    getNullTransformationContext: () => internals.nullTransformationContext,
    getPreEmitDiagnosticsOfFiles: (program: ts.Program, files: readonly ts.SourceFile[]) =>
      files.flatMap((file) => diagnosticsOf(program, file)),
    getPreEmitDiagnostics: diagnosticsOf,
    Completions: { ...internals.Completions, getCompletionsAtPositionForTslab: complete },
    getQuickInfoAtPosition: inspect,
  };

  function complete(host: object, program: ts.Program, ...rest: unknown[]): ts.CompletionInfo | undefined {
    const minimal = {
      getCompilationSettings: () => program.getCompilerOptions(),
      getCompilerHost: () => undefined,
      // For paths in imports.
      getCurrentDirectory: typescript.sys.getCurrentDirectory,
      readDirectory: typescript.sys.readDirectory,
      getDirectories: typescript.sys.getDirectories,
      directoryExists: typescript.sys.directoryExists,
      fileExists: typescript.sys.fileExists,
      readFile: typescript.sys.readFile,
    };
    return internals.Completions.getCompletionsAtPosition(
      { ...minimal, ...host },
      program,
      ...rest,
      undefined,
      undefined,
    );
  }

  function inspect(
    file: ts.SourceFile,
    checker: ts.TypeChecker,
    _token: unknown,
    position: number,
  ): ts.QuickInfo | undefined {
    const node = internals.getTouchingPropertyName(file, position);
    const symbol = node === file ? undefined : checker.getSymbolAtLocation(node);
    if (!symbol) return undefined;
    const enclosing = internals.getContainerNode(node) ?? file;
    const { symbolKind, displayParts, documentation, tags } =
      internals.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(checker, symbol, file, enclosing, node);
    const comment = documentation.length > 0 ? documentation : commentOf(typescript, symbol);
    const textSpan = { start: node.getStart(file), length: node.getWidth(file) };
    return {
      kind: symbolKind,
      kindModifiers: "",
      textSpan,
      displayParts,
      documentation: comment,
      ...(tags && { tags }),
    };
  }
}

/** Mistakes in the code itself. What only hinders declaration files (TS2742, TS4023 …) is no mistake in a cell. */
function diagnosticsOf(program: ts.Program, file: ts.SourceFile): ts.Diagnostic[] {
  const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return diagnostics.filter((diagnostic) => !isTolerated(diagnostic));
}

/** `node_modules/@types` of a folder and of those above it. */
function getDefaultTypeRoots(folder: string, host?: { directoryExists?(path: string): boolean }): string[] {
  const roots: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    const root = path.posix.join(at, "node_modules/@types");
    if (host?.directoryExists?.(root) ?? true) roots.push(root);
    if (path.dirname(at) === at) return roots;
  }
}
