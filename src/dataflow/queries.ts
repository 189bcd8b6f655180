// Which nodes lie above, below, or between these? Answers are indices in topological order.
import { unknownName } from "./closure.ts";
import type { Graph } from "./graph.ts";

/**
 * The named nodes and inputs, and all that they need.
 *
 * @throws CellarError `unknown-node` that names the nearest
 */
export function upstreamOf(graph: Graph, names: readonly string[]): readonly number[] {
  return listed(reached(indicesOf(graph, names), graph.deps));
}

/**
 * The named nodes and inputs, and all that is computed from them.
 *
 * @throws CellarError `unknown-node` that names the nearest
 */
export function downstreamOf(graph: Graph, names: readonly string[]): readonly number[] {
  return listed(reached(indicesOf(graph, names), usersOf(graph)));
}

/**
 * All that lies on some way from one node or input down to another, both ends included; empty where no way leads there.
 *
 * @throws CellarError `unknown-node` that names the nearest
 */
export function pathBetween(graph: Graph, from: string, to: string): readonly number[] {
  const below = reached(indicesOf(graph, [from]), usersOf(graph));
  const above = reached(indicesOf(graph, [to]), graph.deps);
  return listed(below.map((isBelow, i) => isBelow & above[i]!));
}

function indicesOf(graph: Graph, names: readonly string[]): number[] {
  return names.map((name) => {
    const index = graph.indexOf.get(name);
    if (index === undefined) throw unknownName(name, graph);
    return index;
  });
}

function usersOf(graph: Graph): readonly (readonly number[])[] {
  const users: number[][] = graph.nodes.map(() => []);
  graph.deps.forEach((deps, user) => {
    for (const dep of deps) users[dep]!.push(user);
  });
  return users;
}

/** One per node: is it among the first ones, or can it be reached from them? */
function reached(first: readonly number[], next: readonly (readonly number[])[]): Uint8Array {
  const found = new Uint8Array(next.length);
  const stack = [...first];
  while (stack.length > 0) {
    const index = stack.pop()!;
    if (found[index] === 1) continue;
    found[index] = 1;
    for (const other of next[index]!) if (found[other] === 0) stack.push(other);
  }
  return found;
}

function listed(found: Uint8Array): readonly number[] {
  const list: number[] = [];
  found.forEach((is, index) => {
    if (is === 1) list.push(index);
  });
  return list;
}
