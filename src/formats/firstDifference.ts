// Where do two values differ? For the message of a format that did not give back what it was given.

import { types } from "node:util";
import type { ClassTable } from "../contracts.ts";
import { parseIpc } from "../values/arrowContent.ts";
import { ColumnDigest } from "../values/columnDigest.ts";
import { step } from "../values/refusal.ts";
import { versionOf } from "../values/version.ts";
import { ipcOf, tableKindOf } from "./flatTable.ts";
import { columnPath } from "./unwritable.ts";

/** The path of the innermost part that differs, or its column in a frame or a list of records; "" where only the whole does. */
export function firstDifference(a: unknown, b: unknown, classes: ClassTable): string {
  const isRecords = tableKindOf(a) === "records";
  let path = "";
  let depth = 0;
  for (;;) {
    const column = differingColumn(a, b);
    if (column !== undefined) return column === "" ? path : columnPath(column);
    const key = differingKey(a, b, classes);
    if (key === undefined) return path;
    if (isRecords && ++depth === 2) return columnPath(String(key));
    path += step(key);
    a = (a as Record<PropertyKey, unknown>)[key];
    b = (b as Record<PropertyKey, unknown>)[key];
  }
}

function differingKey(a: unknown, b: unknown, classes: ClassTable): PropertyKey | undefined {
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return undefined;
  const keys = Object.keys(a);
  const others = new Set(Object.keys(b));
  const differing = keys.find((key) => {
    if (!others.has(key)) return true;
    const [mine, theirs] = [versionOf(a[key], classes), versionOf(b[key], classes)];
    return !mine.ok || !theirs.ok || mine.version !== theirs.version;
  });
  return differing !== undefined && Array.isArray(a) ? Number(differing) : differing;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** The first column of a frame that differs; "" where none does, undefined where they are no two frames of one kind. */
function differingColumn(a: unknown, b: unknown): string | undefined {
  const kind = tableKindOf(a);
  if (kind === undefined || kind === "records") return undefined;
  if (tableKindOf(b) !== kind) return "";
  const [mine, theirs] = [columnDigests(ipcOf(kind, a)), columnDigests(ipcOf(kind, b))];
  const at = mine.findIndex(([, digest], i) => theirs[i]?.[1] !== digest);
  return mine[at]?.[0] ?? "";
}

function columnDigests(ipc: Uint8Array): readonly (readonly [name: string, digest: string])[] {
  const table = parseIpc(ipc);
  return table.schema.fields.map((field, i) => {
    const column = new ColumnDigest(field.type);
    for (const batch of table.getChildAt(i).data) column.add(batch, 0, batch.length);
    const said = JSON.stringify([field.name, field.nullable, field.type, [...(field.metadata ?? [])]]);
    return [field.name, `${said} ${column.digest().toString("hex")}`];
  });
}
