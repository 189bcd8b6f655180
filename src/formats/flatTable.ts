// Which values are a table of plain cells: frames, Arrow tables, lists of records? And how does one become such a value again?
import { types } from "node:util";
import { arrowTable } from "../values/arrowTable.ts";
import { polarsFrame, polarsSeries } from "../values/polars.ts";
import { fieldText, type TableField } from "./fields.ts";
import { columnsOfIpc, ipcOfColumns } from "./ipcColumns.ts";
import { columnsOfRecords, recordsOfColumns } from "./recordColumns.ts";
import { noTable } from "./unwritable.ts";

/** What a cell holds; a date or time is the number of its units, see `ColumnType`. */
export type Cell = number | bigint | string | boolean | null;

export interface Column {
  readonly field: TableField;
  readonly cells: readonly Cell[];
}

export interface FlatTable {
  readonly of: TableKind;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Of an Arrow table's schema. */
  readonly metadata: readonly (readonly [string, string])[];
}

export type TableKind = "records" | "polars.DataFrame" | "polars.Series" | "arrow.Table";

const FRAMES = { "polars.DataFrame": polarsFrame, "polars.Series": polarsSeries, "arrow.Table": arrowTable } as const;

/** What kind of table a value is, by a look at its first row; undefined for what is none. Calls no code of the value. */
export function tableKindOf(value: unknown): TableKind | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const kind of Object.values(FRAMES)) if (kind.is(value)) return kind.name as TableKind;
  if (types.isProxy(value) || !Array.isArray(value)) return undefined;
  const first: unknown = value[0];
  return value.length === 0 || (typeof first === "object" && first !== null && !types.isProxy(first))
    ? "records"
    : undefined;
}

/**
 * The cells of a table.
 *
 * @throws Unwritable naming the column that holds something else than plain cells
 */
export function flatTableOf(value: unknown): FlatTable {
  const of = tableKindOf(value);
  if (of === undefined) throw noTable();
  if (of === "records") return columnsOfRecords(value as readonly unknown[]);
  return columnsOfIpc(ipcOf(of, value), of);
}

/** Arrow's bytes of a frame. */
export function ipcOf(of: Exclude<TableKind, "records">, value: unknown): Uint8Array {
  return FRAMES[of].encode(value as never);
}

/** The value that a table of cells was. */
export function valueOfTable(table: FlatTable): unknown {
  if (table.of === "records") return recordsOfColumns(table);
  return frameOfIpc(table.of, ipcOfColumns(table));
}

export function frameOfIpc(of: Exclude<TableKind, "records">, ipc: Uint8Array): unknown {
  return FRAMES[of].decode(ipc);
}

/** All but names and cells, as text: what a file of plain cells does not tell. */
export function schemaText({ of, columns, metadata }: Omit<FlatTable, "rows">): string {
  return JSON.stringify([of, columns.map(({ field }) => fieldText(field)), ...(metadata.length > 0 ? [metadata] : [])]);
}
