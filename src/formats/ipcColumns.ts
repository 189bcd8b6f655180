// Which cells stand in Arrow's bytes, and which bytes hold these cells?
import * as arrow from "@uwdata/flechette";
import { type ArrowBatch, parseIpc } from "../values/arrowContent.ts";
import { textAt } from "../values/arrowText.ts";
import { type ColumnType, oddTypeName, typeName, typeNamed } from "./columnType.ts";
import type { Cell, Column, FlatTable, TableKind } from "./flatTable.ts";
import { columnPath, Unwritable } from "./unwritable.ts";

/** @throws Unwritable naming a column of a type that no flat table has */
export function columnsOfIpc(ipc: Uint8Array, of: TableKind): FlatTable {
  const table = parseIpc(ipc);
  const columns = table.schema.fields.map(({ name, type, nullable, metadata }, i): Column => {
    const known = typeName(type);
    const column = known === undefined ? undefined : typeNamed(known);
    if (column === undefined) throw new Unwritable(columnPath(name), oddTypeName(type));
    return {
      field: { name, type: column, nullable, metadata: pairs(metadata) },
      cells: cellsOf(table.getChildAt(i).data, column),
    };
  });
  return { of, rows: table.numRows, columns, metadata: pairs(table.schema.metadata) };
}

const pairs = (metadata: ReadonlyMap<string, string> | null | undefined): [string, string][] => [...(metadata ?? [])];

function cellsOf(batches: readonly ArrowBatch[], { cell }: ColumnType): Cell[] {
  const cells: Cell[] = [];
  for (const batch of batches) {
    const { length, validity, nullCount, values } = batch;
    if (cell === "null") for (let row = 0; row < length; row++) cells.push(null);
    else if (cell === "boolean") {
      for (let row = 0; row < length; row++)
        cells.push((batch as unknown as { at(row: number): boolean | null }).at(row));
    } else if (cell === "text") textCells(batch, cells);
    else {
      // The numbers as they are stored: dates and times would come back rounded.
      const bits = nullCount > 0 && validity !== undefined && validity.length > 0 ? validity : undefined;
      const numbers = values as unknown as ArrayLike<number | bigint>;
      for (let row = 0; row < length; row++) {
        const isNull = bits !== undefined && ((bits[row >> 3]! >> (row & 7)) & 1) === 0;
        cells.push(isNull ? null : numbers[row]!);
      }
    }
  }
  return cells;
}

function textCells(batch: ArrowBatch, cells: Cell[]): void {
  const { dictionary, length, validity, nullCount, values } = batch;
  if (dictionary === undefined) {
    for (let row = 0; row < length; row++) cells.push(textAt(batch, row));
    return;
  }
  const texts = dictionary.data.flatMap((part) => Array.from({ length: part.length }, (_, row) => textAt(part, row)));
  const bits = nullCount > 0 && validity !== undefined && validity.length > 0 ? validity : undefined;
  const numbers = values as unknown as ArrayLike<number | bigint>;
  for (let row = 0; row < length; row++) {
    const isNull = bits !== undefined && ((bits[row >> 3]! >> (row & 7)) & 1) === 0;
    cells.push(isNull ? null : texts[Number(numbers[row]!)]!);
  }
}

/** Bytes in Arrow's file format, which other programs call feather. */
export function ipcOfColumns({ columns, rows, metadata }: FlatTable): Uint8Array {
  const built = columns.map(({ field, cells }) => builtColumn(cells, field.type, rows));
  const table = arrow.tableFromColumns(built.map((column, i) => [columns[i]!.field.name, column]));
  const fields = columns.map(({ field }, i) => {
    // Of categories the built type: by it the writer finds their texts.
    const type = field.type.arrow.typeId === -1 ? built[i]!.type : field.type.arrow;
    return arrow.field(field.name, type, field.nullable, field.metadata.length === 0 ? null : new Map(field.metadata));
  });
  const schema = { ...table.schema, fields, metadata: metadata.length === 0 ? null : new Map(metadata) };
  return arrow.tableToIPC(new arrow.Table(schema, table.children), { format: "file" })!;
}

function builtColumn(cells: readonly Cell[], type: ColumnType, rows: number): arrow.Column<unknown> {
  const carrier = type.arrow.typeId === -1 ? type.arrow : type.carrier;
  if (rows > 0) return arrow.columnFromArray(cells as unknown[], carrier, { useBigInt: true });
  // Readers want a batch, be it empty: one of a row that is cut off.
  const batch = arrow.columnFromArray([null], carrier, { useBigInt: true }).data[0]! as unknown as ArrowBatch;
  const none = Object.assign(Object.create(Object.getPrototypeOf(batch) as object) as object, batch, {
    length: 0,
    nullCount: 0,
    validity: new Uint8Array(0),
    values: (batch.values as unknown as Uint8Array | undefined)?.subarray(0, 0),
    ...(batch.offsets === undefined ? {} : { offsets: batch.offsets.subarray(0, 1) }),
  });
  return new arrow.Column([none as unknown as arrow.Batch<unknown>]);
}
