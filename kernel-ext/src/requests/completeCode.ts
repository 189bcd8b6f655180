// Which of TypeScript's completions suit what is written already, and what do they replace?
import type ts from "typescript";
import type { Completion } from "./completion.ts";

interface TslabCompletion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
  readonly original?: ts.CompletionInfo;
}

/** Inside a string (a node's name, a path) tslab would append to what is written; it is replaced here. */
export function completeCode(text: string, position: number, info: TslabCompletion): Completion {
  const kinds = new Map(info.original?.entries.map(({ name, kind }) => [name, kind as string]));
  const quote = openQuote(text, position);
  const inString = quote !== undefined && [...kinds.values()].every((kind) => STRING_KINDS.has(kind));
  const { start, end } = inString
    ? { start: startOf(text, position, quote + 1, kinds), end: endOfString(text, position) }
    : info;
  const written = text.slice(start, position).toLowerCase();
  const candidates = inString
    ? info.candidates.filter((name) => name.toLowerCase().includes(written))
    : info.candidates;
  return { start, end, matches: candidates.map((name) => ({ text: name, type: kinds.get(name) ?? "" })) };
}

/** Of a path only its last part is offered and replaced. */
function startOf(text: string, position: number, start: number, kinds: ReadonlyMap<string, string>): number {
  const isPath = kinds.size > 0 && [...kinds.values()].every((kind) => kind !== "string");
  return isPath ? Math.max(start, text.lastIndexOf("/", position - 1) + 1) : start;
}

/** What TypeScript offers inside of quotes: literals, modules, files. */
const STRING_KINDS = new Set(["string", "directory", "script", "external module name"]);

/** Offset of the quote that opens the string in which `position` lies, looking at its line only. */
function openQuote(text: string, position: number): number | undefined {
  let open: number | undefined;
  for (let at = text.lastIndexOf("\n", position - 1) + 1; at < position; at++) {
    const character = text[at]!;
    if (character === "\\") at++;
    else if (open === undefined ? `"'\``.includes(character) : character === text[open])
      open = open === undefined ? at : undefined;
  }
  return open;
}

function endOfString(text: string, position: number): number {
  const rest = /^[\w$./@-]*(?=["'`])/.exec(text.slice(position));
  return position + (rest?.[0].length ?? 0);
}
