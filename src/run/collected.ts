// What is the value of a generator node? What it yields, as a list (R15).
import type { FunctionNode } from "../dataflow/node.ts";

/** Is the node's own function called, and does it yield? */
export function isCollected({ facts, step }: FunctionNode): boolean {
  return facts.generator && (step.kind === "call" || step.kind === "apply");
}

export async function collected(result: unknown): Promise<unknown> {
  const list: unknown[] = [];
  for await (const item of result as AsyncIterable<unknown>) list.push(item);
  return list;
}
