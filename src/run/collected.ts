// What is the value of a generator node? What it yields, as a list (R15).
import type { FunctionNode } from "../dataflow/node.ts";

export async function collected(result: unknown, node: FunctionNode): Promise<unknown> {
  if (!node.facts.generator) return result;
  const list: unknown[] = [];
  for await (const item of result as AsyncIterable<unknown>) list.push(item);
  return list;
}
