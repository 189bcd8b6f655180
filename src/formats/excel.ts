// How is a table written as an Excel workbook of one sheet?
import { requirePackage } from "../values/loadedPackage.ts";
import { checkedFormat } from "./checked.ts";
import { typeNamed } from "./columnType.ts";
import { fromSheetCell, type SheetCell, toSheetCell } from "./excelCell.ts";
import { type Column, flatTableOf, schemaText, valueOfTable } from "./flatTable.ts";
import { namedFields, readSchema } from "./readSchema.ts";
import { columnPath, Unwritable } from "./unwritable.ts";

type Write = (rows: readonly (readonly SheetCell[])[]) => { toBuffer(): Promise<Buffer> };
type Read = (bytes: Buffer, options: object) => Promise<readonly { readonly data: readonly (readonly unknown[])[] }[]>;

const TEXT = typeNamed("text")!;
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

export const excel = checkedFormat({
  name: "excel",
  version: 1,
  remedy: 'Use format "parquet" or "csv", which hold it, or "structured".',
  marksEmptyList: true,
  async write(value) {
    const table = flatTableOf(value);
    const { columns, rows } = table;
    if (columns.length === 0) throw new Unwritable("", "a table without columns");
    if (rows >= MAX_ROWS)
      throw new Unwritable("", `a table of ${rows} rows; a sheet holds ${MAX_ROWS - 1} below its heading`);
    if (columns.length > MAX_COLUMNS)
      throw new Unwritable("", `a table of ${columns.length} columns; a sheet holds ${MAX_COLUMNS}`);
    const heading = columns.map(({ field }) => headingOf(field.name));
    const cells = columns.map(sheetColumn);
    const sheet = [heading, ...Array.from({ length: rows }, (_, row) => cells.map((column) => column[row]!))];
    const bytes = await moduleOf<Write>("write-excel-file/node")(sheet).toBuffer();
    return { bytes, hint: JSON.stringify([blanks(columns), schemaText(table), rows]) };
  },
  async read(bytes, hint) {
    const [blank, text, rows] = JSON.parse(hint ?? "[]") as [string, string, number];
    const schema = readSchema(text);
    // The option keeps serial numbers of dates as they are; without it they lose a millisecond.
    const options = { trim: false, smartDateParser: false };
    const [sheet] = await moduleOf<Read>("read-excel-file/node")(Buffer.from(bytes), options);
    const width = schema.fields.length;
    const names = Array.from({ length: width }, (_, i) => String(sheet?.data[0]?.[i] ?? ""));
    if (sheet === undefined || sheet.data.some((row) => row.length > width) || sheet.data.length > rows + 1)
      throw new Error("it has other rows or columns than it was written with");
    const columns = namedFields(schema, names).map((field, i) => ({
      field,
      cells: Array.from({ length: rows }, (_, row) =>
        fromSheetCell(sheet.data[row + 1]?.[i], field.type, blank[i] === "1"),
      ),
    }));
    return valueOfTable({ ...schema, rows, columns });
  },
});

function headingOf(name: string): SheetCell {
  const made = toSheetCell(name, TEXT, false);
  if (typeof made === "string") throw new Unwritable(columnPath(name), `named with ${made}`);
  return made;
}

function sheetColumn(column: Column): readonly SheetCell[] {
  const hasBlank = column.cells.includes(null);
  return column.cells.map((cell, row) => {
    const made = toSheetCell(cell, column.field.type, hasBlank);
    if (typeof made === "string") throw new Unwritable(columnPath(column.field.name), `${made} (row ${row})`);
    return made;
  });
}

/** Per column: does an empty cell stand for null? */
const blanks = (columns: readonly Column[]): string =>
  columns.map(({ cells }) => (cells.includes(null) ? "1" : "0")).join("");

const moduleOf = <F>(name: string): F => {
  const exports = requirePackage(name, "index.cjs") as F | { readonly default: F };
  return typeof exports === "function" ? exports : (exports as { readonly default: F }).default;
};
