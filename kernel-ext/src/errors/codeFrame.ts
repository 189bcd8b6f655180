// What does the line look like in which it happened? An excerpt of the cell with the spot underlined.

const RED = "\x1b[31m";
const DIM = "\x1b[2m";
const RESET = "\x1b[0m";

export interface Spot {
  /** from 1 */
  readonly line: number;
  /** from 1 */
  readonly column: number;
  /** characters; at least one is underlined */
  readonly length: number;
}

/** Lines of ANSI text: one line before, the line itself, the underline. */
export function codeFrame(text: string, spot: Spot): string[] {
  const lines = text.split(/\r?\n/);
  const line = lines[spot.line - 1];
  if (line === undefined) return [];
  const width = String(spot.line).length;
  const numbered = (number: number, shown: string) => `${DIM}${String(number).padStart(width)} |${RESET} ${shown}`;
  const before = lines[spot.line - 2];
  const marks = "~".repeat(Math.max(1, Math.min(spot.length, line.length - spot.column + 1)));
  const under = `${DIM}${" ".repeat(width)} |${RESET} ${" ".repeat(spot.column - 1)}${RED}${marks}${RESET}`;
  return [...(before?.trim() ? [numbered(spot.line - 1, before)] : []), numbered(spot.line, line), under];
}
