// What does the schema of a flat table say of one column, beside its name?
import { type ColumnType, typeNamed } from "./columnType.ts";

export interface TableField {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly metadata: readonly (readonly [string, string])[];
}

type FieldText = string | readonly [type: string, nullable: 0 | 1, metadata: TableField["metadata"]];

/** The type's name alone, where there is nothing else to say. */
export function fieldText({ type, nullable, metadata }: TableField): FieldText {
  return nullable && metadata.length === 0 ? type.name : [type.name, nullable ? 1 : 0, metadata];
}

/** A field without its name; undefined for what `fieldText` did not write. */
export function fieldOf(text: unknown): Omit<TableField, "name"> | undefined {
  const [name, nullable, metadata] = Array.isArray(text) ? (text as unknown[]) : [text, 1, []];
  const type = typeof name === "string" ? typeNamed(name) : undefined;
  if (type === undefined || !isPairs(metadata)) return undefined;
  return { type, nullable: nullable === 1, metadata };
}

export function isPairs(x: unknown): x is TableField["metadata"] {
  return (
    Array.isArray(x) &&
    x.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === "string"))
  );
}
