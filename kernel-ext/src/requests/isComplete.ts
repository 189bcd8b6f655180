// Would Enter run this, or begin a new line?
import type ts from "typescript";
import { splitMagics } from "../magics/splitMagics.ts";
import type { Content } from "../threads/messages.ts";

/** Mistakes that more text can mend although they do not stand at the end. */
const UNTERMINATED = new Set([1010 /* comment */, 1160 /* template */]);
const INDENT = "  ";

/** Content of an `is_complete_reply`. */
export function isComplete(typescript: typeof ts, code: string): Content {
  const { text } = splitMagics(code);
  const file = typescript.createSourceFile(
    "cell.ts",
    text,
    typescript.ScriptTarget.Latest,
    false,
    typescript.ScriptKind.TS,
  );
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly { start: number; code: number }[] };
  const first = parseDiagnostics[0];
  if (!first) return { status: "complete" };
  const canBeMended = first.start >= text.trimEnd().length || UNTERMINATED.has(first.code);
  return canBeMended ? { status: "incomplete", indent: indentAfter(text) } : { status: "invalid" };
}

/** Indentation of the next line: one step more after an opening bracket. */
function indentAfter(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  const indent = /^\s*/.exec(line)![0];
  return /[([{]\s*$/.test(line) ? indent + INDENT : indent;
}
