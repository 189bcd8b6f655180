// What does a node ask for? Its parameters, by name.
import type { NodeArray, ParameterDeclaration } from "typescript";
import { compiler } from "./compiler.ts";
import { codedDefault } from "./constants/codedDefault.ts";
import { literalValue } from "./constants/literalValue.ts";
import { isErased } from "./erased.ts";
import type { ParameterFacts, Problem } from "./facts.ts";
import { boundIdentifiers } from "./names/bindings.ts";
import { placeOf, shortText } from "./place.ts";

/** The parameters of a node's function, and what is wrong with them. */
export function parametersOf(
  node: string,
  parameters: NodeArray<ParameterDeclaration>,
): { readonly parameters: readonly ParameterFacts[]; readonly problems: readonly Problem[] } {
  const ts = compiler();
  const found: ParameterFacts[] = [];
  const problems: Problem[] = [];
  for (const parameter of parameters) {
    if (isErased(parameter)) continue;
    if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken !== undefined) {
      problems.push({ code: "bad-parameter", message: badParameter(node, parameter), node, ...placeOf(parameter) });
      continue;
    }
    if (found.some(({ name }) => name === parameter.name.getText())) {
      problems.push({ code: "bad-parameter", message: sameName(node, parameter), node, ...placeOf(parameter) });
      continue;
    }
    const { initializer } = parameter;
    found.push({
      name: parameter.name.text,
      optional: parameter.questionToken !== undefined || initializer !== undefined,
      ...(initializer === undefined ? {} : { default: literalValue(initializer) ?? codedDefault(parameter) }),
      ...(parameter.type === undefined ? {} : { type: parameter.type.getText() }),
      ...placeOf(parameter.name),
    });
  }
  return { parameters: found, problems };
}

function sameName(node: string, parameter: ParameterDeclaration): string {
  return `\`${node}\` (line ${placeOf(parameter).line}) has two parameters \`${parameter.name.getText()}\`, but a node asks for each thing by its name: give one of them another.`;
}

function badParameter(node: string, parameter: ParameterDeclaration): string {
  const names = boundIdentifiers(parameter.name).map((identifier) => identifier.text);
  const where = `\`${node}\` (line ${placeOf(parameter).line})`;
  if (parameter.dotDotDotToken !== undefined) {
    return `${where} takes a rest parameter \`${shortText(parameter)}\`, but a node asks for each thing by its name: write \`${node}(${names.join(", ") || "rows"})\`, where a list is one parameter.`;
  }
  return `${where} takes its parameter \`${shortText(parameter)}\` apart, but a node asks for each thing by its name: write one parameter per name, \`${node}(${names.join(", ")})\`.`;
}
