// Which nodes does a module make, of which functions, and what do they ask for?
import type { MadeNode } from "../../dataflow/madeNode.ts";
import { modify } from "../../dataflow/modify.ts";
import type { ModuleFacts } from "../../source/index.ts";
import type { LoadedModule } from "./loader.ts";

/** @throws CellarError `bad-modifier` */
export function describeModule({ nodes }: ModuleFacts): Pick<LoadedModule, "nodes" | "functions" | "parameters"> {
  const made = nodes.flatMap(modify);
  return {
    // Any variant may be the one that a driver chooses, so all of their nodes and parameters are told.
    nodes: [...new Set(made.map(({ name }) => name))],
    functions: [...new Set(nodes.map(({ name }) => name))],
    parameters: made.flatMap((node) =>
      (node.step.kind === "call" || node.step.kind === "apply") && !isWithin(node) ? parametersOf(node) : [],
    ),
  };
}

function parametersOf({ facts, needs, step }: MadeNode): LoadedModule["parameters"] {
  // A step's function need not be exported, so that no type tells of its parameters.
  const place = step.kind === "apply" ? step.place : undefined;
  const isOfVariant = facts.variant !== undefined || place !== undefined;
  return needs.map((need) => ({
    function: place?.name ?? facts.name,
    name: need.from,
    index: facts.parameters.findIndex(({ name }) => name === need.parameter),
    optional: need.facts.optional,
    ...(isOfVariant ? { isOfVariant: true as const } : {}),
  }));
}

/** It reads nodes of other modules, by names that mean nothing here. */
function isWithin({ facts }: MadeNode): boolean {
  return facts.modifiers?.some(({ kind }) => kind === "subdag") === true;
}
