// Which functions of a module are nodes, and what do they ask for?
import { docOf } from "./docComment.ts";
import { hasModifier } from "./erased.ts";
import type { NodeFacts, Problem } from "./facts.ts";
import { type NodeFunction, nodeFunctionOf } from "./nodeFunction.ts";
import { parametersOf } from "./parameters.ts";
import { placeOf } from "./place.ts";
import { returnsOf } from "./returns.ts";
import type { TopLevel } from "./topLevel.ts";

export interface FoundNode {
  readonly facts: NodeFacts;
  readonly function: NodeFunction;
}

/** Exported functions, in source order. */
export function nodesOf(top: TopLevel): {
  readonly nodes: readonly FoundNode[];
  readonly problems: readonly Problem[];
} {
  const nodes: FoundNode[] = [];
  const problems: Problem[] = [];
  const names = new Set<string>();
  for (const { name, local } of top.exports) {
    const declared = top.declared.get(local);
    const found = declared === undefined ? undefined : nodeFunctionOf(declared);
    // `export { f as default }` gives no name to know a node by.
    if (declared === undefined || found === undefined || names.has(name) || name === "default") continue;
    names.add(name);
    const read = parametersOf(name, found.function.parameters);
    const doc = docOf(found.piece.statement);
    const returns = returnsOf(found.function);
    problems.push(...read.problems);
    nodes.push({
      function: found.function,
      facts: {
        name,
        part: local,
        parameters: read.parameters,
        async: hasModifier(found.function, "AsyncKeyword"),
        generator: found.function.asteriskToken !== undefined,
        ...(returns === undefined ? {} : { returns }),
        ...(doc === undefined ? {} : { doc }),
        ...placeOf(declared.identifier),
      },
    });
  }
  nodes.sort((a, b) => a.facts.line - b.facts.line || a.facts.column - b.facts.column);
  return { nodes, problems };
}
