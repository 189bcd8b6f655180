// How does a cell read as text, and which cell does a text stand for?
import type { ColumnType } from "./columnType.ts";
import type { Cell } from "./flatTable.ts";
import { isoOf, unitsOf } from "./isoTime.ts";

/** The shortest text from which the same cell comes back; undefined for null. */
export function writeCell(cell: Cell, type: ColumnType): string | undefined {
  if (cell === null) return undefined;
  if (type.time !== undefined && type.time.what !== "duration")
    return isoOf(BigInt(cell as number | bigint), type.time);
  if (type.cell === "float") return floatText(cell as number);
  return String(cell);
}

/** @throws Error for a text that `writeCell` does not write for this type */
export function readCell(text: string | undefined, type: ColumnType): Cell {
  if (text === undefined) return null;
  switch (type.cell) {
    case "text":
      return text;
    case "boolean":
      if (text === "true" || text === "false") return text === "true";
      break;
    case "float":
      return floatIn(text);
    case "integer":
    case "big": {
      const isTime = type.time !== undefined && type.time.what !== "duration";
      const units = isTime ? unitsOf(text, type.time!) : /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
      if (units !== undefined) return type.cell === "big" ? units : Number(units);
    }
  }
  throw new Error(`${JSON.stringify(text.slice(0, 40))} is no ${type.name}`);
}

function floatText(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  return Object.is(x, -0) ? "-0.0" : Number.isInteger(x) && Math.abs(x) < 1e21 ? `${x}.0` : String(x);
}

function floatIn(text: string): number {
  if (text === "NaN") return Number.NaN;
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  if (/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text)) return Number(text);
  throw new Error(`${JSON.stringify(text.slice(0, 40))} is no number`);
}
