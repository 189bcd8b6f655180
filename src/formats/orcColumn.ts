// As which type does a column stand in an ORC file, and how does it become what it was?
import { type ColumnType, typeNamed } from "./columnType.ts";
import type { TableField } from "./fields.ts";
import type { Cell, Column } from "./flatTable.ts";
import { columnPath, Unwritable } from "./unwritable.ts";

const WIDER: Readonly<Record<string, string>> = {
  null: "bool",
  uint8: "int16",
  uint16: "int32",
  uint32: "int64",
  uint64: "int64",
};

/** ORC has no unsigned numbers, no times of a day, one kind of text and one of timestamps. */
export function toOrc({ field, cells }: Column): Column {
  const { type, name } = field;
  const refuse = (what: string): never => {
    throw new Unwritable(columnPath(name), what);
  };
  if (type.time?.what === "time") refuse("a time of day, which ORC does not have");
  if (type.time?.what === "duration") refuse("a duration, which ORC does not have");
  const wanted = typeNamed(orcType(type))!;
  const isBig = wanted.cell === "big" && type.cell === "integer";
  const row = type.name === "uint64" ? cells.findIndex((cell) => cell !== null && (cell as bigint) >= 1n << 63n) : -1;
  if (row >= 0) refuse(`in row ${row} an integer beyond 2^63`);
  return {
    field: { name, type: wanted, nullable: true, metadata: [] },
    cells: isBig ? cells.map((cell) => (cell === null ? null : BigInt(cell as number))) : cells,
  };
}

function orcType(type: ColumnType): string {
  if (type.cell === "text") return "text";
  if (type.time?.what === "timestamp") return type.name.split("/").slice(0, 2).join("/");
  return type.name === "date64" ? "timestamp/ms" : (WIDER[type.name] ?? type.name);
}

/** @throws Error where the file holds something else than `toOrc` wrote for this field */
export function fromOrc({ field, cells }: Column, wanted: TableField): Column {
  return {
    field: wanted,
    cells: cells.map((cell) => (cell === null ? null : fromOrcCell(cell, field.type, wanted.type))),
  };
}

function fromOrcCell(cell: NonNullable<Cell>, found: ColumnType, wanted: ColumnType): Cell {
  if (wanted.cell === "text" ? found.cell === "text" : wanted.cell === found.cell && found.time === undefined)
    return cell;
  if (wanted.time !== undefined && found.time !== undefined) {
    if (wanted.time.perSecond === 0n || found.time.perSecond === 0n) {
      if (wanted.time.perSecond === found.time.perSecond) return cell;
    } else return (BigInt(cell as bigint) * wanted.time.perSecond) / found.time.perSecond;
  }
  if (wanted.cell === "integer" && found.cell === "big") return Number(cell);
  throw new Error(`a column is ${found.name}, not ${wanted.name}`);
}
