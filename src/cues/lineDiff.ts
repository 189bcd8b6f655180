// Which lines of a text changed?

export interface DiffLine {
  /** `-` for a line that is gone, `+` for one that is new. */
  readonly sign: "-" | "+";
  /** In its own text, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Above this many pairs of lines, what changed is told as one block. */
const MOST_PAIRS = 250_000;

/**
 * The lines that differ, in order; of a block, what is gone before what is new.
 *
 * @see Hunt and McIlroy, "An algorithm for differential file comparison" (1976), with the plain table of common lengths
 */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [b, a] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  let start = 0;
  while (start < b.length && start < a.length && b[start] === a[start]) start++;
  let end = 0;
  while (end < b.length - start && end < a.length - start && b.at(-1 - end) === a.at(-1 - end)) end++;
  const gone = b.slice(start, b.length - end);
  const fresh = a.slice(start, a.length - end);
  const kept = gone.length * fresh.length > MOST_PAIRS ? [] : common(gone, fresh);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [keptGone, keptFresh] of [...kept, [gone.length, fresh.length] as const]) {
    for (; i < keptGone; i++) lines.push({ sign: "-", line: start + i + 1, text: gone[i]! });
    for (; j < keptFresh; j++) lines.push({ sign: "+", line: start + j + 1, text: fresh[j]! });
    [i, j] = [keptGone + 1, keptFresh + 1];
  }
  return lines;
}

/** Pairs of indices of a longest common subsequence. */
function common(b: readonly string[], a: readonly string[]): (readonly [number, number])[] {
  const width = a.length + 1;
  const lengths = new Uint32Array((b.length + 1) * width);
  for (let i = b.length - 1; i >= 0; i--) {
    for (let j = a.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        b[i] === a[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < b.length && j < a.length; ) {
    if (b[i] === a[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
