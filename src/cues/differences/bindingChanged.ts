// Which parameters are bound to something else than in the baseline?
import type { Binding } from "../../contracts.ts";
import { byParameter, type DifferenceFacts } from "../subject.ts";

export interface BindingChange {
  readonly parameter: string;
  readonly before: Binding;
  readonly now: Binding;
}

/** Parameters of both keys whose binding differs. */
export function changedBindings(facts: DifferenceFacts): readonly BindingChange[] {
  if (facts.before === undefined) return [];
  const before = byParameter(facts.before.recipe.bindings);
  return facts.now.recipe.bindings.flatMap((now) => {
    const was = before.get(now[0]);
    return was === undefined || (was[1] === now[1] && was[2] === now[2])
      ? []
      : [{ parameter: now[0], before: was, now }];
  });
}
