// How does a run record draw this graph? Names, kinds and edges, once per shape.
import type { Digest } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import type { FunctionNode, GraphNode } from "../../dataflow/node.ts";
import { digestOf } from "../../identity/digest.ts";
import type { GraphRecord } from "../../protocol/index.ts";

export interface Shape {
  readonly id: Digest;
  readonly record: GraphRecord;
}

/** The graph of a record; equal shapes have equal ids. */
export function shapeOf(closure: Pick<Closure, "nodes" | "deps">): Shape {
  const places = new Map<ModuleInstance, number>();
  const module = closure.nodes.map((node) => {
    const own = functionOf(node);
    if (own === undefined) return -1;
    const at = places.get(own.module) ?? places.size;
    places.set(own.module, at);
    return at;
  });
  const shape = {
    modules: [...places.keys()].map((m) => ({
      name: m.name,
      source: m.sourceDigest.slice(0, 12),
      ...(m.cell === undefined ? {} : { cell: m.cell }),
    })),
    names: closure.nodes.map((node) => node.name),
    kinds: closure.nodes.map((node) => (functionOf(node) === undefined ? "i" : "n")).join(""),
    module,
    line: closure.nodes.map((node) => functionOf(node)?.facts.line ?? 0),
    deps: closure.deps,
    ...tagsOf(closure.nodes),
  };
  const id = digestOf("graph/1", JSON.stringify(shape));
  return { id, record: { id: id.slice(0, 12), ...shape } };
}

/** An overridden node is drawn as the node that it is, though nothing of it runs. */
function functionOf(node: GraphNode): FunctionNode | undefined {
  return node.kind === "node" ? node : node.overridden;
}

/** By index, only where there are any. */
function tagsOf(nodes: Closure["nodes"]): Pick<GraphRecord, "tags"> {
  const tagged = nodes.flatMap((node, i) => {
    const tags = functionOf(node)?.tags ?? {};
    return Object.keys(tags).length === 0 ? [] : [[String(i), tags] as const];
  });
  return tagged.length === 0 ? {} : { tags: Object.fromEntries(tagged) };
}
