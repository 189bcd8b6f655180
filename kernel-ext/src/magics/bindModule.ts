// What is a module to later cells? A typed name: its functions, its nodes and its inputs.

import type { LoadedModule, ModuleParameter } from "../engine/engine.ts";
import { compileError } from "../errors/compileError.ts";
import { Reported } from "../errors/reported.ts";
import type { Bench } from "./magic.ts";

/** Binds the namespace that the loader made; nothing is evaluated a second time. */
export function bindModule(module: LoadedModule, { converter, session }: Bench): void {
  const text = `const ${module.name}: ${moduleType(module)} = undefined!;`;
  const { diagnostics, declarations } = converter().convert(session.declarations, text);
  if (diagnostics.length > 0) throw new Reported(compileError({ label: module.name, text }, diagnostics));
  session.declarations = declarations;
  session.variables[module.name] = module.namespace;
}

/**
 * The type of the binding. Types of functions do not tell the names of their parameters, so that the inputs are written
 * out, each with the type that the functions give it. Exported for the tests.
 */
export function moduleType({ name, parameters, nodes, functions }: Omit<LoadedModule, "namespace">): string {
  const namespace = `typeof import("./${name}")`;
  const inputs = new Map<string, ModuleParameter[]>();
  for (const parameter of parameters) {
    if (!nodes.includes(parameter.name)) inputs.set(parameter.name, [...(inputs.get(parameter.name) ?? []), parameter]);
  }
  const members = [...inputs].map(([input, uses]) => `${memberName(input, uses)}: ${inputType(namespace, uses)}`);
  // Another export may be a function too, made by a call or by another module: later cells can call it, not execute it.
  const names = functions.map((each) => JSON.stringify(each)).join(" | ") || "never";
  return `import("cellar").Module<${namespace}, { ${members.join("; ")} }, ${names}>`;
}

function memberName(input: string, uses: readonly ModuleParameter[]): string {
  return uses.every(({ optional }) => optional) ? `${input}?` : input;
}

/** A value must suit every function that takes it. */
function inputType(namespace: string, uses: readonly ModuleParameter[]): string {
  const types = uses.map((use) =>
    use.isOfVariant === true ? "unknown" : `Parameters<(${namespace})["${use.function}"]>[${use.index}]`,
  );
  return types.join(" & ");
}
