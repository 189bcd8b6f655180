// Which declared files and variables that a request needs are not there?
import type { Closure } from "../../dataflow/closure.ts";
import type { RequestProblem } from "../../dataflow/inputs.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { isCellarError } from "../../errors.ts";
import { isDeclaredFile } from "../../values/declaredFile.ts";
import { isDeclaredVariable, textOfVariable } from "../../values/declaredVariable.ts";
import { statOf } from "../world.ts";

/** Of inputs, and of defaults and bound values of modules that are loaded: nothing is loaded for it. */
export function outsideProblems(closure: Closure, given: Readonly<Record<string, unknown>>): readonly RequestProblem[] {
  return closure.nodes.flatMap((node) => {
    if (node.kind === "input") return problemOf(node.name, given[node.name]);
    return node.module.isLoaded ? declaredBy(node, given).flatMap(([name, value]) => problemOf(name, value)) : [];
  });
}

const DECLARES = /\b(file|env)\b/;

function declaredBy(node: FunctionNode, given: Readonly<Record<string, unknown>>): readonly [string, unknown][] {
  const { module, facts, edges, bound } = node;
  const values = [
    ...edges.flatMap(({ parameter, from, facts: { default: standard } }) =>
      given[from] === undefined && standard !== undefined && "code" in standard && standard.standsAlone
        ? [{ owner: facts.name, parameter, code: standard.code }]
        : [],
    ),
    ...bound.flatMap(({ parameter, value, owner }) =>
      "code" in value ? [{ owner, parameter, code: value.code }] : [],
    ),
  ];
  return values.flatMap(({ owner, parameter, code }): [string, unknown][] => {
    if (!DECLARES.test(code)) return [];
    try {
      return [[parameter, module.defaultOf(owner, parameter, facts.variant)]];
    } catch {
      return []; // the run tells what its code throws
    }
  });
}

function problemOf(name: string, value: unknown): readonly RequestProblem[] {
  try {
    if (isDeclaredFile(value)) statOf(value);
    if (isDeclaredVariable(value)) textOfVariable(value, process.env);
    return [];
  } catch (error) {
    if (!isCellarError(error, "missing-input")) throw error;
    return [{ code: "missing-input", name, text: error.message }];
  }
}
