// What is known about keys and runs for as long as the process lives?

import type { MetadataStore } from "../contracts.ts";
import { openDatabase } from "./openDatabase.ts";
import { type SqliteMetadataOptions, sqliteMetadata } from "./sqlite.ts";

/** A store without a file: the same tables and statements, so that it behaves as the one on disk in every respect. */
export function memoryMetadata(options: SqliteMetadataOptions): MetadataStore {
  return { ...sqliteMetadata(openDatabase(":memory:").db, options), name: "memory" };
}
