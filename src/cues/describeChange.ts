// What changed between two values or two texts, in a few words?
import type { Preview } from "../protocol/index.ts";

const MOST = 80;
const cut = (text: string, most = MOST): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

export interface Change {
  readonly before: string;
  readonly after: string;
}

/**
 * Two values by their previews, each side at most 80 characters: `Canada 0.73` → `Canada 0.71` where they differ in one place,
 * `5×6` → `4×6` for tables.
 */
export function describeChange(before: Preview | undefined, after: Preview | undefined): Change {
  if (before === undefined || after === undefined) return { before: wholeOf(before), after: wholeOf(after) };
  if (before.type === "string" && after.type === "string")
    return apart(quoted(before.text ?? ""), quoted(after.text ?? ""));
  if (
    before.shape !== undefined &&
    after.shape !== undefined &&
    (before.columns !== undefined || after.columns !== undefined)
  )
    return tables(before, after);
  if (
    before.text !== undefined &&
    after.text !== undefined &&
    before.type === after.type &&
    /^[[{]/.test(before.text)
  ) {
    const { before: b, after: a } = describeTextChange(before.text, after.text);
    if (b !== a) return { before: b, after: a };
  }
  return apart(wholeOf(before), wholeOf(after));
}

/**
 * Two source texts by the smallest region of tokens in which they differ, with the name of the property it belongs to:
 * `{ Canada: 0.73 }` and `{ Canada: 0.71 }` give `Canada 0.73` and `Canada 0.71`. Each side at most 80 characters.
 */
export function describeTextChange(before: string, after: string): Change {
  const b = tokensOf(before);
  const a = tokensOf(after);
  let start = 0;
  while (start < b.length && start < a.length && b[start]!.text === a[start]!.text) start++;
  let end = 0;
  while (
    end < b.length - start &&
    end < a.length - start &&
    b[b.length - 1 - end]!.text === a[a.length - 1 - end]!.text
  )
    end++;
  if (start === b.length && start === a.length) return { before: cut(before.trim()), after: cut(after.trim()) };
  // an inserted or removed entry: the comma belongs to it, not to its neighbour
  const name = propertyBefore(b, start);
  const side = (text: string, tokens: readonly Token[]): string => {
    const last = tokens.length - 1 - end;
    const words = joined(text, tokens.slice(start, last + 1))
      .replace(/^, */, "")
      .replace(/ *,$/, "");
    return cut(words === "" ? "(nothing)" : name === undefined ? words : `${name} ${words}`);
  };
  return { before: side(before, b), after: side(after, a) };
}

interface Token {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const TOKEN =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|-?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\w*|[\p{ID_Start}$_][\p{ID_Continue}$]*|=>|[=!<>]=+|&&|\|\||\?\?|\S/gu;

/** Tokens as they were written, on one line, without the comments and breaks between them. */
function joined(text: string, tokens: readonly Token[]): string {
  const pieces = tokens.map(({ text: token, end }, i) => {
    const next = tokens[i + 1];
    // A chain of calls that was broken into lines is one word again.
    const isApart = next !== undefined && next.text !== "." && /\s/.test(text.slice(end, next.at));
    return `${token.replace(/\s+/g, " ")}${isApart ? " " : ""}`;
  });
  return pieces.join("");
}

/** Tokens without comments; enough to compare by, not to compile. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    if (!token.startsWith("//") && !token.startsWith("/*"))
      tokens.push({ text: token, at: match.index, end: match.index + token.length });
  }
  return tokens;
}

/** The name in `name:` or `name =` right before the place. */
function propertyBefore(tokens: readonly Token[], place: number): string | undefined {
  const mark = tokens[place - 1]?.text;
  const name = tokens[place - 2]?.text;
  if ((mark !== ":" && mark !== "=") || name === undefined || !/^[\p{ID_Start}$_"']/u.test(name)) return undefined;
  return cut(/^["']/.test(name) ? name.slice(1, -1) : name, 40);
}

function wholeOf(preview: Preview | undefined): string {
  if (preview === undefined) return "(not known)";
  if (preview.type === "string") return quoted(preview.text ?? "");
  if (preview.columns !== undefined) return cut(`${preview.type} ${(preview.shape ?? []).join("×")}`);
  return cut(preview.text ?? preview.type);
}

function quoted(text: string): string {
  const whole = JSON.stringify(text);
  return whole.length > MOST ? `${whole.slice(0, MOST - 2)}…"` : whole;
}

function tables(before: Preview, after: Preview): Change {
  const shapeOf = (preview: Preview): string => (preview.shape ?? []).join("×");
  const has = new Set(after.columns ?? []);
  const had = new Set(before.columns ?? []);
  const gone = (before.columns ?? []).filter((column) => !has.has(column));
  const added = (after.columns ?? []).filter((column) => !had.has(column));
  const say = (shape: string, sign: string, names: readonly string[]): string =>
    cut(names.length === 0 ? shape : `${shape} ${sign}${names.join(`, ${sign}`)}`);
  if (shapeOf(before) !== shapeOf(after) || gone.length + added.length > 0)
    return apart(say(shapeOf(before), "−", gone), say(shapeOf(after), "+", added));
  return cellChange(before, after) ?? apart(wholeOf(before), wholeOf(after));
}

/** The first cell that differs, with the name of its column. */
function cellChange(before: Preview, after: Preview): Change | undefined {
  const rows = before.rows ?? [];
  for (let r = 0; r < rows.length; r++) {
    for (let c = 0; c < rows[r]!.length; c++) {
      const b = rows[r]![c];
      const a = after.rows?.[r]?.[c];
      if (b === a) continue;
      const name = before.columns?.[c] ?? "";
      return { before: cut(`${name} ${b}`.trim()), after: cut(`${name} ${a}`.trim()) };
    }
  }
  return undefined;
}

/** Where both sides would read the same, says that the difference lies beyond what is shown. */
function apart(before: string, after: string): Change {
  return before === after ? { before, after: `${after.slice(0, MOST - 17)} (other content)` } : { before, after };
}
