// Which of a module's nodes exist with this config, and of variants which one? (`when`, `oneOf`)
import type { ConditionFacts, NodeFacts } from "../source/facts.ts";
import { chosenSteps } from "./chosenSteps.ts";

export type Config = Readonly<Record<string, unknown>>;

/**
 * The nodes that exist. Of the variants of one export it is the first whose conditions all fit.
 *
 * @param config undefined where none is known yet: then every condition counts as fitting, so that the first variant
 * stands for all of them
 */
export function chosenNodes(nodes: readonly NodeFacts[], config: Config | undefined): readonly NodeFacts[] {
  if (nodes.every(({ modifiers, variant }) => modifiers === undefined && variant === undefined)) return nodes;
  const chosen = new Set<string>();
  const found = nodes.filter((facts) => {
    if (config !== undefined && !conditionsOf(facts).every((condition) => fits(condition, config))) return false;
    if (facts.variant === undefined) return true;
    if (chosen.has(facts.name)) return false;
    chosen.add(facts.name);
    return true;
  });
  return config === undefined ? found : found.map((facts) => chosenSteps(facts, (wanted) => fits(wanted, config)));
}

/** What the config must hold for a node to exist: all of it. */
export function conditionsOf({ modifiers = [] }: NodeFacts): readonly ConditionFacts[] {
  return modifiers.flatMap((modifier) => (modifier.kind === "when" ? [modifier.condition] : []));
}

/** A name that the config lacks is equal to nothing. */
function fits(condition: ConditionFacts, config: Config): boolean {
  return Object.entries(condition).every(([name, wanted]) => {
    const given = Object.hasOwn(config, name) ? config[name] : undefined;
    const isAmong = (values: readonly unknown[]) => values.includes(given);
    return "is" in wanted ? isAmong(wanted.is) : !isAmong(wanted.not);
  });
}
