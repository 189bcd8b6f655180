// Which cell of a sheet holds this value, and which value does a sheet's cell stand for?
import type { ColumnType } from "./columnType.ts";
import type { Cell } from "./flatTable.ts";

/** As write-excel-file takes it; null is an empty cell. */
export type SheetCell = {
  readonly type: StringConstructor | NumberConstructor | BooleanConstructor;
  readonly value: unknown;
  readonly format?: string;
} | null;

const MAX_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** 1970-01-01 in days of a sheet. */
const EPOCH = 25_569;
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(10_000, 0, 1) - 1;

/**
 * @param hasBlank whether an empty cell stands for null in this column; else it stands for an empty text
 * @returns the cell, or in words what it cannot hold
 */
export function toSheetCell(cell: Cell, type: ColumnType, hasBlank: boolean): SheetCell | string {
  if (cell === null) return null;
  if (type.cell === "text") return textCell(cell as string, hasBlank);
  if (type.cell === "boolean") return { type: Boolean, value: cell };
  if (type.cell === "float") {
    if (!Number.isFinite(cell)) return `${String(cell)}, which is no number of a sheet`;
    return Object.is(cell, -0) ? "-0, which a sheet does not tell from 0" : { type: Number, value: cell };
  }
  if (type.time === undefined) return numberCell(cell);
  if (type.time.what === "time") return "a time of day, which a sheet keeps to the millisecond only";
  if (type.time.what === "duration") return "a duration, for which a sheet has no cell";
  const ms = msOf(cell as number | bigint, type.time.perSecond);
  if (ms === undefined) return "a time finer than the milliseconds of a sheet";
  if (ms < FIRST || ms > LAST) return "a date before 1900 or after 9999, which a sheet cannot show";
  const format = type.time.perSecond === 0n ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm:ss.000";
  return { type: Number, value: EPOCH + ms / DAY_MS, format };
}

function numberCell(cell: Cell): SheetCell | string {
  const isSafe = Number.isSafeInteger(Number(cell));
  return isSafe ? { type: Number, value: Number(cell) } : `${String(cell)}, an integer beyond 2^53`;
}

function textCell(text: string, hasBlank: boolean): SheetCell | string {
  if (text.length > MAX_TEXT) return `a text of ${text.length} characters; a cell holds ${MAX_TEXT}`;
  if (text === "") return hasBlank ? "an empty text beside nulls, which a sheet does not tell apart" : null;
  return { type: String, value: escaped(text) };
}

/** Whole milliseconds of a date or time, if it has them. */
function msOf(units: number | bigint, perSecond: bigint): number | undefined {
  if (perSecond === 0n) return Number(units) * DAY_MS;
  const thousandths = BigInt(units) * 1000n;
  return thousandths % perSecond === 0n ? Number(thousandths / perSecond) : undefined;
}

/** @throws Error for a cell that `toSheetCell` does not give for this type */
export function fromSheetCell(found: unknown, type: ColumnType, hasBlank: boolean): Cell {
  if (found === null || found === undefined) return type.cell === "text" && !hasBlank ? "" : null;
  if (type.cell === "text" && typeof found === "string") return found;
  if (type.cell === "boolean" && typeof found === "boolean") return found;
  if (typeof found === "number" || found instanceof Date) {
    const isDate = type.time !== undefined && (type.time.what === "date" || type.time.what === "timestamp");
    if (isDate) return unitsOf(found, type);
    if (typeof found === "number" && type.cell === "float") return found;
    if (Number.isSafeInteger(found)) return type.cell === "big" ? BigInt(found as number) : (found as number);
  }
  throw new Error(`a cell holds ${typeof found}, not ${type.name}`);
}

function unitsOf(found: number | Date, { time, cell }: ColumnType): Cell {
  const ms = found instanceof Date ? found.getTime() : Math.round((found - EPOCH) * DAY_MS);
  const { perSecond } = time!;
  const units = perSecond === 0n ? BigInt(Math.round(ms / DAY_MS)) : (BigInt(ms) * perSecond) / 1000n;
  return cell === "big" ? units : Number(units);
}

/** What XML cannot hold, as Office Open XML writes it: `_x0001_`. What looks like such an escape gets one for its first letter. */
function escaped(text: string): string {
  // The writer looks texts up in a plain object.
  if (text in Object.prototype) return `${escapeOf(text)}${text.slice(1)}`;
  return text.replaceAll(/_(?=x[0-9A-Fa-f]{4})/g, "_x005F_").replaceAll(ODD, escapeOf);
}

const escapeOf = (c: string): string => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** Control characters, halves of surrogate pairs, and what is no character. */
const ODD = /(?![\n\t])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
