// Which variants does `oneOf(…)` choose from?
import type { CallExpression, Expression, Node } from "typescript";
import { compiler } from "../compiler.ts";
import type { Problem } from "../facts.ts";
import { importedAs } from "../names/importedAs.ts";
import { placeOf } from "../place.ts";
import { unwrap } from "../shape.ts";
import { type ModifierCall, takeModifiers, type Wrapped } from "./modifierCalls.ts";

export interface Choice {
  /** The call of `oneOf`. */
  readonly chooser: CallExpression;
  /** In the order in which they are tried, with all that wraps them; what wraps the whole stands outermost. */
  readonly variants: readonly Wrapped[];
}

/** The call of `oneOf` that an expression is, as such or wrapped; undefined for any other expression. */
export function choiceIn(expression: Node): Choice | undefined {
  const { modifiers, held } = takeModifiers(expression);
  if (!isChoice(held)) return undefined;
  const variants = held.arguments.map((argument) => {
    const inner = takeModifiers(argument);
    return { modifiers: [...modifiers, ...inner.modifiers], held: inner.held };
  });
  return { chooser: held, variants };
}

/** The name of the part that a function written inside `oneOf` is; no identifier, so that it meets no other. */
export function variantPart(name: string, at: number): string {
  return `${name}#${at}`;
}

/** What is wrong with the variants as a whole. */
export function choiceProblems(node: string, expression: Expression, isConstant: boolean): readonly Problem[] {
  const choice = choiceIn(expression);
  if (choice === undefined) return [];
  const { chooser, variants } = choice;
  const at = (where: Node, message: string): Problem => ({
    code: "bad-modifier",
    message: `\`${node}\` (line ${placeOf(where).line}): ${message}`,
    node,
    ...placeOf(where),
  });
  if (variants.length === 0) return [at(chooser, `oneOf() has no variant: \`${EXAMPLE}\`.`)];
  if (!isConstant)
    return [at(chooser, `oneOf() is chosen from once, as the driver is built: write \`const ${node} = oneOf(…)\`.`)];
  const problems = variants.flatMap(({ held }, index) => {
    const argument = chooser.arguments[index]!;
    if (isChoice(held)) return [at(held, "oneOf() stands in oneOf(): write all variants in one list.")];
    return isFunctionOrName(held)
      ? []
      : [at(argument, `oneOf() takes functions, or names of functions of this module: \`${EXAMPLE}\`.`)];
  });
  const always = chooser.arguments.findIndex((argument) => !takeModifiers(argument).modifiers.some(isCondition));
  if (always >= 0 && always < variants.length - 1)
    problems.push(
      at(
        chooser.arguments[always + 1]!,
        `oneOf() never comes to its variant ${always + 2}, since variant ${always + 1} has no when() and always fits: put that last.`,
      ),
    );
  return problems;
}

const EXAMPLE = 'oneOf(when({ mode: "fast" }, fast), exact)';

function isChoice(node: Node): node is CallExpression {
  return compiler().isCallExpression(node) && importedAs(node.expression) === "oneOf";
}

function isCondition({ name }: ModifierCall): boolean {
  return name === "when";
}

function isFunctionOrName(node: Node): boolean {
  const ts = compiler();
  const held = unwrap(node);
  return ts.isArrowFunction(held) || ts.isFunctionExpression(held) || ts.isIdentifier(held);
}
