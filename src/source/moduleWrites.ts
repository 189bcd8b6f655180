// Which of the module's names does its own code write, while it is loaded or later (R8.4)?
import type { Node } from "typescript";
import type { ImportFacts } from "./facts.ts";
import type { Findings, FoundWrite } from "./findings.ts";
import { isContainer, isMutator } from "./mutators.ts";
import type { Declared } from "./topLevel.ts";

/** A write that counts, with the top-level tree that it stands in. */
export interface ModuleWrite extends FoundWrite {
  readonly tree: Node;
}

/** Writes by the name that is written. */
export function moduleWrites(
  trees: ReadonlyMap<Node, Findings>,
  declared: ReadonlyMap<string, Declared>,
  imports: ReadonlyMap<string, ImportFacts>,
): ReadonlyMap<string, readonly ModuleWrite[]> {
  const byName = new Map<string, ModuleWrite[]>();
  for (const [tree, findings] of trees) {
    for (const write of findings.writes) {
      if (!counts(write, declared.get(write.name), imports.has(write.name))) continue;
      const list = byName.get(write.name) ?? [];
      byName.set(write.name, list);
      list.push({ ...write, tree });
    }
  }
  return byName;
}

function counts(write: FoundWrite, declared: Declared | undefined, isImport: boolean): boolean {
  if (write.method === undefined) return declared !== undefined || isImport;
  if (declared === undefined || declared.kind !== "variable" || !isMutator(write.method)) return false;
  // What a method gives back may be a changed copy, as with data frames; only a known container is changed in place.
  return (
    write.isForEffect || declared.pieces.some((piece) => piece.variable !== undefined && isContainer(piece.variable))
  );
}
