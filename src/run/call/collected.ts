// What is the value of a generator node, or of a list of items? What it yields, as a list (R15).
import type { FunctionNode } from "../../dataflow/node.ts";
import { cellarError } from "../../errors.ts";
import { isThenable } from "./within.ts";

/** Does a function that is called for it yield, or is what it gives to be a list? */
export function isCollected({ facts, step, map }: FunctionNode): boolean {
  return (facts.generator && (step.kind === "call" || step.kind === "apply")) || map?.kind === "list";
}

/** @throws CellarError `bad-modifier` for what cannot be iterated, and for a text, which nobody means as a list of letters */
export async function collected(given: unknown): Promise<unknown> {
  // At once where it is there: a body takes its signal before the first `await`.
  const result = isThenable(given) ? await given : given;
  if (Array.isArray(result)) return result;
  if (!isIterable(result)) {
    const what = result === null ? "null" : `a value of type ${typeof result}`;
    throw cellarError(
      "bad-modifier",
      `It gives ${what}, but parallelizable() takes a list: return an array, or yield.`,
    );
  }
  const list: unknown[] = [];
  for await (const item of result) list.push(item);
  return list;
}

function isIterable(result: unknown): result is AsyncIterable<unknown> {
  if (typeof result !== "object" || result === null) return false;
  return Symbol.asyncIterator in result || Symbol.iterator in result;
}
