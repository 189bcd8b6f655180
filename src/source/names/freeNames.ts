// Which names does the module use that nobody provides, and what should the user do about each?
import type { Identifier, Node } from "typescript";
import { didYouMean } from "../../nearest.ts";
import type { NodeFacts, Problem } from "../facts.ts";
import type { Findings } from "../findings.ts";
import { placeOf } from "../place.ts";
import { globalNames } from "./globals.ts";

/** A top-level tree and the node that it is, if it is one. */
export interface Owned {
  readonly tree: Node;
  readonly node?: NodeFacts;
}

/**
 * One problem per tree and free name, in source order.
 *
 * @param known the module's own names
 * @param ambient names that are only declared (`declare const x`), so that no code gives them a value
 */
export function freeNameProblems(
  owned: readonly Owned[],
  findings: ReadonlyMap<Node, Findings>,
  known: ReadonlySet<string>,
  ambient: ReadonlySet<string>,
): readonly Problem[] {
  return owned.flatMap(({ tree, node }) =>
    [...findings.get(tree)!.free.values()].map((id): Problem => {
      const candidates = [...(node?.parameters.map((p) => p.name) ?? []), ...known, ...globalNames()];
      const message = node === undefined ? inModule(id, candidates, ambient) : inNode(id, node, candidates, ambient);
      return { code: "free-name", message, ...(node === undefined ? {} : { node: node.name }), ...placeOf(id) };
    }),
  );
}

function inNode(id: Identifier, node: NodeFacts, candidates: readonly string[], ambient: ReadonlySet<string>): string {
  const parameters = [...node.parameters.map((p) => p.name), id.text].join(", ");
  const remedy = `Make it a parameter, \`${node.name}(${parameters})\`, import it, or define it in this module.`;
  return `\`${node.name}\` uses \`${id.text}\` (line ${placeOf(id).line}), ${lack(id, ambient)}.${didYouMean(id.text, candidates)} ${remedy}`;
}

function inModule(id: Identifier, candidates: readonly string[], ambient: ReadonlySet<string>): string {
  const remedy = "Import it, define it in this module, or make it a parameter of the node that needs it.";
  return `Line ${placeOf(id).line} uses \`${id.text}\`, ${lack(id, ambient)}.${didYouMean(id.text, candidates)} ${remedy}`;
}

function lack(id: Identifier, ambient: ReadonlySet<string>): string {
  if (ambient.has(id.text)) return "which is only declared: no code gives it a value";
  return "which is no parameter, no name of this module and no import";
}
