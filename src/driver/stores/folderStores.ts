// How are results kept apart from metadata? Each in a folder of its own choosing.
import path from "node:path";
import type { MetadataStore, ResultStore } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { joinFolder, shareFlights } from "./openCache.ts";

export interface FileStoreOptions {
  /** Folder of the store, made where it is missing; relative to the working directory of the process. */
  readonly path: string;
}

export interface FileResultsOptions extends FileStoreOptions {
  /** Packs large results with gzip. */
  readonly compress?: boolean;
}

/**
 * Results in a folder on this disk, for `withCache({ resultStore })`: small ones in a database, large ones in files. Many
 * drivers and processes may use one folder at once. Its `close()` is yours to call; drivers leave it open.
 *
 * @throws CellarError `bad-option` for an empty path; `store` for a folder that cannot be written; `newer-store` for one of
 * a later version of cellar
 */
export function fileResults({ path: folder, compress = false }: FileResultsOptions): ResultStore {
  const joined = joinFolder(folderOf(folder, "fileResults"), true);
  return { ...joined.folder.results(compress), close: joined.close };
}

/**
 * Metadata in a folder on this disk, for `withCache({ metadataStore })`: an SQLite database, `metadata.db`. Many drivers and
 * processes may use one folder at once. Its `close()` is yours to call; drivers leave it open.
 *
 * @throws CellarError `bad-option` for an empty path; `store` for a folder that cannot be written; `newer-store` for one of
 * a later version of cellar
 */
export function fileMetadata({ path: folder }: FileStoreOptions): MetadataStore {
  const joined = joinFolder(folderOf(folder, "fileMetadata"), true);
  const metadata = { ...joined.folder.metadata, close: joined.close };
  shareFlights(metadata, joined.folder);
  return metadata;
}

function folderOf(folder: unknown, called: string): string {
  if (typeof folder === "string" && folder !== "") return path.resolve(folder);
  throw cellarError("bad-option", `${called}({ path }) is the folder of the store, e.g. "./results".`);
}
