// How is a table written as ORC? By a Python with pyarrow, where CELLAR_PYTHON names one.
import { checkedFormat } from "./checked.ts";
import { flatTableOf, schemaText, valueOfTable } from "./flatTable.ts";
import { columnsOfIpc, ipcOfColumns } from "./ipcColumns.ts";
import { fromOrc, toOrc } from "./orcColumn.ts";
import { orcByPython } from "./pythonBridge.ts";
import { namedFields, readSchema } from "./readSchema.ts";
import { Unwritable } from "./unwritable.ts";

export const orc = checkedFormat({
  name: "orc",
  version: 1,
  remedy: 'Use format "parquet" or "arrow", which hold it, or "structured".',
  marksEmptyList: true,
  async write(value) {
    const table = flatTableOf(value);
    if (table.columns.length === 0) throw new Unwritable("", "a table without columns");
    const plain = { ...table, columns: table.columns.map(toOrc), metadata: [] };
    return { bytes: await orcByPython("write", ipcOfColumns(plain)), hint: schemaText(table) };
  },
  async read(bytes, hint) {
    const schema = readSchema(hint);
    const found = columnsOfIpc(await orcByPython("read", bytes), schema.of);
    const fields = namedFields(
      schema,
      found.columns.map(({ field }) => field.name),
    );
    const columns = found.columns.map((column, i) => fromOrc(column, fields[i]!));
    return valueOfTable({ ...schema, rows: found.rows, columns });
  },
});
