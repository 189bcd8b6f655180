// Which texts in code look like the path of a file, whose content no key holds (R12)?
import type { Node } from "typescript";
import { compiler } from "../compiler.ts";
import { isImportCall } from "../dynamicImport.ts";
import type { Place } from "../facts.ts";
import { MODIFIERS } from "../modifiers/modifierFacts.ts";
import { importedAs } from "../names/importedAs.ts";
import { placeOf } from "../place.ts";

/** A text literal that may name a file. Whether there is one is asked when a run or a plan is made. */
export interface PathText extends Place {
  readonly text: string;
}

const LONGEST = 260;
/** A table of such texts is data, and looking at each would cost more than it tells. */
const MOST = 50;

/** `data.csv`, `data/rows`; no sentence, no URL, no number. */
export function looksLikePath(text: string): boolean {
  if (text.length > LONGEST || text.trim() !== text || /[\r\n\0]|:\/\//.test(text)) return false;
  return (/\.[A-Za-z0-9]{1,8}$/.test(text) || text.includes("/")) && Number.isNaN(Number(text));
}

/**
 * Each text once, in the order in which they stand.
 *
 * @param literals text literals of a tree
 * @param readers calls that are known to read: what they read is told by themselves
 */
export function pathTexts<T extends { readonly node: Node }>(
  literals: readonly T[],
  readers: ReadonlySet<Node>,
): readonly (PathText & Omit<T, "node">)[] {
  const found = new Map<string, PathText & Omit<T, "node">>();
  for (const { node, ...rest } of literals) {
    const text = textOf(node);
    if (text === undefined || found.has(text) || isToldElsewhere(node, readers)) continue;
    found.set(text, { text, ...placeOf(node), ...rest });
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

function textOf(node: Node): string | undefined {
  const ts = compiler();
  return ts.isStringLiteralLike(node) && looksLikePath(node.text) ? node.text : undefined;
}

/** It names a module, a property, or an option of a modifier; or it stands within a call that reads. */
function isToldElsewhere(literal: Node, readers: ReadonlySet<Node>): boolean {
  const ts = compiler();
  const { parent } = literal;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent))
    return true;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === literal) return true;
  for (let node = literal, at = parent; at !== undefined; node = at, at = at.parent)
    if (readers.has(at) || isLoading(at) || isOption(node, at)) return true;
  return false;
}

/** `import("./rows.json")`, `require("./rows.json")` */
function isLoading(node: Node): boolean {
  const ts = compiler();
  if (isImportCall(node)) return true;
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require";
}

/** What a modifier is told beside the function that it wraps. */
function isOption(argument: Node, call: Node): boolean {
  const ts = compiler();
  if (!ts.isCallExpression(call) || call.arguments.at(-1) === argument || call.expression === argument) return false;
  const name = importedAs(call.expression);
  return name !== undefined && Object.hasOwn(MODIFIERS, name);
}
