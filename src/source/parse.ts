// Can this text be read as code at all?
import type { Diagnostic, SourceFile } from "typescript";
import { compiler } from "./compiler.ts";
import type { Problem } from "./facts.ts";
import { placeAt } from "./place.ts";

/** Names by which files of code end; any other name (a cell's id) is taken for TypeScript. */
const REFUSED = /\.(tsx|jsx|json|node|wasm)$/;

/** The syntax tree, or the first mistake. */
export function parse(text: string, fileName: string): { readonly file: SourceFile; readonly problem?: Problem } {
  const ts = compiler();
  const kind = /\.[cm]?js$/.test(fileName) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const options = { languageVersion: ts.ScriptTarget.ES2022, setExternalModuleIndicator };
  // A text of CommonJS is none; of any other only a module may await at its top level.
  const maybeScript = /\.c?js$/.test(fileName);
  const file = ts.createSourceFile(fileName, text, maybeScript ? ts.ScriptTarget.ES2022 : options, true, kind);
  const suffix = REFUSED.exec(fileName)?.[1];
  if (suffix !== undefined) {
    const message = `\`${fileName}\` is no module of functions: Cellar reads .ts, .mts, .cts, .js, .mjs and .cjs, not .${suffix}.`;
    return { file, problem: { code: "bad-source", message, line: 1, column: 1 } };
  }
  const first = syntaxErrors(file)[0];
  if (first === undefined) return { file };
  const place = placeAt(file, Math.min(first.start ?? 0, text.length));
  const said = ts.flattenDiagnosticMessageText(first.messageText, " ");
  const message = `The text cannot be read: ${said.replace(/\.?$/, "")} (line ${place.line}, column ${place.column}).`;
  return { file, problem: { code: "bad-source", message, ...place } };
}

/** Without it a text that neither imports nor exports would be a script, where `await (x)` calls a function of that name. */
function setExternalModuleIndicator(file: SourceFile): void {
  (file as unknown as { externalModuleIndicator?: true }).externalModuleIndicator = true;
}

/** A source file knows the mistakes found while it was parsed, though its public type does not say so. */
function syntaxErrors(file: SourceFile): readonly Diagnostic[] {
  return (file as unknown as { parseDiagnostics?: readonly Diagnostic[] }).parseDiagnostics ?? [];
}
