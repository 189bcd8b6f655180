// What does the question whether instances have a version need to know of the module around a class?
import type { ClassLikeDeclaration, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { type ImportFacts, type PartFacts, TOP_LEVEL_CODE } from "../facts.ts";
import type { Findings } from "../findings.ts";
import type { TopLevel } from "../topLevel.ts";
import type { ClassesAround } from "./instances.ts";

/** Answers from the parts of a module, which must all be known but for this. */
export function classesAround(
  top: TopLevel,
  imports: ReadonlyMap<string, ImportFacts>,
  parts: ReadonlyMap<string, PartFacts>,
  findings: ReadonlyMap<Node, Findings>,
): ClassesAround {
  const ts = compiler();
  const classTree = (name: string): ClassLikeDeclaration | undefined => {
    const tree = top.declared.get(name)?.pieces.find((piece) => ts.isClassLike(piece.tree))?.tree;
    return tree as ClassLikeDeclaration | undefined;
  };
  return {
    classOf: classTree,
    isImported: (name) => imports.has(name),
    isBound: (name) => parts.has(name),
    hiddenState: (name) => {
      const seen = new Set([name]);
      for (const reached of seen) {
        const part = parts.get(reached);
        if (part?.class === "mutable" || part?.doubts.some((doubt) => doubt.what === "mutable module state")) {
          const which = reached === name ? "" : `, which \`${name}\` reaches,`;
          return `\`${reached}\`${which} is changed by the module's code`;
        }
        if (top.declared.get(reached)?.pieces.some((piece) => findings.get(piece.tree)?.isWeak)) {
          return `\`${reached}\` keeps state in a WeakMap or WeakSet`;
        }
        for (const ref of part?.refs ?? []) if (ref !== TOP_LEVEL_CODE) seen.add(ref);
      }
      return undefined;
    },
  };
}
