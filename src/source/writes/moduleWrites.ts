// Which of the module's names does its own code write, while it is loaded or later (R8.4)?
import type { Node } from "typescript";
import type { ImportFacts } from "../facts.ts";
import type { Findings, FoundWrite } from "../findings.ts";
import type { Declared } from "../topLevel.ts";
import { callWrites } from "./callWrites.ts";
import { latentWrites } from "./latentWrites.ts";
import { isContainer, isMutator } from "./mutators.ts";
import { referencesIn, rootOf } from "./references.ts";

/** A write that counts, with the top-level tree that it stands in. */
export interface ModuleWrite extends FoundWrite {
  readonly tree: Node;
  /** Written there, or by a function that is called there and given it; of an unknown one it is only possible. */
  readonly via: "code" | "call" | "unknown call";
}

/** Writes by the name that is written. */
export function moduleWrites(
  trees: ReadonlyMap<Node, Findings>,
  declared: ReadonlyMap<string, Declared>,
  imports: ReadonlyMap<string, ImportFacts>,
): ReadonlyMap<string, readonly ModuleWrite[]> {
  const byName = new Map<string, ModuleWrite[]>();
  const add = (write: ModuleWrite): void => {
    const list = byName.get(write.name) ?? [];
    byName.set(write.name, list);
    list.push(write);
  };
  for (const [tree, findings] of trees) {
    for (const write of findings.writes) {
      for (const name of writtenWith(write, declared)) {
        if (!counts(write, declared.get(name), imports.has(name))) continue;
        add({ ...write, name, tree, via: "code" });
      }
    }
  }
  const calls = callWrites(trees, declared, latentWrites(declared, trees, imports));
  for (const write of calls) for (const name of writtenWith(write, declared)) add({ ...write, name });
  return byName;
}

/**
 * The name itself and those whose values it holds: `const proto = P.prototype; proto.m = …` writes to `P`.
 * What holds it inside something else (`const all = [rows]`) writes to it while the module is loaded; later than that
 * too many harmless writes would be taken for changes of the whole.
 */
function writtenWith(write: FoundWrite, declared: ReadonlyMap<string, Declared>): ReadonlySet<string> {
  const names = new Set([write.name]);
  if (write.how === "reassigned") return names;
  for (const name of names) {
    for (const { variable } of declared.get(name)?.pieces ?? []) {
      if (variable?.initializer === undefined) continue;
      if (!write.atLoad && rootOf(variable.initializer) === undefined) continue;
      for (const id of referencesIn(variable.initializer)) names.add(id.text);
    }
  }
  return names;
}

function counts(write: FoundWrite, declared: Declared | undefined, isImport: boolean): boolean {
  if (write.method === undefined) return declared !== undefined || isImport;
  if (declared === undefined || declared.kind !== "variable" || !isMutator(write.method)) return false;
  // What a method gives back may be a changed copy, as with data frames; only a known container is changed in place.
  return (
    write.isForEffect || declared.pieces.some((piece) => piece.variable !== undefined && isContainer(piece.variable))
  );
}
