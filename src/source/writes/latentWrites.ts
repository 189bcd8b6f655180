// What may a call of one of the module's functions change that is not its own?
import type { Node } from "typescript";
import type { ImportFacts } from "../facts.ts";
import type { Findings } from "../findings.ts";
import type { Declared } from "../topLevel.ts";
import { isMutator } from "./mutators.ts";

/** What a function does outside of itself, by its own code and by that of the functions that it reaches. */
export interface LatentWrites {
  /** Does it write to a global or to something imported? */
  readonly world: boolean;
  /** Does it change what it is given? */
  readonly parameters: boolean;
  /** The module's own names that it writes to. */
  readonly names: ReadonlySet<string>;
}

/** Answers for each top-level name, on demand: most modules call none of their functions while they are loaded. */
export function latentWrites(
  declared: ReadonlyMap<string, Declared>,
  findings: ReadonlyMap<Node, Findings>,
  imports: ReadonlyMap<string, ImportFacts>,
): (name: string) => LatentWrites {
  const known = new Map<string, LatentWrites>();
  function find(name: string): LatentWrites {
    const names = new Set<string>();
    let world = false;
    let parameters = false;
    const seen = new Set([name]);
    for (const reached of seen) {
      for (const own of functionsOf(reached)) {
        world ||= own.worldWrites.some((write) => !write.atLoad);
        parameters ||= own.writesParameters;
        for (const write of own.writes) {
          if (write.atLoad) continue;
          if (imports.has(write.name)) world ||= write.method === undefined;
          else if (write.method === undefined || isMutator(write.method)) names.add(write.name);
        }
        for (const used of own.uses.keys()) seen.add(used);
      }
    }
    return { world, parameters, names };
  }

  /** What a constant without a function in it called while it was loaded is done. */
  function functionsOf(name: string): readonly Findings[] {
    const pieces = declared.get(name)?.pieces ?? [];
    return pieces
      .map((piece) => findings.get(piece.tree)!)
      .filter((found) => found.holdsFunctions || found.loadCalls.length === 0);
  }

  return (name) => {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  };
}
