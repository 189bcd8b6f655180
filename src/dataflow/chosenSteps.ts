// Which steps of a pipe are there with this config? (`step(…).when()`)
import type { ConditionFacts, ModifierFacts, NodeFacts, StepFacts } from "../source/facts.ts";

/** The same facts where no step has a condition, so that what was made of them is found again. */
export function chosenSteps(facts: NodeFacts, fits: (condition: ConditionFacts) => boolean): NodeFacts {
  if (!(facts.modifiers ?? []).some(isConditional)) return facts;
  const chosen = (steps: readonly StepFacts[]) =>
    steps.filter(({ condition }) => condition === undefined || fits(condition));
  const modifiers = facts.modifiers!.map((modifier): ModifierFacts => {
    if (modifier.kind === "pipeOutput") return { ...modifier, steps: chosen(modifier.steps) };
    if (modifier.kind !== "pipeInput") return modifier;
    const piped = Object.entries(modifier.steps).map(([parameter, steps]) => [parameter, chosen(steps)]);
    return { ...modifier, steps: Object.fromEntries(piped) };
  });
  return { ...facts, modifiers };
}

/** What the config must say for a step of this name to be there, among those that this export may have. */
export function conditionOfStep(facts: NodeFacts, node: string): ConditionFacts | undefined {
  for (const modifier of facts.modifiers ?? [])
    for (const { name, condition } of stepsOf(modifier))
      if (condition !== undefined && node.startsWith(`${facts.name}.`) && node.endsWith(`.${name}`)) return condition;
  return undefined;
}

function isConditional(modifier: ModifierFacts): boolean {
  return stepsOf(modifier).some(({ condition }) => condition !== undefined);
}

function stepsOf(modifier: ModifierFacts): readonly StepFacts[] {
  if (modifier.kind === "pipeOutput") return modifier.steps;
  return modifier.kind === "pipeInput" ? Object.values(modifier.steps).flat() : [];
}
