// How is a table written as CSV, so that it comes back with its types? The text is plain; the types are kept beside it.
import { isWellFormed } from "../values/natives.ts";
import { checkedFormat } from "./checked.ts";
import type { ColumnType } from "./columnType.ts";
import { readCell, writeCell } from "./csvCell.ts";
import { readColumns, writeField } from "./csvText.ts";
import { type Cell, type Column, flatTableOf, schemaText, valueOfTable } from "./flatTable.ts";
import { namedFields, readSchema } from "./readSchema.ts";
import { columnPath, Unwritable } from "./unwritable.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const REMEDY = 'Use format "structured".';
/** Rows that are joined at once: a text has a greatest length. */
const ROWS = 4096;

/** Null is nothing between two commas, an empty text is `""`; numbers with a point are floats, times are in ISO 8601. */
export const csv = checkedFormat({
  name: "csv",
  version: 1,
  remedy: 'Use format "parquet" or "arrow", which hold more types, or "structured".',
  marksEmptyList: true,
  write(value) {
    const table = flatTableOf(value);
    if (table.columns.length === 0) throw new Unwritable("", "a table without columns");
    const { columns, rows } = table;
    for (const column of columns) refuseHalves(column);
    const pieces = [line(columns.map(({ field }) => writeField(field.name)))];
    for (let from = 0; from < rows; from += ROWS) {
      let text = "";
      for (let row = from; row < Math.min(rows, from + ROWS); row++)
        text += line(columns.map(({ field, cells }) => fieldText(cells[row]!, field.type)));
      pieces.push(text);
    }
    return { bytes: Buffer.concat(pieces.map((piece) => Buffer.from(piece, "utf8"))), hint: schemaText(table) };
  },
  read(bytes, hint) {
    const schema = readSchema(hint);
    const found = readColumns(utf8.decode(bytes), schema.fields.length);
    const rows = (found[0]?.length ?? 0) - 1;
    if (rows < 0) throw new Error("it has no heading");
    const fields = namedFields(
      schema,
      found.map(([name]) => name ?? ""),
    );
    const columns = fields.map((field, i) => {
      const cells = new Array<Cell>(rows);
      for (let row = 0; row < rows; row++) cells[row] = readCell(found[i]![row + 1], field.type);
      return { field, cells };
    });
    return valueOfTable({ ...schema, rows, columns });
  },
});

const line = (fields: readonly string[]): string => `${fields.join(",")}\n`;

/** Only texts need quotes. */
function fieldText(cell: Cell, type: ColumnType): string {
  return type.cell === "text"
    ? writeField(cell === null ? undefined : (cell as string))
    : (writeCell(cell, type) ?? "");
}

/** A text with half a surrogate pair cannot be written in UTF-8. */
function refuseHalves({ field, cells }: Column): void {
  if (!isWellFormed(field.name))
    throw new Unwritable(columnPath(field.name), "named with half a surrogate pair", REMEDY);
  if (field.type.cell !== "text") return;
  const row = cells.findIndex((cell) => cell !== null && !isWellFormed(cell));
  if (row >= 0) throw new Unwritable(columnPath(field.name), `a text with half a surrogate pair in row ${row}`, REMEDY);
}
