// What is left of a graph when values are given in the place of nodes? They become givens, and what they need is not needed (R23).
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import { absentText } from "./absentText.ts";
import type { Graph } from "./graph.ts";

/**
 * The graph in which the named nodes are given from outside.
 *
 * @throws CellarError `unknown-node` with the nearest name; `bad-option` for an input, which is given as such
 */
export function overrideNodes(graph: Graph, names: readonly string[]): Graph {
  if (names.length === 0) return graph;
  const nodes = [...graph.nodes];
  const deps = [...graph.deps];
  for (const name of names) {
    const at = graph.indexOf.get(name);
    const node = at === undefined ? undefined : graph.nodes[at]!;
    if (at === undefined || node === undefined) throw unknown(name, graph);
    if (node.kind === "input") {
      const said = `\`${name}\` is an input, and overrides take the place of nodes: give it as { inputs: { ${name}: … } }.`;
      throw cellarError("bad-option", said);
    }
    if (node.map?.kind === "item") {
      const said = `\`${name}\` has one value per item of \`${node.map.list}\`, and overrides give one value. Override \`${node.map.list}\` by a list, or what collects the items.`;
      throw cellarError("bad-option", said);
    }
    nodes[at] = { kind: "input", name, overridden: node };
    deps[at] = [];
  }
  return { ...graph, nodes, deps };
}

function unknown(name: string, graph: Graph): Error {
  const known = graph.nodes.flatMap((node) => (node.kind === "node" ? [node.name] : []));
  const absent = absentText(name, graph);
  const why = absent === undefined ? `, which is no node.${didYouMean(name, known)}` : `. ${absent}`;
  return cellarError("unknown-node", `overrides names \`${name}\`${why}`);
}
