// What does a module's dataflow look like before anything runs?
import { closureOf } from "../../dataflow/closure.ts";
import { buildGraph } from "../../dataflow/graph.ts";
import { moduleOf } from "../../dataflow/module.ts";
import { cellarError } from "../../errors.ts";
import type { DataflowRecord } from "../../protocol/index.ts";
import { shapeOf } from "../../run/record/shape.ts";

/**
 * The graph of a loaded module's nodes and inputs.
 *
 * @param namespace what a loader gave
 * @throws CellarError `bad-option` for anything else; `circular`, `duplicate`
 */
export function describeDataflow(namespace: object, label: string): DataflowRecord {
  const module = moduleOf(namespace);
  if (module === undefined) throw cellarError("bad-option", `\`${label}\` is no module that Cellar loaded.`);
  // No config is known here: of variants the first is drawn.
  const graph = buildGraph([module], { allowModuleOverrides: false });
  const closure = closureOf(
    graph,
    graph.nodes.filter((node) => node.kind === "node").map((node) => node.name),
  );
  return { v: 1, type: "dataflow", label, graph: shapeOf(closure).record };
}
