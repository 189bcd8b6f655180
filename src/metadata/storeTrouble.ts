// What does a failed database tell its user, and what is to be done about it?
import { type CellarError, cellarError, isCellarError } from "../errors.ts";

/** What happened and the remedy, by the beginning of SQLite's code. */
const REMEDIES: readonly (readonly [code: string, remedy: string])[] = [
  ["SQLITE_FULL", "the disk is full. Free some space, or choose another folder: withCache({ path })."],
  [
    "SQLITE_BUSY",
    "another process has been writing for too long. Run again; if it stays so, look for a process that hangs.",
  ],
  ["SQLITE_READONLY", "it may not be written. Allow writing to its folder, or choose another: withCache({ path })."],
  [
    "SQLITE_CANTOPEN",
    "it could not be opened. Check its folder and its permissions, or choose another: withCache({ path }).",
  ],
  ["SQLITE_CORRUPT", "it is damaged. It will be moved aside and begun anew when the cache is next opened."],
  ["SQLITE_NOTADB", "it is damaged. It will be moved aside and begun anew when the cache is next opened."],
  ["SQLITE_IOERR", "the disk failed to read or write. Check the disk, or choose another folder: withCache({ path })."],
];

/** The error for the user, with the database's own as its cause; errors made for the user pass unchanged. */
export function storeTrouble(error: unknown, file: string): CellarError {
  if (isCellarError(error)) return error;
  const code = String((error as { code?: unknown } | undefined)?.code ?? "");
  const remedy = REMEDIES.find(([known]) => code.startsWith(known))?.[1];
  const said = error instanceof Error ? error.message : String(error);
  return cellarError("store", `The cache at ${file}: ${remedy ?? said}`, { cause: error });
}
