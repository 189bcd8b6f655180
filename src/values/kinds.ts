// Which kinds of value do we know beyond the plain ones?
import type { Kind } from "../contracts.ts";
import { arrowTable } from "./arrowTable.ts";
import { polarsFrame, polarsSeries } from "./polars.ts";

/** Asked in this order; none of them calls a value's code to recognise it. */
const table: Kind[] = [polarsFrame, polarsSeries, arrowTable];

export const kinds: readonly Kind[] = table;

/**
 * Adds a kind, or replaces the one of the same name.
 * Its `is` must call no code of the values it is shown; its `logical` and `encode` may throw, then the value has no version.
 */
export function registerKind<T>(kind: Kind<T>): void {
  const place = table.findIndex((other) => other.name === kind.name);
  if (place < 0) table.push(kind as Kind);
  else table[place] = kind as Kind;
}

/** The kind that takes this object. */
export function kindOf(value: object): Kind | undefined {
  return table.find((kind) => kind.is(value));
}

/** The kind of that name, whatever its version. */
export function kindNamed(name: string): Kind | undefined {
  return table.find((kind) => kind.name === name);
}
