// How does a value read on one line, or in the cell of a table?
import { types } from "node:util";
import { builtinName, classNameOf } from "./builtins.ts";
import {
  bigintText,
  descriptorOf,
  flagsOf,
  hasOwn,
  hrefOf,
  isArray,
  isView,
  mapEach,
  namesOf,
  patternOf,
  prototypeOf,
  setEach,
  timeOf,
  typedArrayLength,
  typedArrayName,
} from "./natives.ts";

type Cell = string | number | boolean | null;

/** What a kind of value is called; without kinds, nothing is. */
export type KindName = (value: object) => string | undefined;
const noKinds: KindName = () => undefined;

const CELL = 60;
const NAME = 40;

/** Cut so that no more than `most` characters are left. */
export const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** How many characters a cell and a column's name may have, so that a table stays below 2 kB. */
export const cellSize = (rows: number, columns: number): number =>
  Math.max(10, Math.min(CELL, Math.floor(1300 / Math.max(1, rows * columns)) - 3));
export const nameSize = (columns: number): number =>
  Math.min(NAME, Math.max(16, Math.floor(300 / Math.max(1, columns))));

/** A value as it stands in the cell of a table, at most `most` characters. */
export function cellOf(value: unknown, most: number, kindName: KindName = noKinds): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return cut(
    typeof value === "string" ? value : typeof value === "bigint" ? bigintText(value, 10) : line(value, 1, kindName),
    most,
  );
}

export function isRecord(value: object): boolean {
  const prototype = prototypeOf(value);
  return prototype === null || builtinName(prototype) === "Object";
}

export function nameOf(value: object): string {
  if (types.isProxy(value)) return "Proxy";
  return isRecord(value) ? "object" : cut(classNameOf(value) ?? "object", NAME);
}

const accessor = Symbol("an accessor");

/** The value of an own property, without calling a getter. */
export function ownValue(owner: object, key: PropertyKey): unknown {
  const own = descriptorOf(owner, key);
  if (own === undefined) return undefined;
  return hasOwn(own, "value") ? own.value : accessor;
}

export function sizeOf(value: object): number {
  let n = 0;
  (types.isMap(value) ? mapEach : setEach)(value, () => n++);
  return n;
}

/** A primitive as one would write it. */
export function wordOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value, 80));
  if (typeof value === "bigint") return `${bigintText(value, 10)}n`;
  if (typeof value === "symbol") return value === accessor ? "(accessor)" : String(value);
  if (typeof value === "function") return "(function)";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A value on one line, `depth` levels of it. */
export function line(value: unknown, depth: number, kindName: KindName = noKinds): string {
  if (typeof value !== "object" || value === null) return wordOf(value);
  const kind = kindName(value);
  if (kind !== undefined || types.isProxy(value)) return kind ?? "Proxy";
  if (types.isDate(value)) {
    const time = timeOf(value);
    return Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
  }
  if (types.isRegExp(value)) return `/${patternOf(value)}/${flagsOf(value)}`;
  if (types.isNativeError(value)) return `${nameOf(value)}: ${cut(wordOf(ownValue(value, "message") ?? ""), 80)}`;
  const name = nameOf(value);
  if (name === "URL") return urlText(value);
  if (types.isMap(value) || types.isSet(value))
    return `${name}(${sizeOf(value)}) ${depth > 0 ? entries(value, depth, kindName) : "{…}"}`;
  if (isView(value) && typedArrayName(value) !== undefined) return depth > 0 ? numbers(value) : name;
  if (isView(value) || types.isAnyArrayBuffer(value)) return name;
  if (depth === 0) return isArray(value) ? `[${value.length === 0 ? "" : "…"}]` : "{…}";
  if (isArray(value)) {
    const items = Array.from({ length: Math.min(value.length, 10) }, (_, i) =>
      line(ownValue(value, i), depth - 1, kindName),
    );
    return `[${items.join(", ")}${value.length > 10 ? ", …" : ""}]`;
  }
  const names = namesOf(value);
  const fields = names
    .slice(0, 20)
    .map(
      (key) =>
        `${cut(/^[\w$]+$/.test(key) ? key : JSON.stringify(key), NAME)}: ${line(ownValue(value, key), depth - 1, kindName)}`,
    );
  const inner = fields.length === 0 ? "{}" : `{ ${fields.join(", ")}${names.length > 20 ? ", …" : ""} }`;
  return name === "object" ? inner : `${name} ${inner}`;
}

export function numbers(view: ArrayBufferView): string {
  const n = typedArrayLength(view);
  const items = Array.from({ length: Math.min(n, 10) }, (_, i) => wordOf((view as unknown as ArrayLike<unknown>)[i]));
  return `[${items.join(", ")}${n > 10 ? ", …" : ""}]`;
}

function entries(value: object, depth: number, kindName: KindName): string {
  const parts: string[] = [];
  let n = 0;
  if (types.isMap(value))
    mapEach(value, (item: unknown, key: unknown) => {
      if (n++ < 10) parts.push(`${line(key, depth - 1, kindName)} => ${line(item, depth - 1, kindName)}`);
    });
  else
    setEach(value, (item: unknown) => {
      if (n++ < 10) parts.push(line(item, depth - 1, kindName));
    });
  return n === 0 ? "{}" : `{ ${parts.join(", ")}${n > 10 ? ", …" : ""} }`;
}

function urlText(value: object): string {
  try {
    return hrefOf(value);
  } catch {
    return "URL";
  }
}
