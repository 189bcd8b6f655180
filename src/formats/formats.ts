// Which formats are there, by name?
import type { Format } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { json } from "./json.ts";
import { structured } from "./structured.ts";

const table = new Map<string, Format>([structured, json].map((format) => [format.name, format]));

export { structured };

export const formatNames = (): readonly string[] => [...table.keys()];

/** Adds a format, or replaces the one of the same name. */
export function registerFormat(format: Format): void {
  table.set(format.name, format);
}

/**
 * @throws `bad-option` naming the nearest format
 */
export function formatNamed(name: string): Format {
  const format = table.get(name);
  if (format !== undefined) return format;
  const near = nearest(name, formatNames());
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw cellarError("bad-option", `There is no format "${name}".${hint} Formats: ${formatNames().join(", ")}.`);
}

/** The name with the fewest edits, if they are few. */
function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const other of names) {
    const edits = distance(name.toLowerCase(), other.toLowerCase());
    if (edits < least) [best, least] = [other, edits];
  }
  return best;
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
