// How does a driver print? By the names of its nodes and inputs.
import type { Graph } from "../../dataflow/graph.ts";

export function driverText({ nodes }: Graph): string {
  const named = (kind: "node" | "input") => nodes.flatMap((node) => (node.kind === kind ? [node.name] : [])).join(", ");
  const inputs = named("input");
  return `Driver { nodes: ${named("node")}${inputs === "" ? "" : `; inputs: ${inputs}`} }`;
}
