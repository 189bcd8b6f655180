// Where across its layer does each vertex stand, so that edges run straight?
import { type Alignment, align, markConflicts } from "./alignment.ts";
import type { Vertices } from "./bends.ts";

export interface Spacing {
  /** Extent of a vertex across the flow. */
  readonly extent: (vertex: number) => number;
  /** Free room between two neighbours of a layer. */
  readonly gap: (left: number, right: number) => number;
}

/**
 * Coordinates after Brandes and Köpf (2001): four extreme alignments, each compacted, and the mean of the two middle ones.
 * Compaction walks a graph of blocks twice, since the paper's class shifts can overlap (Brandes, Walter, Zink 2020).
 *
 * @param rows - The vertices of each layer, in order.
 * @returns The centre of each vertex across the flow.
 */
export function coordinates(vertices: Vertices, rows: readonly (readonly number[])[], spacing: Spacing): Float64Array {
  const conflicts = markConflicts(vertices, rows);
  const place = new Int32Array(vertices.layer.length);
  for (const row of rows)
    row.forEach((vertex, i) => {
      place[vertex] = i;
    });
  const sort = (lists: Vertices["up"]): Vertices["up"] =>
    lists.map((list) => (list.length < 2 ? list : [...list].sort((a, b) => place[a]! - place[b]!)));
  const up = sort(vertices.up);
  const down = sort(vertices.down);
  const layouts: Float64Array[] = [];
  for (const downwards of [true, false]) {
    for (const leftwards of [true, false]) {
      const turned = (downwards ? [...rows] : [...rows].reverse()).map((row) => (leftwards ? row : [...row].reverse()));
      const alignment = align(turned, downwards ? up : down, vertices.layer.length, conflicts);
      const x = compact(turned, alignment, spacing);
      layouts.push(leftwards ? x : x.map((at) => -at));
    }
  }
  return balance(layouts, spacing);
}

/** Packs blocks as far to the start as their neighbours allow, then back towards their right neighbours. */
function compact(rows: readonly (readonly number[])[], { root }: Alignment, spacing: Spacing): Float64Array {
  const length = root.length;
  // A list of right neighbours per block, linked through `next`: entry `right` stands for the vertex of that number.
  const first = new Int32Array(length).fill(-1);
  const next = new Int32Array(length).fill(-1);
  const apart = new Float64Array(length);
  const waiting = new Int32Array(length);
  for (const row of rows) {
    for (let i = 1; i < row.length; i++) {
      const left = row[i - 1]!;
      const right = row[i]!;
      apart[right] = (spacing.extent(left) + spacing.extent(right)) / 2 + spacing.gap(left, right);
      next[right] = first[root[left]!]!;
      first[root[left]!] = right;
      waiting[root[right]!]!++;
    }
  }
  const x = new Float64Array(length);
  const order: number[] = [];
  for (let vertex = 0; vertex < length; vertex++)
    if (root[vertex] === vertex && waiting[vertex] === 0) order.push(vertex);
  for (let done = 0; done < order.length; done++) {
    const block = order[done]!;
    for (let right = first[block]!; right >= 0; right = next[right]!) {
      const other = root[right]!;
      x[other] = Math.max(x[other]!, x[block]! + apart[right]!);
      if (--waiting[other]! === 0) order.push(other);
    }
  }
  for (let left = order.length - 1; left >= 0; left--) {
    const block = order[left]!;
    let room = Number.POSITIVE_INFINITY;
    for (let right = first[block]!; right >= 0; right = next[right]!)
      room = Math.min(room, x[root[right]!]! - apart[right]!);
    if (room !== Number.POSITIVE_INFINITY) x[block] = Math.max(x[block]!, room);
  }
  return x.map((_, vertex) => x[root[vertex]!]!);
}

/** Lines the four layouts up with the narrowest and takes the mean of the two middle values. */
function balance(layouts: readonly Float64Array[], { extent }: Spacing): Float64Array {
  const spans = layouts.map((x) => {
    let start = Number.POSITIVE_INFINITY;
    let end = Number.NEGATIVE_INFINITY;
    for (let vertex = 0; vertex < x.length; vertex++) {
      start = Math.min(start, x[vertex]! - extent(vertex) / 2);
      end = Math.max(end, x[vertex]! + extent(vertex) / 2);
    }
    return { start, end };
  });
  const narrowest = spans.reduce((best, span) => (span.end - span.start < best.end - best.start ? span : best));
  const shifts = spans.map(({ start, end }, i) => (i % 2 === 0 ? narrowest.start - start : narrowest.end - end));
  return layouts[0]!.map((_, vertex) => {
    let sum = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < layouts.length; i++) {
      const at = layouts[i]![vertex]! + shifts[i]!;
      sum += at;
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    return (sum - low - high) / 2;
  });
}
