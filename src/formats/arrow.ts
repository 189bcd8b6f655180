// How is a table written in Arrow's file format (feather)? Nothing of a frame is lost, nested columns included.
import { featherOf } from "../values/arrowTable.ts";
import { checkedFormat } from "./checked.ts";
import { flatTableOf, frameOfIpc, ipcOf, schemaText, tableKindOf, valueOfTable } from "./flatTable.ts";
import { columnsOfIpc, ipcOfColumns } from "./ipcColumns.ts";
import { namedFields, readSchema, withFields } from "./readSchema.ts";
import { noTable } from "./unwritable.ts";

const FRAMES = ["polars.DataFrame", "polars.Series", "arrow.Table"] as const;

export const arrow = checkedFormat({
  name: "arrow",
  version: 1,
  remedy: 'It takes frames, Arrow tables and lists of flat records. Use format "structured".',
  marksEmptyList: true,
  // The bytes are those that the default format keeps of these frames.
  isExact: (value) => tableKindOf(value)?.startsWith("polars.") === true,
  write(value) {
    const of = tableKindOf(value);
    if (of === undefined) throw noTable();
    const whole = of === "records" ? undefined : of === "arrow.Table" ? wholeFile(value) : ipcOf(of, value);
    if (whole !== undefined) return { bytes: whole, hint: of };
    const table = flatTableOf(value);
    return { bytes: ipcOfColumns(table), hint: schemaText(table) };
  },
  read(bytes, hint) {
    if (Buffer.from(bytes.subarray(0, 6)).toString("latin1") !== "ARROW1") throw new Error("it is no Arrow file");
    const kind = FRAMES.find((of) => of === hint);
    if (kind !== undefined) return frameOfIpc(kind, bytes);
    const schema = readSchema(hint);
    const found = columnsOfIpc(bytes, schema.of);
    const fields = namedFields(
      schema,
      found.columns.map(({ field }) => field.name),
    );
    return valueOfTable({ ...withFields(found, fields), metadata: schema.metadata });
  },
});

/** Undefined for a table whose chunks number their texts each in their own way: a file holds one numbering only. */
function wholeFile(table: unknown): Uint8Array | undefined {
  try {
    return featherOf(table);
  } catch (error) {
    if (error instanceof Error && error.message.includes("replacement dictionaries")) return undefined;
    throw error;
  }
}
