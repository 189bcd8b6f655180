// In which order do the vertices of a layer stand, so that few edges cross?
import type { Vertices } from "./bends.ts";
import { countCrossings } from "./countCrossings.ts";

/**
 * Orders each layer by repeated barycentre sweeps (Sugiyama, Tagawa, Toda 1981) and keeps the best order seen.
 *
 * @returns The vertices of each layer, in order.
 */
export function ordering(vertices: Vertices): number[][] {
  const rows = firstOrder(vertices);
  const place = new Float64Array(vertices.layer.length);
  const number = (row: readonly number[]): void => {
    for (let i = 0; i < row.length; i++) place[row[i]!] = i;
  };
  rows.forEach(number);
  let best = rows.map((row) => [...row]);
  let fewest = countCrossings(rows, vertices.down, place);
  const weight = new Float64Array(vertices.layer.length);
  const sweep = (row: number[] | undefined, neighbours: Vertices["up"]): void => {
    if (row === undefined || row.length < 2) return;
    for (const vertex of row) weight[vertex] = mean(neighbours[vertex]!, place) ?? place[vertex]!;
    row.sort((a, b) => weight[a]! - weight[b]!);
    number(row);
  };
  // Fewer sweeps where there is more to sweep; stop when nothing improved twice.
  const sweeps = vertices.layer.length > 20_000 ? 2 : vertices.layer.length > 4_000 ? 4 : 12;
  for (let done = 0, stale = 0; done < sweeps && fewest > 0 && stale < 3; done++) {
    if (done % 2 === 0) for (let i = 1; i < rows.length; i++) sweep(rows[i], vertices.up);
    else for (let i = rows.length - 2; i >= 0; i--) sweep(rows[i], vertices.down);
    const crossings = countCrossings(rows, vertices.down, place);
    if (crossings < fewest) {
      fewest = crossings;
      best = rows.map((row) => [...row]);
      stale = 0;
    } else stale++;
  }
  return best;
}

/** A depth-first walk puts what belongs together side by side. */
function firstOrder({ nodes, layer, up, down }: Vertices): number[][] {
  const depth = layer.reduce((most, at) => Math.max(most, at + 1), 0);
  const rows: number[][] = Array.from({ length: depth }, () => []);
  const seen = new Uint8Array(layer.length);
  for (let start = 0; start < nodes; start++) {
    if (up[start]!.length > 0) continue;
    const stack = [start];
    while (stack.length > 0) {
      const vertex = stack.pop()!;
      if (seen[vertex] === 1) continue;
      seen[vertex] = 1;
      rows[layer[vertex]!]!.push(vertex);
      const next = down[vertex]!;
      for (let i = next.length - 1; i >= 0; i--) stack.push(next[i]!);
    }
  }
  for (let vertex = 0; vertex < layer.length; vertex++) if (seen[vertex] === 0) rows[layer[vertex]!]!.push(vertex);
  return rows;
}

function mean(neighbours: readonly number[], place: Float64Array): number | undefined {
  if (neighbours.length === 0) return undefined;
  let sum = 0;
  for (const neighbour of neighbours) sum += place[neighbour]!;
  return sum / neighbours.length;
}
