// What is known about keys and runs for as long as the process lives?

import type { MetadataStore } from "../contracts.ts";
import { openDatabase } from "./openDatabase.ts";
import { ownOwner } from "./owner.ts";
import { type SqliteMetadataOptions, sqliteMetadata } from "./sqlite.ts";
import { systemClock } from "./systemClock.ts";

/**
 * A store without a file, for `withCache({ metadataStore })`: the same tables and statements, so that it behaves as the
 * one on disk in every respect.
 *
 * @param options this process and its clock unless told otherwise
 */
export function memoryMetadata({
  clock = systemClock,
  owner = ownOwner(),
}: Partial<SqliteMetadataOptions> = {}): MetadataStore {
  return { ...sqliteMetadata(openDatabase(":memory:").db, { clock, owner }), name: "memory" };
}
