// A process that opens the store of a folder when it is told to, and says its id.
import { once } from "node:events";
import path from "node:path";
import { openDatabase } from "../../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../../src/metadata/owner.ts";
import { sqliteMetadata } from "../../../src/metadata/sqlite.ts";

export const file = path.join(process.argv[2]!, "metadata.db");
export const clock = { now: () => Date.now(), elapsed: () => performance.now() };
export const owner = ownOwner();

/** Says that it is ready and waits until all others are. */
export async function ready(): Promise<void> {
  console.log("ready");
  process.stdin.resume();
  await once(process.stdin, "end");
}

export function open() {
  const { db, warnings } = openDatabase(file);
  return { db, warnings, store: sqliteMetadata(db, { clock, owner }) };
}

if (process.argv[1]!.endsWith("open.js")) {
  await ready();
  const { store, warnings } = open();
  console.log(JSON.stringify({ storeId: store.storeId, warnings }));
  store.close();
}
