// Which nodes does `checkOutput` make? What is looked at, what is found, and the value that has passed.
import type { CheckFacts, NodeFacts } from "../source/facts.ts";
import { type MadeNode, own, readOf, rename } from "./madeNode.ts";
import { asRead, innerSettings } from "./pipes.ts";

/**
 * `x.unchecked` is what the function gives, `x.check` what is found of it, `x` the value for all that read it, where it has
 * passed. So the function's own key knows of no check (R3), and another check of a stored value is made of that value.
 */
export function checkedOutput(
  nodes: readonly MadeNode[],
  check: CheckFacts,
  facts: NodeFacts,
  modifier: number,
): readonly MadeNode[] {
  const last = own(nodes, "checkOutput", facts);
  const { name } = last;
  const held = last.step.kind === "checked" ? undefined : `${name}.unchecked`;
  const before = last.step.kind === "checked" ? last.step.importances : [];
  const from = held ?? last.needs[0]!.from;
  const found = `${name}.check${before.length === 0 ? "" : before.length + 1}`;
  const { custom, rules, importance } = check;
  const code = JSON.stringify(custom === undefined ? rules : { ...rules, custom });
  const checking: MadeNode = {
    ...asRead(last),
    name: found,
    facts: custom === undefined ? facts : { ...facts, part: custom },
    needs: [readOf(from, last, "value")],
    step: {
      kind: "check",
      rules,
      importance,
      ...(custom === undefined ? {} : { custom: { name: facts.name, variant: facts.variant, modifier, path: [] } }),
    },
    // With another importance it looks again, so that what it then warns of is told.
    selector: JSON.stringify(["check", code, importance]),
    selectorPart: {
      name: "checkOutput()",
      text: `const rules = ${JSON.stringify({ ...rules, importance }, undefined, 2)}`,
    },
    settings: innerSettings(last.settings),
    isInner: true,
  };
  const importances = [...before, importance];
  const passed: MadeNode = {
    ...asRead(last),
    needs: [
      ...(held === undefined ? last.needs : [readOf(from, last, "value")]),
      readOf(found, last, `check${importances.length}`),
    ],
    step: { kind: "checked", importances },
    selector: JSON.stringify(["checked", importances]),
  };
  const others = held === undefined ? nodes.filter((node) => node !== last) : rename(nodes, last, held);
  return [...others, checking, passed];
}
