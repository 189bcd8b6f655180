// What does an import bind a name to? As a text that enters the code version, and as words.
import type { ImportFacts } from "../source/facts.ts";

/** Equal exactly where specifier and imported name are. */
export function bindingOf({ specifier, imported }: Pick<ImportFacts, "specifier" | "imported">): string {
  return JSON.stringify([imported ?? "", specifier]);
}

/** `sep of node:path`, from what `bindingOf` gave. */
export function bindingInWords(binding: string): string {
  const [imported, specifier] = JSON.parse(binding) as [string, string];
  switch (imported) {
    case "default":
      return `the default export of ${specifier}`;
    case "*":
    case "export=":
      return `all of ${specifier}`;
    default:
      return `${imported} of ${specifier}`;
  }
}
