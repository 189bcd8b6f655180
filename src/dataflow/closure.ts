// What does a request touch? The asked nodes and all that they need, as a graph of its own.
import { type CellarError, cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import { absentText } from "./absentText.ts";
import type { Graph } from "./graph.ts";
import type { GraphNode } from "./node.ts";

/** The part of a graph that a request touches, re-indexed, still in topological order. */
export interface Closure {
  readonly nodes: readonly GraphNode[];
  /** Per node and parameter, in the function's order: the index here of what it is bound to. */
  readonly bound: readonly (readonly number[])[];
  /** The same with the parameters' names. */
  readonly edges: readonly (readonly { readonly parameter: string; readonly dep: number }[])[];
  readonly deps: readonly (readonly number[])[];
  /** Who reads each node. */
  readonly users: readonly (readonly number[])[];
  readonly asked: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/**
 * Cuts the asked nodes and their ancestors out of a graph.
 *
 * @throws CellarError `unknown-node` that names the nearest
 */
export function closureOf(graph: Graph, names: readonly string[]): Closure {
  const wanted = new Uint8Array(graph.nodes.length);
  const stack: number[] = [];
  for (const name of names) {
    const index = graph.indexOf.get(name);
    if (index === undefined) throw unknownName(name, graph);
    stack.push(index);
  }
  while (stack.length > 0) {
    const index = stack.pop()!;
    if (wanted[index] === 1) continue;
    wanted[index] = 1;
    stack.push(...graph.deps[index]!);
  }
  const here = new Int32Array(graph.nodes.length).fill(-1);
  const nodes: GraphNode[] = [];
  graph.nodes.forEach((node, index) => {
    if (wanted[index] === 1) here[index] = nodes.push(node) - 1;
  });
  const bound = nodes.map((node) => (node.kind === "node" ? node.edges.map((edge) => here[edge.dep]!) : []));
  const deps = bound.map((list) => [...new Set(list)]);
  const users: number[][] = nodes.map(() => []);
  deps.forEach((list, user) => {
    for (const dep of list) users[dep]!.push(user);
  });
  return {
    nodes,
    bound,
    edges: nodes.map((node, i) =>
      node.kind === "node" ? node.edges.map(({ parameter }, at) => ({ parameter, dep: bound[i]![at]! })) : [],
    ),
    deps,
    users,
    asked: [...new Set(names)].map((name) => here[graph.indexOf.get(name)!]!),
    indexOf: new Map(nodes.map((node, index) => [node.name, index])),
  };
}

/** The error for a name that is neither a node nor an input: it names the nearest. */
export function unknownName(name: string, graph: Graph): CellarError {
  for (const module of graph.modules) {
    const part = module.facts.parts[name];
    if (part?.class === "function" && !part.exported) {
      return cellarError(
        "unknown-node",
        `\`${name}\` is a function of \`${module.name}\` but no node: add \`export\` before it.`,
      );
    }
  }
  const absent = absentText(name, graph);
  if (absent !== undefined) return cellarError("unknown-node", absent);
  const known = graph.nodes.filter((node) => node.kind === "node").map((node) => node.name);
  const list = known.length <= 12 ? ` Nodes are ${known.map((n) => `\`${n}\``).join(", ")}.` : "";
  return cellarError("unknown-node", `No node is called \`${name}\`.${didYouMean(name, graph.indexOf.keys())}${list}`);
}
