// Is this an Apache Arrow table, and what is in it?
import { types } from "node:util";
import { ipcContent, ipcPreview } from "./arrowContent.ts";
import { type Arrow, type ArrowTable, ownTable } from "./arrowCopy.ts";
import { requirePackage } from "./loadedPackage.ts";
import { descriptorOf, prototypeOf } from "./natives.ts";
import { Refused } from "./refusal.ts";
import type { PayloadKind } from "./writeKind.ts";

/** By this symbol apache-arrow knows the tables of all copies of itself. */
const brand = Symbol.for("apache-arrow/Table");
const arrow = (): Arrow => requirePackage("apache-arrow", "Arrow.node.js") as Arrow;

function ipcOf(table: ArrowTable): Uint8Array {
  // apache-arrow reads an empty name as "null", and drops a byte order mark: such a table would not come back.
  const odd = table.schema.fields.find(({ name }) => name === "" || name.startsWith("\ufeff"));
  if (odd !== undefined) {
    const what = odd.name === "" ? "without a name" : "whose name begins with a byte order mark";
    throw new Refused(`an arrow.Table with a column ${what}`);
  }
  return arrow().tableToIPC(ownTable(table, arrow()), "stream");
}

export const arrowTable: PayloadKind<ArrowTable> = {
  name: "arrow.Table",
  version: 1,
  is(value): value is ArrowTable {
    if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
    const prototype = prototypeOf(value);
    return prototype !== null && !types.isProxy(prototype) && descriptorOf(prototype, brand)?.value === true;
  },
  logical: (table) => ipcContent(ipcOf(table), "arrow.Table"),
  logicalOf: (payload) => ipcContent(payload, "arrow.Table"),
  encode: ipcOf,
  decode: (bytes) => arrow().tableFromIPC(bytes),
  preview: (table) => ipcPreview(ipcOf(table.slice(0, 5)), "Table", table.numRows),
};

/** Arrow's bytes of a table in its file format, which other programs call feather. */
export function featherOf(table: unknown): Uint8Array {
  return arrow().tableToIPC(ownTable(table as ArrowTable, arrow()), "file");
}
