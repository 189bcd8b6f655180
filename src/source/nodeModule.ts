// What does Node run of a file that a script imports? Its types erased, and below it the call by which the engine gets hold of it.
import type { SourceFile, Statement } from "typescript";
import { cellarError, isCellarError } from "../errors.ts";
import { compiler } from "./compiler.ts";
import { holds, watchedNames } from "./constants/watchedNames.ts";
import { compilerOptions } from "./emit.ts";
import type { Problem } from "./facts.ts";
import { hiddenCode } from "./moduleCode.ts";
import { nodesOf } from "./nodes.ts";
import { parse } from "./parse.ts";
import { topLevelOf } from "./topLevel.ts";
import { problemBehind } from "./unreadable.ts";

/** `Symbol.for` this name is the function that a loaded file hands its values to. */
export const ADOPT = "cellar.adopt/1";

export interface NodeModule {
  readonly format: "module" | "commonjs";
  readonly source: string;
}

export interface NodeFile {
  /** Its suffix tells the language, and whether it is a module for sure (`.mts`, `.mjs`) or CommonJS (`.cts`). */
  readonly fileName: string;
  /** What the file is imported as, query and all. */
  readonly url: string;
  /** Does its package say that its files are ES modules? Decides where the text itself does not. */
  readonly isModulePackage: boolean;
}

/**
 * The JavaScript of a TypeScript file, with its source map inside, or a JavaScript module as it is; below the text stands
 * `globalThis[Symbol.for("cellar.adopt/1")]?.(exports, url, values)` where it exports something. Lines stay.
 *
 * @throws CellarError `bad-source` for TypeScript that cannot be read; JavaScript that cannot is left to Node
 */
export function nodeModule(text: string, file: NodeFile): NodeModule {
  const isScript = /\.[cm]?js$/.test(file.fileName);
  try {
    const { file: tree, problem } = parse(text, file.fileName);
    if (problem === undefined) return isScript ? withAdoption(tree, text, file) : erased(tree, text, file);
    if (!isScript) throw unreadable(file.fileName, problem);
  } catch (error) {
    if (isCellarError(error)) throw error;
    const problem = problemBehind(error);
    if (!isScript) throw unreadable(file.fileName, problem);
  }
  return { format: "module", source: text };
}

function unreadable(fileName: string, { message, line, column }: Problem): Error {
  const said = message.replace(/^The text/, `\`${fileName}\``).replace(/^Line \d+ has/, `\`${fileName}\` has`);
  return cellarError("bad-source", said, { where: { module: fileName, line, column } });
}

function withAdoption(tree: SourceFile, text: string, { url }: NodeFile): NodeModule {
  const adoption = adoptionOf(tree, text, url, "module");
  return { format: "module", source: adoption === "" ? text : `${text}\n${adoption}` };
}

function erased(tree: SourceFile, text: string, { fileName, url, isModulePackage }: NodeFile): NodeModule {
  const format = isModule(tree, fileName, isModulePackage) ? "module" : "commonjs";
  return { format, source: eraseTypes(`${text}\n${adoptionOf(tree, text, url, format)}`, fileName, format) };
}

function eraseTypes(text: string, fileName: string, format: NodeModule["format"]): string {
  const ts = compiler();
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: format === "module" ? "module.mts" : "module.cts",
    compilerOptions: compilerOptions(),
  });
  const map = {
    ...(JSON.parse(sourceMapText!) as object),
    file: undefined,
    sourceRoot: undefined,
    sources: [fileName],
  };
  const inline = Buffer.from(JSON.stringify(map)).toString("base64");
  const js = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  return `${js}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
}

function isModule(file: SourceFile, fileName: string, isModulePackage: boolean): boolean {
  if (fileName.endsWith(".mts")) return true;
  if (fileName.endsWith(".cts")) return false;
  return isModulePackage || file.statements.some(isOfModule);
}

function isOfModule(statement: Statement): boolean {
  const ts = compiler();
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return true;
  if (ts.isExportAssignment(statement)) return statement.isExportEquals !== true;
  if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword))
    return true;
  return holds(
    statement,
    (node) =>
      ts.isAwaitExpression(node) ||
      ts.isMetaProperty(node) ||
      (ts.isForOfStatement(node) && node.awaitModifier !== undefined),
  );
}

/** A file that exports nothing of its own has nothing to hand over. */
function adoptionOf(file: SourceFile, text: string, url: string, format: NodeModule["format"]): string {
  const top = topLevelOf(file);
  if (top.exports.length === 0) return "";
  // A module can import itself: that is how it knows the object that others have of it.
  const self = format === "module" ? freeName("$cellarSelf", text) : "module.exports";
  const code = hiddenCode([...top.declared.keys()], nodesOf(top).nodes, self);
  const before = format === "module" ? `import * as ${self} from ${JSON.stringify(url)};\n` : "";
  const values = `${JSON.stringify(url)}, ${code}, ${JSON.stringify(watchedNames(top))}`;
  return `${before}globalThis[Symbol.for(${JSON.stringify(ADOPT)})]?.(${self}, ${values});\n`;
}

function freeName(name: string, text: string): string {
  let free = name;
  for (let at = 1; text.includes(free); at++) free = `${name}${at}`;
  return free;
}
