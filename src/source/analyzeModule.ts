// What does the text of a module say? Its nodes, the parts that they reach, its problems, and the code to run.
import type { Node, SourceFile } from "typescript";
import { compiler } from "./compiler.ts";
import { emit } from "./emit.ts";
import { exportsOf } from "./exports.ts";
import { FACTS_VERSION, type ModuleFacts, type Problem } from "./facts.ts";
import type { Findings } from "./findings.ts";
import { findingsOf, treesOf } from "./findingsOf.ts";
import { foreignIn } from "./foreign.ts";
import { markErasedImports, staticImports } from "./imports.ts";
import { namesInModifiers } from "./modifiers/modifierCalls.ts";
import { moduleCode } from "./moduleCode.ts";
import { freeNameProblems } from "./names/freeNames.ts";
import { type FoundNode, nodesOf } from "./nodes.ts";
import { parse } from "./parse.ts";
import { partsOf } from "./parts.ts";
import { type TopLevel, topLevelOf } from "./topLevel.ts";
import { topLevelProblems } from "./topLevelProblems.ts";
import { problemBehind } from "./unreadable.ts";

/**
 * Reads a module. Never throws because of what the text says: mistakes are in `problems`.
 * The facts are plain, survive as JSON, and depend on the text alone.
 *
 * @param text TypeScript or, by the name of the file, JavaScript
 * @param options.fileName shown in the source map; its suffix tells the language
 */
export function analyzeModule(text: string, options: { fileName?: string } = {}): ModuleFacts {
  const fileName = options.fileName ?? "module.ts";
  try {
    const { file, problem } = parse(text, fileName);
    return problem === undefined ? readModule(file, text, fileName) : unreadable(problem);
  } catch (error) {
    return unreadable(problemBehind(error));
  }
}

function readModule(file: SourceFile, text: string, fileName: string): ModuleFacts {
  const top = topLevelOf(file);
  const written = staticImports(file);
  const { byTree: findings, names, shared } = findingsOf(file, top, written);
  const all = [...findings.values()];
  const used = new Set([
    ...all.flatMap((f) => [...f.uses.keys()]),
    ...top.exports.map(({ local }) => local),
    ...[...top.declared.values()].flatMap(({ pieces }) => pieces.flatMap((piece) => [...namesInModifiers(piece)])),
  ]);
  const dynamic = new Map(all.flatMap((f) => [...f.dynamicImports]));
  const imports = [...markErasedImports(written, (local) => used.has(local)), ...dynamic.values()];
  const running = imports.filter((facts) => !facts.typeOnly);
  const { nodes, problems } = nodesOf(top);
  const topLevelAwait = all.some((f) => f.awaitsAtLoad);
  return {
    version: FACTS_VERSION,
    nodes: nodes.map(({ facts }) => facts),
    parts: partsOf({ file, top, imports: running, findings, shared }),
    imports,
    exports: exportsOf(file, top),
    problems: inSourceOrder([
      ...topLevelProblems(top, written),
      ...problems,
      ...freeNames(file, top, nodes, findings, names),
    ]),
    ...emit(text, fileName, moduleCode([...top.declared.keys()], nodes), foreignIn(all)),
    topLevelAwait,
  };
}

function freeNames(
  file: SourceFile,
  top: TopLevel,
  nodes: readonly FoundNode[],
  findings: ReadonlyMap<Node, Findings>,
  names: ReadonlySet<string>,
): readonly Problem[] {
  const nodeOf = new Map<Node, FoundNode["facts"]>(nodes.map(({ function: fn, facts }) => [fn, facts]));
  const owned = treesOf(top).map((tree) => {
    const node = nodeOf.get(tree);
    return node === undefined ? { tree } : { tree, node };
  });
  return freeNameProblems(owned, findings, names, ambientNames(file));
}

/** `declare const x`, `declare function f`: promises that no code keeps. */
function ambientNames(file: SourceFile): ReadonlySet<string> {
  const ts = compiler();
  const names = new Set<string>();
  for (const statement of file.statements) {
    const isAmbient =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword);
    if (!isAmbient) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) names.add(name.text);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    ) {
      if (statement.name !== undefined) names.add(statement.name.text);
    }
  }
  return names;
}

function inSourceOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

function unreadable(problem: Problem): ModuleFacts {
  return {
    version: FACTS_VERSION,
    nodes: [],
    parts: {},
    imports: [],
    exports: [],
    problems: [problem],
    js: "",
    map: "",
    topLevelAwait: false,
  };
}
