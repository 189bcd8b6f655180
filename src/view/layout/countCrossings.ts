// How many edges cross between neighbouring layers?

/**
 * Counts inversions with a binary indexed tree (Barth, Mutzel, Jünger 2004): O(edges · log nodes).
 *
 * @param rows - The vertices of each layer, in order.
 * @param down - For each vertex its neighbours in the next layer.
 * @param place - The position of each vertex in its layer.
 */
export function countCrossings(
  rows: readonly (readonly number[])[],
  down: readonly (readonly number[])[],
  place: Float64Array,
): number {
  let crossings = 0;
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const tree = new Int32Array(widest + 1);
  for (let i = 0; i + 1 < rows.length; i++) {
    const size = rows[i + 1]!.length;
    tree.fill(0, 0, size + 1);
    let edges = 0;
    for (const vertex of rows[i]!) {
      const ends = down[vertex]!;
      // All ends of a vertex are counted before any is added: edges from one vertex do not cross.
      for (const end of ends) crossings += edges - countUpTo(tree, place[end]!);
      for (const end of ends) add(tree, place[end]!, size);
      edges += ends.length;
    }
  }
  return crossings;
}

function countUpTo(tree: Int32Array, place: number): number {
  let sum = 0;
  for (let i = place + 1; i > 0; i -= i & -i) sum += tree[i]!;
  return sum;
}

function add(tree: Int32Array, place: number, size: number): void {
  for (let i = place + 1; i <= size; i += i & -i) tree[i]!++;
}
