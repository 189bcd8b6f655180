// Which columns has a list of records, and which records do these columns make?
import { types } from "node:util";
import { type ColumnType, typeNamed } from "./columnType.ts";
import type { Cell, Column, FlatTable } from "./flatTable.ts";
import { columnPath, Unwritable } from "./unwritable.ts";

const TYPES = {
  number: typeNamed("float64")!,
  string: typeNamed("text")!,
  boolean: typeNamed("bool")!,
  bigint: typeNamed("int64")!,
  date: typeNamed("timestamp/ms")!,
  null: typeNamed("null")!,
} as const;

/** No format of tables holds it. */
const REMEDY = 'Use format "structured", which holds any list.';

/**
 * @param list of records that have the same keys in the same order
 * @throws Unwritable naming the row or the column that does not fit
 */
export function columnsOfRecords(list: readonly unknown[]): FlatTable {
  const names = list.length === 0 ? [] : keysOf(list, 0);
  const cells: Cell[][] = names.map(() => []);
  const kinds: (keyof typeof TYPES)[] = names.map(() => "null");
  for (let row = 0; row < list.length; row++) {
    const keys = row === 0 ? names : keysOf(list, row);
    if (keys.length !== names.length || keys.some((key, i) => key !== names[i]))
      throw new Unwritable(`[${row}]`, "a record with other keys, or in another order, than the first", REMEDY);
    const record = list[row] as Record<string, unknown>;
    for (let i = 0; i < names.length; i++) {
      const value = Object.getOwnPropertyDescriptor(record, names[i]!)?.value as unknown;
      const kind = kindOf(value, names[i]!, row);
      if (kind !== "null" && kinds[i] !== kind) {
        if (kinds[i] !== "null")
          throw new Unwritable(
            columnPath(names[i]!),
            `a ${kinds[i]} in some rows and, in row ${row}, a ${kind}`,
            REMEDY,
          );
        kinds[i] = kind;
      }
      cells[i]!.push(kind === "date" ? BigInt((value as Date).getTime()) : (value as Cell));
    }
  }
  const columns = names.map(
    (name, i): Column => ({
      field: { name, type: TYPES[kinds[i]!], nullable: true, metadata: [] },
      cells: cells[i]!,
    }),
  );
  return { of: "records", rows: list.length, columns, metadata: [] };
}

function keysOf(list: readonly unknown[], row: number): readonly string[] {
  const record = list[row];
  const isPlain =
    typeof record === "object" &&
    record !== null &&
    !types.isProxy(record) &&
    Object.getPrototypeOf(record) === Object.prototype;
  if (!isPlain) throw new Unwritable(`[${row}]`, "no plain record", REMEDY);
  const keys = Object.keys(record);
  if (keys.length === 0) throw new Unwritable(`[${row}]`, "a record without fields", REMEDY);
  return keys;
}

function kindOf(value: unknown, name: string, row: number): keyof typeof TYPES {
  if (value === null) return "null";
  if (types.isDate(value)) {
    if (Number.isNaN(value.getTime())) throw new Unwritable(columnPath(name), `an invalid date in row ${row}`, REMEDY);
    return "date";
  }
  if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value)
    throw new Unwritable(columnPath(name), `a bigint beyond 64 bits in row ${row}`, REMEDY);
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean" || typeof value === "bigint")
    return typeof value as "number";
  const what = Array.isArray(value) ? "a list" : value === undefined ? "undefined" : `an ${typeof value}`;
  throw new Unwritable(
    columnPath(name),
    `${what.replace("an function", "a function").replace("an symbol", "a symbol")} in row ${row}`,
    REMEDY,
  );
}

/** New records; a key like `__proto__` is one like any other. */
export function recordsOfColumns({ columns, rows }: FlatTable): unknown[] {
  const names = columns.map(({ field }) => field.name);
  const isSimple = names.every((name) => !(name in Object.prototype));
  const of = columns.map(({ field, cells }) => valuesOf(cells, field.type));
  return Array.from({ length: rows }, (_, row) => {
    const record: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const value = of[i]![row];
      if (isSimple) record[names[i]!] = value;
      else Object.defineProperty(record, names[i]!, { value, enumerable: true, writable: true, configurable: true });
    }
    return record;
  });
}

function valuesOf(cells: readonly Cell[], type: ColumnType): readonly unknown[] {
  if (type.time === undefined) return cells;
  return cells.map((cell) => (cell === null ? null : new Date(Number(cell))));
}
