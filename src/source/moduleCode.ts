// Which code is put below a module's text, so that the loader can reach its values and defaults?

import { compiler } from "./compiler.ts";
import type { ParameterFacts } from "./facts.ts";
import { boundCode, ownerOf } from "./modifiers/boundCode.ts";
import type { FoundNode } from "./nodes.ts";
import { DEFAULT } from "./topLevel.ts";

/** The export that the loader reads; a module cannot have one of the same name. */
export const CELLAR_EXPORT = "$cellar";

/** `export const $cellar = { scope: { name: () => name }, defaults: { "node.parameter": () => value } }` */
export function moduleCode(names: readonly string[], nodes: readonly FoundNode[]): string {
  return `export const ${CELLAR_EXPORT} = ${hiddenCode(names, nodes, "exports")};\n`;
}

/** @param exports the name of what holds the module's exports */
export function hiddenCode(names: readonly string[], nodes: readonly FoundNode[], exports: string): string {
  // Keys are computed, so that a value called `__proto__` is a key like any other.
  const scope = names.map(
    (name) => `[${JSON.stringify(name)}]: () => ${name === DEFAULT ? `${exports}.default` : name}`,
  );
  const defaults = nodes.flatMap((node) => [...nodeDefaults(node), ...boundCode(node.facts).map(codeOf)]);
  return `{\nscope: {\n${scope.join(",\n")}\n},\ndefaults: {\n${defaults.join(",\n")}\n},\n}`;
}

/** Defaults that have a value without a call; the others are left to the function itself. */
function nodeDefaults({ facts, function: fn }: FoundNode): readonly string[] {
  const ts = compiler();
  const coded = new Set(facts.parameters.flatMap((p) => (standsAlone(p) ? [p.name] : [])));
  return fn.parameters.flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name) || initializer === undefined || !coded.has(name.text)) return [];
    // A comment may end the code: the bracket stands on a line of its own.
    return [codeOf([`${ownerOf(facts)}.${name.text}`, initializer.getText()])];
  });
}

function codeOf([key, code]: readonly [string, string]): string {
  return `[${JSON.stringify(key)}]: () => (${code}\n)`;
}

function standsAlone({ default: standard }: ParameterFacts): boolean {
  return standard !== undefined && "code" in standard && standard.standsAlone;
}
