// May a module be called that? Only if later cells could use the name, and would lose nothing by it.
import type ts from "typescript";
import { usageError } from "../errors/reported.ts";

/** As they are when the kernel starts: what cells add to them is theirs. */
const GLOBALS = new Set(Object.getOwnPropertyNames(globalThis));
/** What the kernel itself calls the cell's text, what was before it, and what it is given. */
const OWN = new Set(["__tslab__", "__prev__", "__esModule", "tsLastExpr", "exports", "require"]);

/** @throws Reported with the reason */
export function checkedName(name: string, typescript: typeof ts): string {
  const why = refusal(name, typescript);
  if (why === undefined) return name;
  throw usageError(`"${name}" cannot name a module: ${why}`);
}

function refusal(name: string, typescript: typeof ts): string | undefined {
  const { Identifier, AwaitKeyword, LastFutureReservedWord, LastKeyword, FirstKeyword } = typescript.SyntaxKind;
  const scanner = typescript.createScanner(
    typescript.ScriptTarget.Latest,
    false,
    typescript.LanguageVariant.Standard,
    name,
  );
  const kind = scanner.scan();
  const isWord = kind === Identifier || (kind >= FirstKeyword && kind <= LastKeyword);
  if (!isWord || scanner.getTokenText() !== name || scanner.hasUnicodeEscape())
    return "use letters, digits and _, and no digit first.";
  const other = `Choose another, e.g. my_${name}.`;
  // The keywords behind the reserved ones, such as `type`, are names like any other.
  if (kind !== Identifier && (kind <= LastFutureReservedWord || kind === AwaitKeyword))
    return `it is a word of the language. ${other}`;
  if (OWN.has(name)) return `the kernel uses this name itself. ${other}`;
  if (GLOBALS.has(name) || name in Object.prototype)
    return `later cells would lose the \`${name}\` that JavaScript gives them. ${other}`;
  return undefined;
}
