// Which top-level code may change something outside of the module's names, so that it counts for every function?
import type { Node } from "typescript";
import type { ImportFacts } from "../facts.ts";
import type { Findings } from "../findings.ts";
import type { TopLevel } from "../topLevel.ts";
import { functionsIn } from "./callWrites.ts";
import { latentWrites } from "./latentWrites.ts";
import type { LoadCall } from "./loadCalls.ts";
import type { ModuleWrite } from "./moduleWrites.ts";

/**
 * Statements and declarations with effects, in source order.
 *
 * Of a statement every call counts that is not known to be harmless: it stands there for its effect. An initialiser
 * stands there for its value, so it counts only where something outside is seen to be written: by its own code, or by a
 * function of the module that it runs. Not seen are the effects of an imported function or a global one whose result is
 * bound (`const app = setup()` of a package, `process.chdir()`), and of a local name that stands for one of the world's
 * objects.
 */
export function topLevelCode(
  top: TopLevel,
  findings: ReadonlyMap<Node, Findings>,
  writes: ReadonlyMap<string, readonly ModuleWrite[]>,
  imports: ReadonlyMap<string, ImportFacts>,
): readonly Node[] {
  const latent = latentWrites(top.declared, findings, imports);
  const statements = new Set<Node>(top.statements);
  const accounted = new Set<Node>();
  const writing = new Set<Node>();
  for (const [name, list] of writes) {
    for (const { node, tree, via, method, atLoad } of list) {
      if (!imports.has(name) && via === "code") accounted.add(node);
      if (imports.has(name) && atLoad && method === undefined) writing.add(tree);
    }
  }

  const writesOutside = (call: LoadCall): boolean => {
    const functions = functionsIn(call, top.declared).map(latent);
    if (functions.some(({ world }) => world)) return true;
    const isGivenOutside = call.isGivenWorld || call.given.some((id) => imports.has(id.text));
    return isGivenOutside && functions.some(({ parameters }) => parameters);
  };
  /** Who gets a function may call it: `[1].forEach(install)`. */
  const isGivenCode = ({ given }: LoadCall): boolean =>
    given.some(({ text }) => {
      const kind = top.declared.get(text)?.kind;
      return imports.has(text) || kind === "function" || kind === "class";
    });
  const hasEffect = (tree: Node): boolean => {
    const found = findings.get(tree)!;
    if (writing.has(tree) || found.worldWrites.some((write) => write.atLoad)) return true;
    if (found.loadCalls.some(writesOutside)) return true;
    if (!statements.has(tree)) return false;
    return found.effects.some((node) => !accounted.has(node)) || found.loadCalls.some(isGivenCode);
  };
  return [...findings.keys()].filter(hasEffect).sort((a, b) => a.pos - b.pos);
}
