// Which surroundings does this code read, that the environment must then count (R11)?
import type { Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import type { ImportFacts, PartFacts } from "../facts.ts";
import { accessOf, sameValue } from "../names/uses.ts";

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
      return processMention(id);
    case "globalThis":
    case "global": {
      const access = accessOf(id);
      if (access?.key === "Intl") return "intl";
      return access?.key === "process" ? processMention(access.node) : undefined;
    }
    default:
      return undefined;
  }
}

/** `cwd` of an imported `node:process`. */
export function importMention(id: Identifier, { specifier, imported }: ImportFacts): Mention | undefined {
  if (!/^(node:)?process$/.test(specifier)) return undefined;
  if (imported === "cwd") return "cwd";
  return imported === "default" || imported === "*" || imported === "export=" ? processMention(id) : undefined;
}

/** The process as a value may be asked for its folder wherever it is handed to. */
function processMention(value: Node): Mention | undefined {
  const ts = compiler();
  const access = accessOf(value);
  if (access !== undefined) return access.key === undefined || access.key === "cwd" ? "cwd" : undefined;
  const { parent } = sameValue(value);
  if (ts.isTypeOfExpression(parent)) return undefined;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    const takesOthers = parent.name.elements.every((element) => {
      const taken = element.propertyName ?? element.name;
      return element.dotDotDotToken === undefined && ts.isIdentifier(taken) && taken.text !== "cwd";
    });
    if (takesOthers) return undefined;
  }
  return "cwd";
}
