// Could this request run with all that is given to it: inputs, the builder's config, overrides?
import type { ClassTable } from "../../contracts.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { isCellarError } from "../../errors.ts";
import type { Given } from "../options/options.ts";
import { givensOf } from "./given.ts";
import { type Validation, validate } from "./validate.ts";

/** @param given of any shape: what cannot be read is a problem too */
export function validateGiven(
  graph: Graph,
  config: Readonly<Record<string, unknown>>,
  classes: ClassTable,
  names: unknown,
  given: Given<object, object> = {},
): Validation {
  try {
    const { graph: present, values } = givensOf(graph, config, given);
    return validate(present, classes, names, values);
  } catch (error) {
    const { inputs, overrides } = (given as Given<object, object> | null) ?? {};
    const plain = validate(graph, classes, names, inputs);
    if (!plain.ok) return plain;
    const code = isCellarError(error, "unknown-node") ? "unknown-node" : "bad-option";
    const name = overrides === undefined ? "inputs" : "overrides";
    return validate(graph, classes, names, inputs, [{ code, name, text: (error as Error).message }]);
  }
}
