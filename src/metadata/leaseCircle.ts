// Would this process wait for one that waits for it? Then it had better compute by itself: a circle would wait for ever.
import type { Database } from "better-sqlite3";

/** All within the transaction of whoever calls. */
export interface LeaseCircle {
  /** A run began while these executions held leases: a body of theirs may be what began it, and wait for its end. */
  began(runId: number, fences: readonly number[]): void;
  runEnded(runId: number): void;
  /**
   * Notes that a run waits for a key, where a lease may depend on it.
   *
   * @returns false where that would close a circle: then nothing is noted
   */
  wait(runId: number, key: Buffer): boolean;
  /** The execution has ended, and what its body waited for. */
  ended(fence: number): void;
}

/**
 * A process holds leases only of bodies that are under way, so waiting alone makes no circle. It takes a body that calls
 * `execute()` itself and waits for it. Which body called cannot be known, but a run that began while no lease was held
 * was called by none of them.
 */
export function leaseCircle(db: Database): LeaseCircle {
  const put = db.prepare("INSERT OR IGNORE INTO lease_wait(fence, cache_key) VALUES (?, ?)");
  const remove = db.prepare("DELETE FROM lease_wait WHERE fence = ?");
  /** Fences on which the holder of a key waits, by way of others too; its own first. */
  const ahead = db
    .prepare<[Buffer], number>(
      `WITH RECURSIVE ahead(fence) AS (
         SELECT fence FROM lease WHERE cache_key = ?
         UNION
         SELECT l.fence FROM ahead JOIN lease_wait AS w ON w.fence = ahead.fence JOIN lease AS l ON l.cache_key = w.cache_key
       )
       SELECT fence FROM ahead`,
    )
    .pluck();
  const callers = new Map<number, readonly number[]>();
  const noted = new Set<number>();

  return {
    began(runId, fences) {
      callers.set(runId, fences);
    },
    runEnded(runId) {
      callers.delete(runId);
    },
    wait(runId, key) {
      const fences = callers.get(runId);
      if (fences === undefined) return true;
      const reached = new Set(ahead.all(key));
      if (fences.some((fence) => reached.has(fence))) return false;
      for (const fence of fences) {
        put.run(fence, key);
        noted.add(fence);
      }
      return true;
    },
    ended(fence) {
      if (noted.delete(fence)) remove.run(fence);
    },
  };
}
