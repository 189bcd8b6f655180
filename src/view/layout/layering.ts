// In which layer does each node stand?
import type { Edge } from "./breakCycles.ts";

/**
 * Longest-path layers, then each node that feeds others is pulled next to its first reader, which shortens edges.
 *
 * @param edges - Without circles.
 * @returns The layer of each node, from 0.
 */
export function layering(length: number, edges: readonly Edge[]): Int32Array {
  const out: number[][] = Array.from({ length }, () => []);
  const waiting = new Int32Array(length);
  for (const { from, to } of edges) {
    out[from]!.push(to);
    waiting[to]!++;
  }
  const layer = new Int32Array(length);
  const order: number[] = [];
  for (let node = 0; node < length; node++) if (waiting[node] === 0) order.push(node);
  for (let done = 0; done < order.length; done++) {
    const node = order[done]!;
    for (const reader of out[node]!) {
      layer[reader] = Math.max(layer[reader]!, layer[node]! + 1);
      if (--waiting[reader]! === 0) order.push(reader);
    }
  }
  for (let left = order.length - 1; left >= 0; left--) {
    const node = order[left]!;
    let first = Number.POSITIVE_INFINITY;
    for (const reader of out[node]!) first = Math.min(first, layer[reader]!);
    if (first !== Number.POSITIVE_INFINITY) layer[node] = Math.max(layer[node]!, first - 1);
  }
  return layer;
}
