// Which shared rows (code, parts, environments, graphs) need not be written again?
import type { Database } from "better-sqlite3";

/**
 * Rows that this connection knows to be in the store. They are forgotten when the store's generation changed, that is
 * when any process deleted such rows.
 */
export interface WrittenRows {
  /** Runs `write` unless the row is known to be there. To be called within a transaction. */
  once(table: string, digest: string, write: () => void): void;
  /** To be called at the start of a transaction. */
  begin(): void;
  /** To be called after its commit: what it wrote is known from now on. */
  end(): void;
  /** To be called when a transaction around several of these did not happen. */
  forget(): void;
}

export function writtenRows(db: Database): WrittenRows {
  const generationOf = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'generation'").pluck();
  const known = new Set<string>();
  // Rows of a transaction that may yet be rolled back.
  let fresh: string[] = [];
  let generation: string | undefined;
  return {
    once(table, digest, write) {
      const row = `${table}/${digest}`;
      if (known.has(row)) return;
      write();
      fresh.push(row);
    },
    begin() {
      fresh = [];
      const present = generationOf.get();
      if (present === generation) return;
      known.clear();
      generation = present;
    },
    end() {
      for (const row of fresh) known.add(row);
      fresh = [];
    },
    forget: () => known.clear(),
  };
}

/** SQL that makes every connection forget what it knows to be written. */
export const NEXT_GENERATION = "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'generation'";
