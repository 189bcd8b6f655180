// How is a table written as Parquet? By polars; what is no polars frame goes through Arrow.
import { frameOfParquet, parquetOf, seriesOf } from "../values/polars.ts";
import { checkedFormat } from "./checked.ts";
import { typeNamed } from "./columnType.ts";
import { type Column, flatTableOf, ipcOf, schemaText, tableKindOf, valueOfTable } from "./flatTable.ts";
import { columnsOfIpc, ipcOfColumns } from "./ipcColumns.ts";
import { namedFields, readSchema, withFields } from "./readSchema.ts";
import { Unwritable } from "./unwritable.ts";

export const parquet = checkedFormat({
  name: "parquet",
  version: 1,
  remedy: 'It takes frames, Arrow tables and lists of flat records. Use format "arrow" or "structured".',
  marksEmptyList: true,
  write(value) {
    const kind = tableKindOf(value);
    if (kind === "polars.DataFrame" || kind === "polars.Series")
      return { bytes: parquetOf(value), hint: JSON.stringify([kind]) };
    const table = flatTableOf(value);
    if (table.columns.length === 0) throw new Unwritable("", "a table without columns");
    return {
      bytes: parquetOf(ipcOfColumns({ ...table, columns: table.columns.map(withType) })),
      hint: schemaText(table),
    };
  },
  read(bytes, hint) {
    if (!isParquet(bytes)) throw new Error("it is no Parquet file");
    const frame = frameOfParquet(bytes);
    if (hint === '["polars.DataFrame"]') return frame;
    if (hint === '["polars.Series"]') return seriesOf(frame);
    const schema = readSchema(hint);
    const found = columnsOfIpc(ipcOf("polars.DataFrame", frame), schema.of);
    const fields = namedFields(
      schema,
      found.columns.map(({ field }) => field.name),
    );
    return valueOfTable({ ...withFields(found, fields), metadata: schema.metadata });
  },
});

/** A column of nulls needs a type: polars reads no file that has no other column. */
function withType({ field, cells }: Column): Column {
  return { field: field.type.cell === "null" ? { ...field, type: typeNamed("bool")! } : field, cells };
}

function isParquet(bytes: Uint8Array): boolean {
  const [head, tail] = [bytes.subarray(0, 4), bytes.subarray(-4)].map((four) => Buffer.from(four).toString("latin1"));
  return head === "PAR1" && tail === "PAR1";
}
