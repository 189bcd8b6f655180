// Which lines of a cell are magics? The first, if it begins with `%%`; the leading ones that begin with `%`.

export interface MagicLine {
  readonly sign: "%" | "%%";
  readonly name: string;
  /** What follows the name on its line. */
  readonly rest: string;
  /** from 1 */
  readonly line: number;
}

export interface SplitCell {
  readonly magics: readonly MagicLine[];
  /** The cell with each magic line turned into a comment of the same length: lines, columns and offsets stay true. */
  readonly text: string;
  /** What looks like a magic but is none where it stands: indented, or a `%%` below the first line. */
  readonly misplaced?: Pick<MagicLine, "sign" | "name">;
}

// A line may end with "\r", which `.` does not match.
const CELL_MAGIC = /^%%([A-Za-z]\w*)([^\n]*)$/;
const LINE_MAGIC = /^%([A-Za-z]\w*)([^\n]*)$/;
const MISPLACED = /^\s*(%%?)([A-Za-z]\w*)/;

export function splitMagics(cell: string): SplitCell {
  const lines = cell.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const whole = CELL_MAGIC.exec(lines[first] ?? "");
  if (whole) {
    const magic = { sign: "%%", name: whole[1]!, rest: whole[2]!.trim(), line: first + 1 } as const;
    return { magics: [magic], text: commentOut(lines, [magic]) };
  }
  const magics: MagicLine[] = [];
  let misplaced: SplitCell["misplaced"];
  // After the first line of code a `%` is an operator.
  for (const [index, line] of lines.entries()) {
    const match = LINE_MAGIC.exec(line);
    if (match) magics.push({ sign: "%", name: match[1]!, rest: match[2]!.trim(), line: index + 1 });
    else if (line.trim() !== "" && !line.trimStart().startsWith("//")) {
      // The first line of code cannot begin with the operator.
      const found = MISPLACED.exec(line);
      if (found) misplaced = { sign: found[1] as MagicLine["sign"], name: found[2]! };
      break;
    }
  }
  return { magics, text: commentOut(lines, magics), ...(misplaced && { misplaced }) };
}

function commentOut(lines: readonly string[], magics: readonly MagicLine[]): string {
  const numbers = new Set(magics.map(({ line }) => line));
  return lines.map((line, index) => (numbers.has(index + 1) ? `//${line.slice(2)}` : line)).join("\n");
}
