// Which surroundings does this code read, that the environment must then count (R11)?
import type { Identifier, Node } from "typescript";
import { compiler } from "./compiler.ts";
import type { ImportFacts, PartFacts } from "./facts.ts";
import { accessOf } from "./uses.ts";

type Mention = PartFacts["mentions"][number];

const LOCALE_METHOD = /^(toLocale[A-Z]\w*|localeCompare)$/;

/** `import.meta`, and the methods that follow the locale. */
export function syntaxMention(node: Node): Mention | undefined {
  const ts = compiler();
  if (ts.isMetaProperty(node)) return node.keywordToken === ts.SyntaxKind.ImportKeyword ? "importMeta" : undefined;
  if (ts.isPropertyAccessExpression(node)) return LOCALE_METHOD.test(node.name.text) ? "intl" : undefined;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return LOCALE_METHOD.test(node.argumentExpression.text) ? "intl" : undefined;
  }
  return undefined;
}

export function globalMention(id: Identifier): Mention | undefined {
  switch (id.text) {
    case "Intl":
      return "intl";
    case "__dirname":
    case "__filename":
      return "dirname";
    case "process":
      return accessOf(id)?.key === "cwd" ? "cwd" : undefined;
    default:
      return undefined;
  }
}

/** `cwd` of an imported `node:process`. */
export function importMention(id: Identifier, imported: ImportFacts): Mention | undefined {
  if (!/^(node:)?process$/.test(imported.specifier)) return undefined;
  return imported.imported === "cwd" || accessOf(id)?.key === "cwd" ? "cwd" : undefined;
}
