// Which types can the column of a flat table have, and what are they called?
import * as arrow from "@uwdata/flechette";
import type { ArrowType } from "../values/arrowContent.ts";

/** How a column's cells are held: an `integer` of 64 bits as a bigint, dates and times as the integers behind them. */
export type CellKind = "integer" | "big" | "float" | "boolean" | "text" | "null";

export interface ColumnType {
  readonly name: string;
  readonly cell: CellKind;
  /** As Arrow writes it. */
  readonly arrow: arrow.DataType;
  /** What a column of cells is built as: the same layout, for dates and times without their meaning. */
  readonly carrier: arrow.DataType;
  /** Of a date or time: how many of its units a second has; 0 where the unit is a day. */
  readonly time?: {
    readonly what: "date" | "timestamp" | "time" | "duration";
    readonly perSecond: bigint;
    readonly zoned: boolean;
  };
}

const UNITS = ["s", "ms", "us", "ns"] as const;
const PER_SECOND = [1n, 1000n, 1_000_000n, 1_000_000_000n];
const PER_DAY_DATE = { what: "date", perSecond: 0n, zoned: false } as const;

/** The name of a type; undefined for one that no flat table has: lists, structs, bytes, decimals. */
export function typeName(type: ArrowType): string | undefined {
  const { bitWidth, signed, precision, unit, timezone, ordered } = type as unknown as Record<string, unknown>;
  switch (type.typeId) {
    case -1: {
      const [texts, numbers] = [typeName(type.dictionary!), typeName(type.indices!)];
      if (texts === undefined || !/text/.test(texts) || !/^u?int/.test(numbers ?? "")) return undefined;
      return `categories/${texts}/${numbers}${ordered === true ? "/ordered" : ""}`;
    }
    case 1:
      return "null";
    case 2:
      return `${signed === false ? "uint" : "int"}${String(bitWidth)}`;
    case 3:
      return precision === 1 ? "float32" : precision === 2 ? "float64" : undefined;
    case 5:
      return "text";
    case 6:
      return "bool";
    case 8:
      return unit === 0 ? "date" : "date64";
    case 9:
      return `time/${UNITS[unit as number]!}`;
    case 10:
      return `timestamp/${UNITS[unit as number]!}${typeof timezone === "string" ? `/${timezone}` : ""}`;
    case 18:
      return `duration/${UNITS[unit as number]!}`;
    case 20:
      return "large text";
    case 24:
      return "text view";
    default:
      return undefined;
  }
}

const plain = (cell: CellKind, type: arrow.DataType) => ({ cell, arrow: type, carrier: type });

const SIMPLE: Readonly<Record<string, () => Omit<ColumnType, "name">>> = {
  null: () => plain("null", arrow.nullType()),
  bool: () => plain("boolean", arrow.bool()),
  float32: () => plain("float", arrow.float32()),
  float64: () => plain("float", arrow.float64()),
  text: () => plain("text", arrow.utf8()),
  "large text": () => plain("text", arrow.largeUtf8()),
  "text view": () => plain("text", arrow.utf8()),
  date: () => ({ cell: "integer", arrow: arrow.dateDay(), carrier: arrow.int32(), time: PER_DAY_DATE }),
  date64: () => ({
    cell: "big",
    arrow: arrow.dateMillisecond(),
    carrier: arrow.int64(),
    time: { what: "date", perSecond: 1000n, zoned: false },
  }),
};

/** The type of that name; undefined for a name that `typeName` does not give. */
export function typeNamed(name: string): ColumnType | undefined {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name]!() : undefined;
  if (simple !== undefined) return { name, ...simple };
  const int = /^(u?)int(8|16|32|64)$/.exec(name);
  if (int !== null) {
    const type = arrow.int(Number(int[2]) as 8, int[1] === "");
    return { name, ...plain(int[2] === "64" ? "big" : "integer", type) };
  }
  const [what, first = "", ...rest] = name.split("/");
  if (what === "categories") {
    const [texts, numbers] = [typeNamed(first), typeNamed(rest[0] ?? "")];
    if (texts?.cell !== "text" || numbers === undefined) return undefined;
    const type = arrow.dictionary(texts.carrier, numbers.arrow as arrow.IntType, rest[1] === "ordered");
    return { name, ...plain("text", type) };
  }
  const unit = UNITS.indexOf(first as "s");
  if (unit < 0 || (what !== "timestamp" && what !== "time" && what !== "duration")) return undefined;
  const small = what === "time" && unit < 2;
  const zone = rest.length === 0 ? null : rest.join("/");
  const type =
    what === "time"
      ? (arrow.time as (unit: number, bits: number) => arrow.DataType)(unit, small ? 32 : 64)
      : what === "duration"
        ? (arrow.duration as (unit: number) => arrow.DataType)(unit)
        : arrow.timestamp(unit as 0, zone);
  const time = { what, perSecond: PER_SECOND[unit]!, zoned: zone !== null } as const;
  return {
    name,
    cell: small ? "integer" : "big",
    arrow: type,
    carrier: small ? arrow.int32() : arrow.int64(),
    time,
  };
}

/** What a person calls a type that no flat table has. */
export function oddTypeName(type: ArrowType): string {
  const names: Readonly<Record<number, string>> = {
    [-1]: "categories that are not texts",
    3: "a float of 16 bits",
    4: "bytes",
    7: "a decimal",
    12: "a list",
    13: "a struct",
    15: "bytes",
    16: "a list",
    19: "bytes",
    21: "a list",
    23: "bytes",
  };
  return names[type.typeId] ?? `of a type (${type.typeId}) that it does not know`;
}
