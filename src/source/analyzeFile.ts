// What does a local file that a module imports count as, what does it import in turn, and what runs?
import type { CallExpression, Node, SourceFile } from "typescript";
import { cellarError, isCellarError } from "../errors.ts";
import { codeDigest } from "./codeDigest.ts";
import { compiler } from "./compiler.ts";
import { watchedNames } from "./constants/watchedNames.ts";
import { isLiteralImport } from "./dynamicImport.ts";
import { type Emitted, emit, type Foreign, IMPORT } from "./emit.ts";
import { FACTS_VERSION, type FileFacts, type ImportFacts, type Problem } from "./facts.ts";
import { findIn } from "./findings.ts";
import { findingsOf, importsByName } from "./findingsOf.ts";
import { foreignIn } from "./foreign.ts";
import { markErasedImports, staticImports } from "./imports.ts";
import { CELLAR_EXPORT, moduleCode } from "./moduleCode.ts";
import { moduleNamesOf } from "./names/moduleNames.ts";
import { sharedNames } from "./names/sharedNames.ts";
import { nodesOf } from "./nodes.ts";
import { parse } from "./parse.ts";
import { exportReads } from "./reads/impureReads.ts";
import { type TopLevel, topLevelOf } from "./topLevel.ts";
import { problemBehind } from "./unreadable.ts";
import { moduleWrites } from "./writes/moduleWrites.ts";
import { topLevelCode } from "./writes/topLevelCode.ts";

/**
 * Reads a local file of TypeScript or JavaScript. All its code counts: symbol by symbol would need its effects known.
 *
 * @param fileName shown in errors and in the source map; its suffix tells the language
 * @throws CellarError `bad-source` where the text cannot be read or the kind of file is none that runs
 */
export function analyzeFile(text: string, fileName: string): FileFacts {
  try {
    const { file, problem } = parse(text, fileName);
    if (problem === undefined) return readFile(file, text, fileName);
    throw badSource(fileName, problem);
  } catch (error) {
    if (isCellarError(error)) throw error;
    throw badSource(fileName, problemBehind(error));
  }
}

function readFile(file: SourceFile, text: string, fileName: string): FileFacts {
  const names = moduleNamesOf(file);
  const top = topLevelOf(file);
  const written = staticImports(file);
  const imported = importsByName(written);
  const found = findIn(file, { names, imports: imported, shared: sharedNames(file) });
  const exported = exportedLocals(file);
  const imports = markErasedImports(written, (local) => found.uses.has(local) || exported.has(local));
  return {
    version: FACTS_VERSION,
    digest: codeDigest([file], { name: "file" }),
    mentions: found.mentions,
    reads: [
      ...found.reads.map(({ atLoad: _, ...read }) => read),
      ...file.statements.flatMap((statement) => exportReads(statement, imported)),
    ],
    ...(found.paths.length === 0 ? {} : { paths: found.paths.map(({ atLoad: _, ...each }) => each) }),
    imports: [...imports, ...found.dynamicImports.values()],
    hasEffects: hasEffects(file, top, written),
    watched: watchedNames(top),
    ...emitFile(file, text, fileName, hiddenIn(top), foreignIn([found])),
    topLevelAwait: found.awaitsAtLoad,
  };
}

/** For whoever builds a driver from the file. */
function hiddenIn(top: TopLevel): string {
  if (top.exports.length === 0 || top.declared.has(CELLAR_EXPORT)) return "";
  return moduleCode([...top.declared.keys()], nodesOf(top).nodes);
}

function hasEffects(file: SourceFile, top: TopLevel, imports: readonly ImportFacts[]): boolean {
  const { byTree } = findingsOf(file, top, imports);
  const imported = importsByName(imports);
  return topLevelCode(top, byTree, moduleWrites(byTree, top.declared, imported), imported).length > 0;
}

function badSource(fileName: string, { message, line, column }: Problem): Error {
  const named = message
    .replace(/^The text cannot/, `\`${fileName}\` cannot`)
    .replace(/^Line (\d+) has ([^:]+)/, `\`${fileName}\` has $2 (line $1)`);
  return cellarError("bad-source", named, { where: { module: fileName, line, column } });
}

function exportedLocals(file: SourceFile): ReadonlySet<string> {
  const ts = compiler();
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) continue;
    if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) continue;
    for (const element of statement.exportClause.elements) names.add((element.propertyName ?? element.name).text);
  }
  return names;
}

/** CommonJS written as such runs as it is, without the strict mode that the compiler would add. */
function emitFile(
  file: SourceFile,
  text: string,
  fileName: string,
  appended: string,
  foreign: ReadonlySet<Foreign>,
): Emitted {
  const ts = compiler();
  const isCommonJs = /\.c?js$/.test(fileName) && !ts.isExternalModule(file);
  if (!isCommonJs) return emit(text, fileName, appended, foreign);
  const mappings = text.split("\n").map((_, line) => (line === 0 ? "AAAA" : "AACA"));
  return {
    js: foreign.has("import()") ? withOwnImports(file, text) : text,
    map: JSON.stringify({ version: 3, sources: [fileName], names: [], mappings: mappings.join(";") }),
  };
}

/** `import("x")` as the emitter writes it, within its line. */
function withOwnImports(file: SourceFile, text: string): string {
  const ts = compiler();
  const calls: CallExpression[] = [];
  const visit = (node: Node): void => {
    if (isLiteralImport(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  let made = text;
  for (const call of calls.sort((a, b) => b.getStart(file) - a.getStart(file))) {
    const [specifier, ...options] = call.arguments;
    const passed = options.length === 0 ? "" : "o";
    const own = `import(${specifier!.getText(file)}${passed === "" ? "" : ", o"})`;
    made = `${made.slice(0, call.getStart(file))}${IMPORT}((${passed}) => ${own}, ${made.slice(specifier!.getStart(file))}`;
  }
  return made;
}
