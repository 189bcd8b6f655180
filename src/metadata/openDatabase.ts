// How is a store's database opened, whatever state its file is in?
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type Sqlite from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { cellarError, isCellarError } from "../errors.ts";
import { isDamage, moveAside, provesDamaged } from "./damage.ts";
import { migrate, versionOf } from "./migrations.ts";
import { type FileSystemType, networkDisk } from "./networkDisk.ts";
import { storeTrouble } from "./storeTrouble.ts";

export interface OpenedDatabase {
  readonly db: Database;
  /** What its user should know, in whole sentences: to be shown once. */
  readonly warnings: readonly string[];
}

export interface OpenOptions {
  /** How long to wait for another process's transaction, in ms; 5000 if absent. */
  readonly busyTimeoutMs?: number;
  /** Asked for the file system of the folder; statfs if absent. */
  readonly fileSystemType?: FileSystemType;
}

/**
 * Opens the database of a store, makes or migrates its tables. A damaged file is moved aside and begun anew, with a
 * warning. The SQLite package is loaded by the first call.
 *
 * @param file its folder must exist; `":memory:"` for a database that ends with the process
 * @throws `newer-store` if a newer Cellar wrote it, `store` if it cannot be opened
 */
export function openDatabase(file: string, options: OpenOptions = {}): OpenedDatabase {
  const warnings: string[] = [];
  const network = file === ":memory:" ? undefined : diskOf(file, options);
  if (network !== undefined) {
    warnings.push(
      `The cache at ${file} lies on a network disk (${network}): it is slower there, and not safe against two machines ` +
        "writing at once. Choose a folder on a local disk: withCache({ path }).",
    );
  }
  const how = { wal: network === undefined, timeoutMs: options.busyTimeoutMs ?? 5000 };
  try {
    const opened = openPresent(file, how);
    if (opened.aside !== undefined) {
      warnings.push(`The cache at ${file} was damaged. It begins anew; the old file is kept as ${opened.aside}.`);
    }
    return { db: opened.db, warnings };
  } catch (error) {
    throw storeTrouble(error, file);
  }
}

interface How {
  readonly wal: boolean;
  readonly timeoutMs: number;
}

interface Opened {
  readonly db: Database;
  /** Where a damaged file lies now. */
  readonly aside?: string | undefined;
}

/** Opens the file as it is, or in the place of a damaged one. Others may do the same at the same time. */
function openPresent(file: string, how: How): Opened {
  const lock = `${file}-moving`;
  for (;;) {
    const inode = inodeOf(file);
    try {
      // A file that is there must not be made anew where it goes away before it is opened.
      if (inode !== undefined) return { db: openSound(file, how, { fileMustExist: true }) };
      if (!existsSync(lock)) return { db: openSound(file, how) };
      // Another process may be moving a damaged file away, and must not take the journal of a fresh one with it.
      return whileLocked(lock, how, () => ({ db: openSound(file, how) }));
    } catch (error) {
      if (inode !== undefined && inodeOf(file) !== inode) continue; // moved away meanwhile
      if (!isDamage(error)) throw error;
    }
    const aside = whileLocked(lock, how, () =>
      // Another process may have met the same damage and moved the file already: then the one in its place is sound.
      inode !== undefined && inode === inodeOf(file) ? moveAside(file) : undefined,
    );
    if (aside !== undefined) return { db: openSound(file, how), aside };
  }
}

/**
 * Runs work in one process at a time. The lock is a database's, which ends with its process however that ends. Its empty
 * file stays: to remove it would leave whoever waits for it locking a file that the next one does not see.
 */
function whileLocked<T>(lockFile: string, { timeoutMs }: How, work: () => T): T {
  const lock = new (loadSqlite())(lockFile, { timeout: timeoutMs });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return work();
  } finally {
    lock.close();
  }
}

function openSound(file: string, { wal, timeoutMs }: How, options: Sqlite.Options = {}): Database {
  const db = new (loadSqlite())(file, { timeout: timeoutMs, ...options });
  try {
    if (provesDamaged(db)) throw Object.assign(new Error("quick_check failed"), { code: "SQLITE_CORRUPT" });
    // Asked before anything is set: a store that is not ours stays as it is. Garbage collection can give pages back to
    // the disk only if this is set before there are tables.
    if (versionOf(db) === 0) db.pragma("auto_vacuum = INCREMENTAL");
    setJournal(db, wal ? "WAL" : "DELETE", timeoutMs);
    db.pragma("synchronous = NORMAL");
    // In pages, 8 MB: each checkpoint waits for the disk, and a longer journal grows instead of being reused.
    db.pragma("wal_autocheckpoint = 2000");
    db.pragma("foreign_keys = ON");
    // A store may have been written by others: its schema calls nothing with side effects.
    db.pragma("trusted_schema = OFF");
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite does not wait when two connections change the journal's mode at once: wait here. */
function setJournal(db: Database, mode: "WAL" | "DELETE", timeoutMs: number): void {
  const pauseMs = 5;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      db.pragma(`journal_mode = ${mode}`);
      return;
    } catch (error) {
      const busy = String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY");
      if (!busy || waitedMs >= timeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function loadSqlite(): typeof Sqlite {
  try {
    return createRequire(import.meta.url)("better-sqlite3") as typeof Sqlite;
  } catch (cause) {
    throw cellarError(
      "store",
      "The package better-sqlite3 could not be loaded, and without it nothing can be cached on disk. " +
        "Run `npm rebuild better-sqlite3` where Cellar is installed (a C++ compiler is needed if there is no ready-made binary).",
      { cause },
    );
  }
}

function diskOf(file: string, options: OpenOptions): string | undefined {
  try {
    return networkDisk(dirname(file), options.fileSystemType);
  } catch (error) {
    throw isCellarError(error) ? error : storeTrouble(error, file);
  }
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}
