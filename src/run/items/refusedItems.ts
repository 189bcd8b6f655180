// May a collecting node run, if some of the items have failed? (R31)
import type { FunctionNode } from "../../dataflow/node.ts";
import type { Board } from "../board/board.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { ItemList } from "./itemList.ts";
import { failureOf, type ItemsFailed } from "./itemsFailed.ts";

/** Why a node is skipped that needs all items; undefined where it can run. */
export function refusedItems({ closure }: ExecutionParts, board: Board, i: number): ItemsFailed | undefined {
  const { map } = closure.nodes[i] as FunctionNode;
  if (map?.kind !== "collect" || map.partial) return undefined;
  for (const dep of closure.deps[i]!) {
    const list = board.values[dep];
    const failure = list instanceof ItemList ? failureOf(list) : undefined;
    if (failure !== undefined) return failure;
  }
  return undefined;
}
