// Can these be the names of nodes? Checked before anything is planned or run.
import { closureOf } from "../../dataflow/closure.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { cellarError } from "../../errors.ts";

/** @throws CellarError `bad-option` for what is no list of texts; `unknown-node`, with the nearest name */
export function refuseNames(names: readonly unknown[], graph: Graph): void {
  if (!Array.isArray(names)) {
    throw cellarError("bad-option", `Node names are given as a list, e.g. execute(["total"]), not ${typeof names}.`);
  }
  const strange = names.findIndex((name) => typeof name !== "string");
  if (strange >= 0) {
    throw cellarError("bad-option", `A node's name is a text, not ${typeof (names as readonly unknown[])[strange]}.`);
  }
  closureOf(graph, names as readonly string[]);
}
