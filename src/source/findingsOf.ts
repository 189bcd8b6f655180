// What is in each tree of a file whose code runs or is reached? One walk each.
import type { Node, SourceFile } from "typescript";
import type { ImportFacts } from "./facts.ts";
import { type Findings, findIn } from "./findings.ts";
import { sharedNames } from "./names/sharedNames.ts";
import type { TopLevel } from "./topLevel.ts";

export interface FileFindings {
  readonly byTree: ReadonlyMap<Node, Findings>;
  /** Every name of the module, imported ones included. */
  readonly names: ReadonlySet<string>;
  /** Names that the pieces of one enum or namespace see of each other. */
  shared(name: string): ReadonlySet<string>;
}

export function findingsOf(file: SourceFile, top: TopLevel, imports: readonly ImportFacts[]): FileFindings {
  const imported = importsByName(imports);
  const names = new Set([...top.declared.keys(), ...imported.keys()]);
  const shared = sharedNames(file);
  const byTree = new Map(treesOf(top).map((tree) => [tree, findIn(tree, { names, imports: imported, shared })]));
  return { byTree, names, shared };
}

export function importsByName(imports: readonly ImportFacts[]): ReadonlyMap<string, ImportFacts> {
  return new Map(imports.flatMap((facts) => (facts.local === undefined ? [] : [[facts.local, facts] as const])));
}

export function treesOf(top: TopLevel): readonly Node[] {
  const declared = [...top.declared.values()].flatMap(({ pieces }) => pieces.map((piece) => piece.tree));
  return [...new Set([...declared, ...top.statements])];
}
