// Which known name did the user mean? For the remedy in a problem's text.

/**
 * " Did you mean `x`?", or nothing where no known name is near enough to be a slip.
 *
 * @see Damerau, "A technique for computer detection and correction of spelling errors" (1964), restricted form
 */
export function didYouMean(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of known) {
    if (other === name || Math.abs(other.length - name.length) >= least) continue;
    const distance = other.toLowerCase() === name.toLowerCase() ? 0.5 : editDistance(name, other);
    if (distance < least) {
      least = distance;
      best = other;
    }
  }
  return best === undefined ? "" : ` Did you mean \`${best}\`?`;
}

function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? older[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), swap));
    }
    older = old;
    old = row;
  }
  return old[b.length]!;
}
