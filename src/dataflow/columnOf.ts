// Which values stand in this column of a table, or in this list? Frames are known by what they can do, not by their package.

/** A frame that has its columns by name: of Polars (`getColumn`), Arrow (`getChild`), arquero (`array`). */
type Frame = Partial<Record<"getColumn" | "getChild" | "array" | "column", (name: string) => unknown>> & {
  readonly columns?: unknown;
  readonly schema?: { readonly fields?: readonly { readonly name: string }[] };
  readonly columnNames?: () => readonly string[];
};

/** Names of a frame's columns; undefined for what is no frame. */
export function frameColumns(value: unknown): readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const frame = value as Frame;
  if (typeof frame.getColumn === "function" && Array.isArray(frame.columns)) return frame.columns as string[];
  if (typeof frame.getChild === "function" && Array.isArray(frame.schema?.fields))
    return frame.schema.fields.map(({ name }) => name);
  return typeof frame.columnNames === "function" && typeof frame.array === "function" ? frame.columnNames() : undefined;
}

/** Is it a table of some kind: a frame, a list of records, an object or a Map of columns? */
export function columnOf(value: unknown, name: string): Iterable<unknown> | undefined {
  const names = frameColumns(value);
  if (names !== undefined) {
    if (!names.includes(name)) return undefined;
    const frame = value as Frame;
    return itemsOf((frame.getColumn ?? frame.getChild ?? frame.array)!.call(frame, name));
  }
  if (Array.isArray(value)) return cellsOf(value, name);
  if (value instanceof Map) return value.has(name) ? itemsOf(value.get(name)) : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return itemsOf((value as Record<string, unknown>)[name]);
}

/** Of a record without the field, `undefined`; of a list in which no record has it, nothing at all. */
function cellsOf(rows: readonly unknown[], name: string): Iterable<unknown> | undefined {
  const has = (row: unknown) => typeof row === "object" && row !== null && Object.hasOwn(row, name);
  if (rows.length > 0 && !rows.some(has)) return undefined;
  return rows.map((row) => (has(row) ? (row as Record<string, unknown>)[name] : undefined));
}

/** The items of a list, a set, a series; else the value alone. */
export function itemsOf(value: unknown): Iterable<unknown> {
  if (value instanceof Map) return value.values();
  return isMany(value) ? (value as Iterable<unknown>) : [value];
}

/** Is it more than one value? */
export function isMany(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === "function";
}
