// What is in these Arrow IPC bytes, whatever its layout? The logical content of frames, for their version.
import { createHash } from "node:crypto";
import { tableFromIPC } from "@uwdata/flechette";
import type { Preview } from "../protocol/index.ts";
import { restoreNames } from "./arrowNames.ts";
import { ColumnDigest } from "./columnDigest.ts";
import { cellOf, cellSize, cut, nameSize } from "./previewLine.ts";
import { Refused } from "./refusal.ts";

/** What we use of flechette's types: see its `Batch`, `Column` and `Field`. */
export interface ArrowType {
  readonly typeId: number;
  readonly children?: readonly ArrowField[];
  readonly dictionary?: ArrowType;
  readonly indices?: ArrowType;
  readonly bitWidth?: number;
  readonly stride?: number;
}

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly nullable: boolean;
  readonly metadata: ReadonlyMap<string, string> | null;
}

export interface ArrowBatch {
  readonly length: number;
  readonly nullCount: number;
  readonly type: ArrowType;
  readonly validity?: Uint8Array;
  readonly values?: ArrayBufferView & { readonly length: number };
  readonly offsets?: Int32Array | BigInt64Array;
  readonly children?: readonly ArrowBatch[];
  readonly data?: readonly Uint8Array[];
  readonly dictionary?: { readonly data: readonly ArrowBatch[] };
}

interface ArrowColumn {
  readonly data: readonly ArrowBatch[];
  at(index: number): unknown;
}

export interface ArrowTable {
  readonly numRows: number;
  readonly numCols: number;
  readonly schema: { readonly fields: readonly ArrowField[]; readonly metadata: ReadonlyMap<string, string> | null };
  getChildAt(index: number): ArrowColumn;
}

/** Copies only where the parser could not lay its arrays over the bytes. */
function aligned(ipc: Uint8Array): Uint8Array {
  return ipc.byteOffset % 8 === 0 ? ipc : new Uint8Array(ipc);
}

/** The table in Arrow's bytes, with dates as the numbers that they are stored as. */
export function parseIpc(ipc: Uint8Array): ArrowTable {
  const table = tableFromIPC(aligned(ipc), { useBigInt: true, useDate: false }) as unknown as ArrowTable;
  restoreNames(ipc, table.schema.fields);
  return table;
}

const sorted = (metadata: ReadonlyMap<string, string> | null): readonly (readonly [string, string])[] =>
  [...(metadata ?? [])].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Types of which tests show that equal content gives equal digests. Numbers as in Arrow's format. */
const TYPES: Readonly<Record<number, string>> = {
  [-1]: "Dictionary",
  1: "Null",
  2: "Int",
  3: "Float",
  4: "Binary",
  5: "Utf8",
  6: "Bool",
  7: "Decimal",
  8: "Date",
  9: "Time",
  10: "Timestamp",
  12: "List",
  13: "Struct",
  15: "FixedSizeBinary",
  16: "FixedSizeList",
  18: "Duration",
  19: "LargeBinary",
  20: "LargeUtf8",
  21: "LargeList",
  23: "BinaryView",
  24: "Utf8View",
};
const TEXT = [5, 20, 24];

/** A field as data: names, types and all their parameters, without what belongs to a layout. */
function describe(field: ArrowField, whole: string, kind: string): unknown {
  const typeOf = (type: ArrowType): unknown => {
    const { children, dictionary, indices, ...rest } = type;
    const refused = TYPES[type.typeId] === undefined || (dictionary !== undefined && !TEXT.includes(dictionary.typeId));
    if (refused)
      throw new Refused(
        `a ${kind} whose column ${JSON.stringify(whole)} is of a type (${TYPES[type.typeId] ?? type.typeId}) that has no version`,
      );
    return [
      Object.entries(rest)
        .filter(([key, value]) => key !== "id" && typeof value !== "function" && value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
      dictionary === undefined ? null : typeOf(dictionary),
      indices === undefined ? null : typeOf(indices),
      (children ?? []).map((child) => describe(child, whole, kind)),
    ];
  };
  return [field.name, typeOf(field.type), field.nullable, sorted(field.metadata)];
}

/**
 * A short string of bytes that is equal for tables of equal schema and rows: chunks, offsets, unused dictionary entries and
 * what lies under null slots don't count.
 *
 * @param ipc a table in Arrow's IPC format, uncompressed
 * @param kind how messages call the table
 * @throws Refused naming the column whose type is outside the tested list
 */
export function ipcContent(ipc: Uint8Array, kind: string): Uint8Array {
  const table = parseIpc(ipc);
  const digest = createHash("sha256").update("arrow content/1\0");
  const { fields, metadata } = table.schema;
  digest.update(
    JSON.stringify([fields.map((field) => describe(field, field.name, kind)), sorted(metadata), table.numRows]),
  );
  for (let i = 0; i < fields.length; i++) {
    const column = new ColumnDigest(fields[i]!.type);
    for (const batch of table.getChildAt(i).data) column.add(batch, 0, batch.length);
    digest.update(column.digest());
  }
  return digest.digest();
}

/**
 * @param ipc the first rows
 * @param rows how many there are in all
 */
export function ipcPreview(ipc: Uint8Array, type: string, rows: number): Preview {
  const table = parseIpc(ipc);
  const fields = table.schema.fields.slice(0, 10);
  const columns = fields.map(({ name }) => cut(name, nameSize(fields.length)));
  const shown = Math.min(5, table.numRows);
  const most = cellSize(shown, columns.length);
  return {
    type,
    shape: type === "Series" ? [rows] : [rows, table.numCols],
    columns,
    rows: Array.from({ length: shown }, (_, row) => columns.map((_, i) => cellOf(readable(table, i, row), most))),
  };
}

/** A cell's value, with dates as dates. */
function readable(table: ArrowTable, column: number, row: number): unknown {
  const value = table.getChildAt(column).at(row);
  const { typeId } = table.schema.fields[column]!.type;
  return (typeId === 8 || typeId === 10) && typeof value === "number" ? new Date(value) : value;
}
