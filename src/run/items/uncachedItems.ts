// How are the items of a list computed without a cache? Each by itself; one that fails leaves a marker.
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { cellarError } from "../../errors.ts";
import type { RunOptions } from "../parts.ts";
import { nodeError } from "../record/nodeError.ts";
import { type Slots, takeWhenFree } from "../slots.ts";
import { ItemsFailed } from "./itemsFailed.ts";

/** The values of a node that is computed once per item. */
export class UncachedItems {
  readonly values: readonly unknown[];
  readonly failures: ReadonlyMap<number, ItemFailure>;
  readonly cause: unknown;

  constructor(values: readonly unknown[], failures: ReadonlyMap<number, ItemFailure>, cause: unknown) {
    this.values = values;
    this.failures = failures;
    this.cause = cause;
  }
}

/** What the items of all nodes share with the run of which they are. */
export interface ItemsOf extends Pick<RunOptions, "concurrency" | "onError"> {
  readonly slots: Slots;
  /** Has the run ended, also by a failure elsewhere? Then no item begins any more. */
  isOver(): boolean;
}

/**
 * @param reads values of the node's edges
 * @param call the node's body with the values of one item
 */
export async function uncachedItems(
  node: FunctionNode,
  reads: readonly unknown[],
  { concurrency, onError, slots, isOver }: ItemsOf,
  call: (given: readonly unknown[]) => Promise<unknown>,
): Promise<UncachedItems> {
  const isEach = node.edges.map(({ parameter }) => node.map?.kind === "item" && node.map.each.has(parameter));
  const lists = reads.filter((_, at) => isEach[at]);
  const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
  const sources = lists.map((list) => (list instanceof UncachedItems ? list.values : list));
  if (!sources.every(isList))
    throw cellarError("bad-modifier", "What it reads is not a list: an array is needed, to compute it item by item.");
  const above = lists.filter((list) => list instanceof UncachedItems);
  const failures = new Map(above.flatMap((list) => [...list.failures]));
  let cause = above.find((list) => list.cause !== undefined)?.cause;
  const count = sources[0]!.length;
  const values: unknown[] = new Array(count).fill(undefined);
  let next = 0;
  let isStopped = false;
  const work = async (): Promise<void> => {
    while (next < count && !isStopped && !isOver()) {
      const item = next++;
      if (failures.has(item)) continue;
      await takeWhenFree(slots);
      try {
        if (isStopped || isOver()) return;
        values[item] = await call(reads.map((read, at) => (isEach[at] ? valueAt(read, item) : read)));
      } catch (error) {
        cause ??= error;
        const { name, message } = nodeError(error);
        failures.set(item, { itemFailed: true, node: node.name, name, message });
        isStopped = onError === "stop";
      } finally {
        slots.give();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, work));
  const found = new UncachedItems(values, failures, cause);
  if (isStopped) throw failed(found);
  return found;
}

/** What a node is called with: arrays in the place of items. */
export function givenTo({ map }: FunctionNode, reads: readonly unknown[]): readonly unknown[] {
  return reads.map((read) => {
    if (!(read instanceof UncachedItems)) return read;
    if (read.failures.size > 0 && !(map?.kind === "collect" && map.partial)) throw failed(read);
    return read.values.map((value, item) => (read.failures.has(item) ? { ...read.failures.get(item) } : value));
  });
}

function failed({ failures, values, cause }: UncachedItems): ItemsFailed {
  const inOrder = new Map([...failures].sort(([a], [b]) => a - b));
  return new ItemsFailed(inOrder, values.length, cause);
}

function valueAt(list: unknown, item: number): unknown {
  return (list instanceof UncachedItems ? list.values : (list as readonly unknown[]))[item];
}
