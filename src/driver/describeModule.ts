// Which nodes does a module make, of which functions, and what do they ask for?
import { type MadeNode, modify } from "../dataflow/modify.ts";
import type { ModuleFacts } from "../source/index.ts";
import type { LoadedModule } from "./loader.ts";

/** @throws CellarError `bad-modifier` */
export function describeModule({ nodes }: ModuleFacts): Pick<LoadedModule, "nodes" | "functions" | "parameters"> {
  const made = nodes.flatMap(modify);
  return {
    // Any variant may be the one that a driver chooses, so all of their nodes and parameters are told.
    nodes: [...new Set(made.map(({ name }) => name))],
    functions: [...new Set(nodes.map(({ name }) => name))],
    parameters: made.flatMap((node) => (node.step.kind === "call" && !isWithin(node) ? parametersOf(node) : [])),
  };
}

function parametersOf({ facts, needs }: MadeNode): LoadedModule["parameters"] {
  return needs.map((need) => ({
    function: facts.name,
    name: need.from,
    index: facts.parameters.findIndex(({ name }) => name === need.parameter),
    optional: need.facts.optional,
    ...(facts.variant === undefined ? {} : { isOfVariant: true as const }),
  }));
}

/** It reads nodes of other modules, by names that mean nothing here. */
function isWithin({ facts }: MadeNode): boolean {
  return facts.modifiers?.some(({ kind }) => kind === "subdag") === true;
}
