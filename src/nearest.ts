// Which known name did the user mean? For errors that name the remedy.

/**
 * The nearest of the known names by edit distance, if one is near enough to be a slip.
 *
 * @see Damerau, "A technique for computer detection and correction of spelling errors" (1964), restricted form
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // Between names of one or two letters every other name would be near: there only the case may differ.
  let least = name.length < 3 ? 1 : Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of known) {
    if (other === name || Math.abs(other.length - name.length) >= least) continue;
    const distance = other.toLowerCase() === name.toLowerCase() ? 0.5 : editDistance(name, other);
    if (distance < least) {
      least = distance;
      best = other;
    }
  }
  return best;
}

/** " Did you mean `x`?" or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? "" : ` Did you mean \`${near}\`?`;
}

function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? older[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      const change = old[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(old[j]! + 1, row[j - 1]! + 1, change, swap));
    }
    older = old;
    old = row;
  }
  return old[b.length]!;
}
