// Which nodes does a module make, of which functions, and what do they ask for?
import { type MadeNode, modify } from "../dataflow/modify.ts";
import type { ModuleFacts } from "../source/index.ts";
import type { LoadedModule } from "./loader.ts";

/** @throws CellarError `bad-modifier` */
export function describeModule({ nodes }: ModuleFacts): Pick<LoadedModule, "nodes" | "functions" | "parameters"> {
  const made = nodes.flatMap(modify);
  return {
    nodes: made.map(({ name }) => name),
    functions: nodes.map(({ name }) => name),
    parameters: made.flatMap((node) => (node.step.kind === "call" ? parametersOf(node) : [])),
  };
}

function parametersOf({ facts, needs }: MadeNode): LoadedModule["parameters"] {
  return needs.map((need) => ({
    function: facts.name,
    name: need.from,
    index: facts.parameters.findIndex(({ name }) => name === need.parameter),
    optional: need.facts.optional,
  }));
}
