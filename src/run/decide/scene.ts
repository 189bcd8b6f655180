// What is played when these names are asked for? A closure with its shape, kept as long as the dataflow itself.
import { type Closure, closureOf } from "../../dataflow/closure.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { type Shape, shapeOf } from "../record/shape.ts";

export interface Scene {
  readonly closure: Closure;
  readonly shape: Shape;
  /** The shape's record as JSON. */
  readonly graph: string;
}

const known = new WeakMap<Graph, Map<string, Scene>>();

/**
 * The scene of a request; equal requests of one dataflow share it.
 *
 * @param graph as its modules make it
 * @param present the same, in which the overridden nodes are givens
 * @throws CellarError `unknown-node`
 */
export function sceneOf(
  graph: Graph,
  names: readonly string[],
  { graph: present, overridden }: { readonly graph: Graph; readonly overridden: readonly string[] },
): Scene {
  const scenes = known.get(graph) ?? new Map<string, Scene>();
  known.set(graph, scenes);
  const key = [...names, "", ...overridden.toSorted()].join("\0");
  const before = scenes.get(key);
  if (before !== undefined) return before;
  const closure = closureOf(present, names);
  const shape = shapeOf(closure);
  const scene = { closure, shape, graph: JSON.stringify(shape.record) };
  scenes.set(key, scene);
  return scene;
}
