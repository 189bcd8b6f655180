// Which table do this schema and these named columns of cells make?
import { cellarError } from "../errors.ts";
import type { TableField } from "./fields.ts";
import { fieldOf, isPairs } from "./fields.ts";
import type { FlatTable, TableKind } from "./flatTable.ts";

export interface Schema {
  readonly of: TableKind;
  readonly fields: readonly Omit<TableField, "name">[];
  readonly metadata: FlatTable["metadata"];
}

const KINDS: readonly TableKind[] = ["records", "polars.DataFrame", "polars.Series", "arrow.Table"];

/** @throws `corrupt-result` for a text that `schemaText` did not write */
export function readSchema(text: string | undefined): Schema {
  const [of, fields, metadata = []] = parsed(text);
  const read = Array.isArray(fields) ? fields.map(fieldOf) : [undefined];
  if (!KINDS.includes(of as TableKind) || read.includes(undefined) || !isPairs(metadata)) throw badSchema();
  return { of: of as TableKind, fields: read as Schema["fields"], metadata };
}

function parsed(text: string | undefined): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(text ?? "");
    if (Array.isArray(read)) return read;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badSchema();
}

const badSchema = () =>
  cellarError("corrupt-result", "The stored value can't be read: the types of its columns are not known.");

/** @throws `corrupt-result` where the file has another number of columns than the schema */
export function namedFields({ fields }: Schema, names: readonly string[]): readonly TableField[] {
  if (names.length !== fields.length)
    throw cellarError(
      "corrupt-result",
      "The stored value can't be read: it has another number of columns than it was written with.",
    );
  return fields.map((field, i) => ({ ...field, name: names[i]! }));
}

/**
 * Columns that a file gave, with the types that they were written with.
 *
 * @throws `corrupt-result` where a column holds cells of another kind
 */
export function withFields(found: FlatTable, fields: readonly TableField[]): FlatTable {
  const columns = found.columns.map(({ field, cells }, i) => {
    const wanted = fields[i]!.type;
    if (field.type.cell === wanted.cell) return { field: fields[i]!, cells };
    // A column of nulls has no type of its own in some files.
    const isEmpty = (field.type.cell === "null" || wanted.cell === "null") && cells.every((cell) => cell === null);
    if (isEmpty) return { field: fields[i]!, cells };
    throw cellarError(
      "corrupt-result",
      `The stored value can't be read: a column is ${field.type.name}, not ${wanted.name}.`,
    );
  });
  return { ...found, columns };
}
