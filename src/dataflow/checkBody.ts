// What do the nodes of `checkOutput` do? One looks at the value, one lets it pass.
import { cellarError } from "../errors.ts";
import { type Findings, findingText, isFindings } from "./findings.ts";
import { heldFunction } from "./heldFunction.ts";
import { judge } from "./judge.ts";
import type { AnyFunction } from "./module.ts";
import type { FunctionNode } from "./node.ts";

/** The body of `x.check`, `x.check2` …; its module must be loaded. */
export function checking({ step, module, facts }: FunctionNode): AnyFunction | undefined {
  if (step.kind !== "check") return undefined;
  const { rules, custom } = step;
  const fn = custom === undefined ? undefined : heldFunction(module, custom);
  return ((value: unknown) => judge(value, rules, fn, facts.part)) as AnyFunction;
}

/**
 * The body of `x`.
 *
 * @param hides are no values shown?
 * @throws CellarError `check-failed` from the body
 */
export function passing(node: FunctionNode, hides: boolean): AnyFunction | undefined {
  const { step, name, facts, edges } = node;
  if (step.kind !== "checked") return undefined;
  return ((value: unknown, ...found: readonly unknown[]) => {
    const failed = found.flatMap((each, at) =>
      step.importances[at] === "fail" && isFindings(each) && !each.passed ? each.findings : [],
    );
    if (failed.length === 0) return value;
    const told = failed.map((finding) => findingText(finding, hides || hidesValues(node))).join("; ");
    const kept = edges[0]!.from;
    throw cellarError(
      "check-failed",
      `\`${name}\` (line ${facts.line}) does not pass checkOutput(): ${told}. What was found stands in \`${edges[1]!.from}\`; the value itself is \`${kept}\`.`,
      { where: { module: node.module.name, line: facts.line, column: facts.column, node: name } },
    );
  }) as AnyFunction;
}

/** What is to be told of a value that was looked at, where that does not pass: one sentence per finding. */
export function checkTexts(node: FunctionNode, value: unknown, hides: boolean): readonly string[] {
  if (node.step.kind !== "check" || !isFindings(value) || value.passed) return [];
  return (value as Findings).findings.map((finding) => {
    const told = findingText(finding, hides || hidesValues(node));
    return `\`${node.name.replace(/\.check\d*$/, "")}\` does not pass checkOutput(): ${told}`;
  });
}

/** A check that fails is told by the error. */
export function onlyWarns({ step }: FunctionNode): boolean {
  return step.kind === "check" && step.importance === "warn";
}

function hidesValues({ settings }: FunctionNode): boolean {
  return settings.preview === false;
}
