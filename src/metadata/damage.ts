// Is this failure a damaged database, and how does the next opening learn of it?
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { Database } from "better-sqlite3";

/** Whether an error says that the file is not, or no longer, a sound database. */
export function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}

/**
 * Leaves a mark beside a database in which damage was met, so that the next opening examines all of it: too slow to
 * do each time, and damage in the middle shows only when its page is read.
 */
export function markDamage(db: Database, error: unknown): void {
  if (!isDamage(error) || db.memory) return;
  try {
    writeFileSync(markOf(db.name), "");
  } catch {
    // A disk that cannot be written keeps its damage; the failure itself is reported by the caller.
  }
}

/** Whether a database that bears the mark is damaged indeed; takes the mark away. */
export function provesDamaged(db: Database): boolean {
  if (db.memory || !existsSync(markOf(db.name))) return false;
  const sound = db.pragma("quick_check(1)", { simple: true }) === "ok";
  rmSync(markOf(db.name), { force: true });
  return !sound;
}

/**
 * Moves a damaged database out of the way, with its journal.
 *
 * @returns where it lies now
 */
export function moveAside(file: string): string {
  let n = 1;
  while (existsSync(`${file}.corrupt-${n}`)) n += 1;
  const aside = `${file}.corrupt-${n}`;
  renameSync(file, aside);
  // A journal left behind would be applied to the fresh database.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  if (existsSync(`${file}-journal`)) renameSync(`${file}-journal`, `${aside}-journal`);
  rmSync(`${file}-shm`, { force: true });
  rmSync(markOf(file), { force: true });
  return aside;
}

function markOf(file: string): string {
  return `${file}-damaged`;
}
