// Which nodes are meant by these names? Those of which a named one is made too: `x.loader`, `x.raw`, `x.rows.step1`.
import type { Graph } from "./graph.ts";

export function withParts(names: readonly string[], graph: Graph): ReadonlySet<string> {
  if (names.length === 0) return new Set();
  const parts = graph.nodes.flatMap(({ name }) => (names.some((named) => name.startsWith(`${named}.`)) ? [name] : []));
  return new Set([...names, ...parts]);
}
