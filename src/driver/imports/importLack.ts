// What is wrong with an import of a name that its module does not export?
import type { ModuleInstance } from "../../dataflow/module.ts";
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import type { ExportFacts, ImportFacts } from "../../source/index.ts";
import type { Link } from "./link.ts";

/** A name that another cell does not export would be `undefined` at its first use; it is told where it is imported. */
export function refuseLack(
  facts: ImportFacts | ExportFacts,
  linkOf: (specifier: string) => Link,
  module: string,
): void {
  const { specifier, imported, line, column } = facts;
  if (specifier === undefined || imported === undefined || imported === "*" || imported === "export=") return;
  if ("typeOnly" in facts && facts.typeOnly) return;
  const lack = linkOf(specifier).lackOf?.(imported);
  if (lack === undefined) return;
  throw cellarError("bad-source", `${module}:${line}:${column} ${lack}`, { where: { module, line, column } });
}

/**
 * What is wrong with importing this name from a module; undefined where it is exported.
 *
 * @param namespace what `lazyNamespace` made of the instance
 */
export function lackOf(
  name: string,
  specifier: string,
  instance: ModuleInstance,
  namespace: object,
): string | undefined {
  if (Reflect.has(namespace, name)) return undefined;
  if (name === "default") return `\`${specifier}\` has no default export: import its names, \`{ … }\`.`;
  const isOwn = Object.hasOwn(instance.facts.parts, name);
  const remedy = isOwn
    ? ` \`${name}\` is not exported there: add \`export\` before it.`
    : didYouMean(
        name,
        instance.facts.exports.map((each) => each.name).filter((each) => each !== "*"),
      );
  return `\`${specifier}\` has no export \`${name}\`.${remedy}`;
}
