// Which vertices of neighbouring layers should stand in one line?
import type { Vertices } from "./bends.ts";

/** Vertices in one line share a root. */
export interface Alignment {
  readonly root: Int32Array;
}

/** Edges (as `upper * vertices + lower`) that cross a long edge between two of its bends: the long edge stays straight. */
export function markConflicts(vertices: Vertices, rows: readonly (readonly number[])[]): Set<number> {
  const { nodes, up, layer } = vertices;
  const conflicts = new Set<number>();
  const place = placesOf(rows, layer.length);
  const isBend = (vertex: number): boolean => vertex >= nodes;
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    let scanned = 0;
    let start = 0;
    row.forEach((vertex, at) => {
      const inner = isBend(vertex) ? up[vertex]!.find(isBend) : undefined;
      if (inner === undefined && at < row.length - 1) return;
      const end = inner === undefined ? rows[i - 1]!.length : place[inner]!;
      for (; scanned <= at; scanned++) {
        const lower = row[scanned]!;
        for (const upper of up[lower]!) {
          const crosses = place[upper]! < start || place[upper]! > end;
          if (crosses && !(isBend(upper) && isBend(lower))) conflicts.add(upper * layer.length + lower);
        }
      }
      start = end;
    });
  }
  return conflicts;
}

/**
 * Lines each vertex up with a middle neighbour of the row before, where no line chosen earlier is crossed.
 *
 * @param neighbours - Of each vertex in the row before, sorted along it.
 */
export function align(
  rows: readonly (readonly number[])[],
  neighbours: readonly (readonly number[])[],
  length: number,
  conflicts: ReadonlySet<number>,
): Alignment {
  const root = Int32Array.from({ length }, (_, vertex) => vertex);
  const taken = new Uint8Array(length);
  const place = placesOf(rows, length);
  let last = -1;
  const isFree = (neighbour: number, vertex: number): boolean =>
    taken[neighbour] === 0 &&
    place[neighbour]! > last &&
    !(conflicts.size > 0 && (conflicts.has(neighbour * length + vertex) || conflicts.has(vertex * length + neighbour)));
  for (const row of rows) {
    last = -1;
    for (const vertex of row) {
      const sorted = neighbours[vertex]!;
      if (sorted.length === 0) continue;
      const low = sorted[(sorted.length - 1) >> 1]!;
      const high = sorted[sorted.length >> 1]!;
      // Of two middle neighbours the one that comes first in this order of rows, unless it is taken.
      const first = place[low]! <= place[high]! ? low : high;
      const neighbour = isFree(first, vertex) ? first : isFree(low + high - first, vertex) ? low + high - first : -1;
      if (neighbour < 0) continue;
      root[vertex] = root[neighbour]!;
      taken[neighbour] = 1;
      last = place[neighbour]!;
    }
  }
  return { root };
}

function placesOf(rows: readonly (readonly number[])[], length: number): Int32Array {
  const place = new Int32Array(length);
  for (const row of rows) for (let i = 0; i < row.length; i++) place[row[i]!] = i;
  return place;
}
