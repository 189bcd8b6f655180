// What does the heartbeat's thread do? It writes the time into the leases that its process holds.

import type { MessagePort } from "node:worker_threads";
import type Sqlite from "better-sqlite3";

/** A store in which leases are held. */
export interface Store {
  readonly id: number;
  readonly file: string;
  readonly storeId: string;
  readonly beatMs: number;
  /** Fences of the leases that are held now, 0 in free places; shared with the thread that computes. */
  readonly fences: BigInt64Array;
}

/**
 * Runs in a thread made from this function's text: it reaches nothing but its arguments. A beat that fails is followed by
 * the next: others wait for several before they take a lease for abandoned.
 *
 * @param load gives the SQLite package, which a process that ends before the first beat need not load
 */
export function beat(port: MessagePort, load: () => typeof Sqlite): void {
  const timers = new Map<number, NodeJS.Timeout>();

  port.on("message", (store: Store | { readonly id: number }) => {
    clearInterval(timers.get(store.id));
    timers.delete(store.id);
    if ("file" in store) timers.set(store.id, setInterval(tell, store.beatMs, store));
  });

  function tell({ file, storeId, fences }: Store): void {
    const held: number[] = [];
    for (let at = 0; at < fences.length; at++) {
      const fence = Number(Atomics.load(fences, at));
      if (fence !== 0) held.push(fence);
    }
    if (held.length === 0) return;
    try {
      write(file, storeId, JSON.stringify(held));
    } catch {
      // Busy, full, or not there any more.
    }
  }

  /** Opened for each beat: a file that was deleted or replaced meanwhile must not be held on to. */
  function write(file: string, storeId: string, held: string): void {
    const db = new (load())(file, { fileMustExist: true, timeout: 1000 });
    try {
      db.pragma("synchronous = NORMAL");
      const present = db.prepare("SELECT value FROM meta WHERE name = 'store_id'").pluck().get();
      if (present !== storeId) return;
      const now = Date.now();
      const tellAll = db.transaction(() => {
        // A clock that went back must not look like silence.
        db.prepare(
          "UPDATE lease SET beat_at = max(beat_at + 1, ?) WHERE fence IN (SELECT value FROM json_each(?))",
        ).run(now, held);
        db.prepare(
          "UPDATE owner SET beat_at = max(beat_at, ?) WHERE owner_id IN (SELECT owner_id FROM lease WHERE fence IN (SELECT value FROM json_each(?)))",
        ).run(now, held);
      });
      tellAll.immediate();
    } finally {
      db.close();
    }
  }
}
