// Which code is put below a module's text, so that the loader can reach its values and defaults?
import { compiler } from "./compiler.ts";
import type { BoundFacts, NodeFacts, ParameterFacts } from "./facts.ts";
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
  const defaults = nodes.flatMap((node) => [...nodeDefaults(node), ...boundValues(node)]);
  return `{\nscope: {\n${scope.join(",\n")}\n},\ndefaults: {\n${defaults.join(",\n")}\n},\n}`;
}

/** Defaults that have a value without a call; the others are left to the function itself. */
function nodeDefaults({ facts, function: fn }: FoundNode): readonly string[] {
  const ts = compiler();
  const coded = new Set(facts.parameters.flatMap((p) => (standsAlone(p) ? [p.name] : [])));
  return fn.parameters.flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name) || initializer === undefined || !coded.has(name.text)) return [];
    // A comment may end the code: the bracket stands on a line of its own.
    return [`[${JSON.stringify(`${facts.name}${variantOf(facts)}.${name.text}`)}]: () => (${initializer.getText()}\n)`];
  });
}

function standsAlone({ default: standard }: ParameterFacts): boolean {
  return standard !== undefined && "code" in standard && standard.standsAlone;
}

/** What modifiers bind parameters to, by the node that they make; it stands before a default of the same parameter. */
function boundValues({ facts }: FoundNode): readonly string[] {
  return (facts.modifiers ?? []).flatMap((modifier) => {
    if (modifier.kind === "inject") return codedIn(`${facts.name}${variantOf(facts)}`, modifier.bound);
    if (modifier.kind !== "parameterize") return [];
    return Object.entries(modifier.cases).flatMap(([name, bound]) => codedIn(`${name}${variantOf(facts)}`, bound));
  });
}

/** Variants share a name, and each has defaults of its own. */
function variantOf({ variant }: NodeFacts): string {
  return variant === undefined ? "" : `#${variant}`;
}

function codedIn(node: string, bound: Readonly<Record<string, BoundFacts>>): readonly string[] {
  return Object.entries(bound).flatMap(([parameter, facts]) =>
    "code" in facts ? [`[${JSON.stringify(`${node}.${parameter}`)}]: () => (${facts.code}\n)`] : [],
  );
}
