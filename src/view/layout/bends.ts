// Where does a long edge bend? In each layer that it passes it gets a vertex of its own.
import type { Edge } from "./breakCycles.ts";

/** Nodes come first, then the bends; all edges join neighbouring layers. */
export interface Vertices {
  /** Number of nodes; a vertex from this number on is a bend. */
  readonly nodes: number;
  readonly layer: readonly number[];
  readonly up: readonly (readonly number[])[];
  readonly down: readonly (readonly number[])[];
  /** The vertices of each edge, from its source to its target. */
  readonly chains: readonly (readonly number[])[];
}

/** Beyond this many bends (a graph made to hurt), long edges are drawn straight. */
const MOST_BENDS = 60_000;

export function insertBends(nodes: number, edges: readonly Edge[], layerOfNode: Int32Array): Vertices {
  const layer = Array.from(layerOfNode);
  const up: number[][] = layer.map(() => []);
  const down: number[][] = layer.map(() => []);
  const join = (above: number, below: number): void => {
    down[above]!.push(below);
    up[below]!.push(above);
  };
  const chains = edges.map(({ from, to }) => {
    const span = layer[to]! - layer[from]!;
    if (span > 1 && layer.length - nodes + span > MOST_BENDS) return [from, to];
    const chain = [from];
    for (let at = layer[from]! + 1; at < layer[to]!; at++) {
      const bend = layer.length;
      layer.push(at);
      up.push([]);
      down.push([]);
      join(chain[chain.length - 1]!, bend);
      chain.push(bend);
    }
    join(chain[chain.length - 1]!, to);
    chain.push(to);
    return chain;
  });
  return { nodes, layer, up, down, chains };
}
