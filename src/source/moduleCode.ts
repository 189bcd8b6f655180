// Which code is put below a module's text, so that the loader can reach its values and defaults?
import { compiler } from "./compiler.ts";
import type { FoundNode } from "./nodes.ts";
import { DEFAULT } from "./topLevel.ts";

/** The export that the loader reads; a module cannot have one of the same name. */
export const CELLAR_EXPORT = "$cellar";

/** `export const $cellar = { scope: { name: () => name }, defaults: { "node.parameter": (earlier…) => value } }` */
export function moduleCode(names: readonly string[], nodes: readonly FoundNode[]): string {
  // Keys are computed, so that a value called `__proto__` is a key like any other.
  const scope = names.map((name) => `[${JSON.stringify(name)}]: () => ${name === DEFAULT ? "exports.default" : name}`);
  const defaults = nodes.flatMap(nodeDefaults);
  return `export const ${CELLAR_EXPORT} = {\nscope: {\n${scope.join(",\n")}\n},\ndefaults: {\n${defaults.join(",\n")}\n},\n};\n`;
}

function nodeDefaults({ facts, function: fn }: FoundNode): readonly string[] {
  const ts = compiler();
  const coded = new Set(
    facts.parameters.flatMap((p) => (p.default !== undefined && "code" in p.default ? [p.name] : [])),
  );
  const earlier: string[] = [];
  const found: string[] = [];
  for (const { name, initializer } of fn.parameters) {
    if (!ts.isIdentifier(name) || name.text === "this") continue;
    if (initializer !== undefined && coded.has(name.text)) {
      const key = JSON.stringify(`${facts.name}.${name.text}`);
      // A comment may end the code: the bracket stands on a line of its own.
      found.push(`[${key}]: (${earlier.join(", ")}) => (${initializer.getText()}\n)`);
    }
    earlier.push(name.text);
  }
  return found;
}
