// What does a user get thrown when a run did not end well?
import type { Closure } from "../dataflow/closure.ts";
import { cellarError, isCellarError } from "../errors.ts";
import { ItemsFailed } from "./items/itemsFailed.ts";
import { errorLine } from "./record/nodeError.ts";

/** The first failure, with its error as the cause; undefined where nothing failed. */
export function runError(
  errors: ReadonlyMap<number, unknown>,
  closure: Closure,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted === true) {
    const said = "The run was interrupted. Nodes that had finished are stored and will be hits.";
    return cellarError("interrupted", said, { cause: signal.reason });
  }
  const [first, ...others] = errors;
  if (first === undefined) return undefined;
  const [i, cause] = first;
  const name = cause instanceof ItemsFailed ? cause.node : closure.nodes[i]!.name;
  if (isCellarError(cause, "mutated-input")) return cause;
  const more =
    others.length === 0 ? "" : ` (and ${others.map(([o]) => `\`${closure.nodes[o]!.name}\``).join(", ")} failed too)`;
  const [said, thrown] =
    cause instanceof ItemsFailed ? [cause.message, cause.cause] : ([errorLine(cause), cause] as const);
  return cellarError("node-failed", `\`${name}\` failed${more}: ${said}`, { cause: thrown, where: { node: name } });
}
