// Why is there no node of this name? The config may have chosen otherwise.
import type { ConditionFacts } from "../source/facts.ts";
import { conditionsOf } from "./chosenNodes.ts";
import { conditionOfStep } from "./chosenSteps.ts";
import type { Graph } from "./graph.ts";
import { modify } from "./modify.ts";

/** What the config would have to say, as a sentence; undefined where no config would make it. */
export function absentText(name: string, { modules }: Pick<Graph, "modules">): string | undefined {
  for (const facts of modules.flatMap((module) => module.facts.nodes)) {
    const condition = conditionOfStep(facts, name);
    if (condition !== undefined)
      return `\`${name}\` exists only where the config says ${anyOf([[condition]])}: withConfig(${exampleOf([condition])}).`;
  }
  const found = modules.flatMap((module) =>
    module.facts.nodes
      .filter((facts) => conditionsOf(facts).length > 0)
      .filter((facts) => modify(facts).some((made) => made.name === name)),
  );
  if (found.length === 0) return undefined;
  const [first] = found.map(conditionsOf);
  return `\`${name}\` exists only where the config says ${anyOf(found.map(conditionsOf))}: withConfig(${exampleOf(first!)}).`;
}

/** Where no node exists because of the config: what it would have to say for the first; undefined where there are none at all. */
export function allAbsentText(graph: Pick<Graph, "modules">): string | undefined {
  const [first] = graph.modules.flatMap(({ facts }) => facts.nodes.flatMap(modify));
  const told = first === undefined ? undefined : absentText(first.name, graph);
  return told === undefined ? undefined : `There is no node with this config: ${told}`;
}

/** Where each of them is about one and the same name, its values are one list. */
function anyOf(all: readonly (readonly ConditionFacts[])[]): string {
  const flat = all.map((conditions) => conditions.flatMap((condition) => Object.entries(condition)));
  const [name] = flat[0]![0]!;
  const values = flat.map((said) => {
    const [only, ...others] = said;
    return only![0] === name && others.length === 0 && "is" in only![1] ? only![1].is : undefined;
  });
  if (values.every((list) => list !== undefined))
    return `${name} is ${listOf([...new Set(values.flatMap((list) => list!))])}`;
  const told = flat.map((said) => said.map(([about, wanted]) => `${about} ${wantedText(wanted)}`).join(" and "));
  return [...new Set(told)].join(", or ");
}

function wantedText(wanted: ConditionFacts[string]): string {
  return "is" in wanted ? `is ${listOf(wanted.is)}` : `is not ${listOf(wanted.not)}`;
}

function listOf(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ");
}

function exampleOf(conditions: readonly ConditionFacts[]): string {
  const entries = conditions.flatMap((condition) =>
    Object.entries(condition).map(
      ([name, wanted]) => `${name}: ${"is" in wanted ? JSON.stringify(wanted.is[0]) : "…"}`,
    ),
  );
  return `{ ${[...new Set(entries)].join(", ")} }`;
}
