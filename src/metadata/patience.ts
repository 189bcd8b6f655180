// How long does a write wait for another process that holds the database? Once in full, then hardly, until somebody asks anew.
import type { Database } from "better-sqlite3";

export interface Patience {
  /** Told of every failure of this connection. */
  failed(error: unknown): void;
  /** From now on a write waits in full again. */
  renew(): void;
}

/** As long as a usual transaction of another process lasts, and no longer. */
const HURRIED_MS = 1;

const known = new WeakMap<Database, Patience>();

/**
 * Of a connection, for all who write by it. A database that is held for seconds is held for longer: each write of a run would
 * wait as long as the first.
 */
export function patienceOf(db: Database): Patience {
  const found = known.get(db) ?? makePatience(db);
  known.set(db, found);
  return found;
}

function makePatience(db: Database): Patience {
  const fullMs = Number(db.pragma("busy_timeout", { simple: true }));
  let isHurried = false;
  return {
    failed(error) {
      if (isHurried || !isHeld(error)) return;
      isHurried = true;
      db.pragma(`busy_timeout = ${HURRIED_MS}`);
    },
    renew() {
      if (!isHurried) return;
      isHurried = false;
      db.pragma(`busy_timeout = ${fullMs}`);
    },
  };
}

/** Does it say that another process holds the database? */
export function isHeld(error: unknown): boolean {
  return String((error as { code?: unknown } | undefined)?.code).startsWith("SQLITE_BUSY");
}
