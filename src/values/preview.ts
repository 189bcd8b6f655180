// What does a person see of a value, in at most a few hundred characters?
import { types } from "node:util";
import type { Preview } from "../protocol/index.ts";
import { kindOf } from "./kinds.ts";
import { isArray, isView, namesOf, typedArrayLength, typedArrayName } from "./natives.ts";
import {
  cellOf,
  cellSize,
  cut,
  isRecord,
  type KindName,
  line,
  nameOf,
  nameSize,
  numbers,
  ownValue,
  sizeOf,
  wordOf,
} from "./previewLine.ts";

const TEXT = 200;
const ROWS = 5;
const COLUMNS = 10;

const kindName: KindName = (value) => kindOf(value)?.name;

/**
 * A preview of at most about 2 kB, whatever the size of the value. Calls no code of the value: no getter, no `toJSON`.
 */
export function previewOf(value: unknown): Preview {
  if (typeof value === "string") return { type: "string", text: cut(value, TEXT) };
  if (typeof value !== "object" || value === null)
    return { type: value === null ? "null" : typeof value, text: cut(wordOf(value), TEXT) };
  const kind = kindOf(value);
  if (kind !== undefined) {
    try {
      return kind.preview(value);
    } catch {
      return { type: kind.name }; // a frame that can't be read has no version either; the refusal says why
    }
  }
  if (types.isProxy(value)) return { type: "Proxy" };
  if (isArray(value)) return arrayPreview(value);
  const name = nameOf(value);
  if (isView(value) && typedArrayName(value) !== undefined)
    return { type: name, shape: [typedArrayLength(value)], text: cut(numbers(value), TEXT) };
  if (types.isMap(value) || types.isSet(value))
    return { type: name, shape: [sizeOf(value)], text: cut(line(value, 2, kindName), TEXT) };
  return { type: name, text: cut(line(value, 2, kindName), TEXT) };
}

function arrayPreview(array: readonly unknown[]): Preview {
  const n = array.length;
  const head = Array.from({ length: Math.min(n, 20) }, (_, i) => ownValue(array, i));
  const columns = columnsOf(head.slice(0, ROWS));
  if (columns !== undefined) {
    const shown = columns.slice(0, COLUMNS);
    const most = cellSize(Math.min(n, ROWS), shown.length);
    const rows = head
      .slice(0, ROWS)
      .map((row) => shown.map((column) => cellOf(ownValue(row as object, column), most, kindName)));
    return {
      type: `object[${n}]`,
      shape: [n, columns.length],
      columns: shown.map((column) => cut(column, nameSize(shown.length))),
      rows,
    };
  }
  const kinds = new Set(
    head.map((item) => (item === null ? "null" : typeof item === "object" ? nameOf(item) : typeof item)),
  );
  return {
    type: `${kinds.size === 1 ? [...kinds][0] : kinds.size === 0 ? "empty" : "mixed"}[${n}]`,
    shape: [n],
    text: cut(line(array, 2, kindName), TEXT),
  };
}

/** The columns of a table, if all these are flat records. */
function columnsOf(rows: readonly unknown[]): string[] | undefined {
  const columns = new Set<string>();
  for (const row of rows) {
    if (typeof row !== "object" || row === null || types.isProxy(row) || isArray(row) || !isRecord(row))
      return undefined;
    for (const name of namesOf(row).slice(0, 50)) {
      const value = ownValue(row, name);
      if (typeof value === "object" && value !== null && !types.isDate(value)) return undefined;
      columns.add(name);
    }
  }
  return columns.size === 0 ? undefined : [...columns];
}
