// Why does a node not run on items of which some failed?
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import type { ItemList } from "./itemList.ts";

/** A consequence: the node that needed all items is skipped, and the run fails by what failed. */
export class ItemsFailed extends Error {
  /** The node that failed for some of its items. */
  readonly node: string;
  /** Why the other one is skipped. */
  readonly reason: string;

  constructor(failures: ReadonlyMap<number, ItemFailure>, count: number, cause: unknown) {
    const [at, first] = [...failures][0]!;
    const own = failuresText(new Map([...failures].filter(([, { node }]) => node === first.node)), count);
    const more = elsewhereText(failures, first.node);
    super(`${own}; ${numberOf(at)}: ${first.name}: ${first.message}${more}`, { cause });
    this.name = "ItemsFailed";
    this.node = first.node;
    this.reason = `\`${first.node}\` failed for ${own}${more}`;
  }
}

/** Of one list, some items fail in one node and some in another. */
function elsewhereText(failures: ReadonlyMap<number, ItemFailure>, first: string): string {
  const others = [...failures].filter(([, { node }]) => node !== first);
  const nodes = [...new Set(others.map(([, { node }]) => `\`${node}\``))];
  return others.length === 0 ? "" : `; in ${nodes.join(", ")}: ${numbersOf(others.map(([at]) => at))}`;
}

/** The failure of a node's items; undefined where none has failed. */
export function failureOf({ failures, versions, cause }: ItemList): ItemsFailed | undefined {
  return failures.size === 0 ? undefined : new ItemsFailed(failures, versions.length, cause);
}

export function failuresText(failures: ReadonlyMap<number, unknown>, count: number): string {
  return `${failures.size} of ${count} items: ${numbersOf([...failures.keys()])}`;
}

/** Items are counted from 1 where people read of them. */
export const numberOf = (at: number): string => `#${at + 1}`;

const MOST_NUMBERS = 10;

export function numbersOf(places: readonly number[]): string {
  const shown = places.slice(0, MOST_NUMBERS).map(numberOf).join(", ");
  return places.length <= MOST_NUMBERS ? shown : `${shown} and ${places.length - MOST_NUMBERS} more`;
}
