// How do several statements become one step that happens wholly or not at all?
import type { Database } from "better-sqlite3";

export type Transaction = <T>(work: () => T) => T;

/**
 * Runs work in one write transaction. It takes the write lock at its start (`BEGIN IMMEDIATE`): a transaction that
 * reads first and asks for the lock later fails at once, without waiting, when another process wrote in between.
 * Within a transaction it joins that one; when it fails there, all of it fails, even if the failure was caught.
 *
 * A kernel's interrupt may end the work without running its `finally`. What such work left open, in an earlier turn of the
 * event loop, is rolled back before the next transaction begins, so that nothing joins what will never be committed.
 */
export function transactions(db: Database): Transaction {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  let failures: unknown[] = [];
  let turn = 0;
  let begunIn = 0;
  let isTurning = false;

  function noteTurn(): void {
    begunIn = turn;
    if (isTurning) return;
    isTurning = true;
    setImmediate(() => {
      turn++;
      isTurning = false;
    }).unref();
  }

  function joined<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }

  return (work) => {
    if (db.inTransaction && begunIn === turn) return joined(work);
    if (db.inTransaction) rollback.run();
    failures = [];
    noteTurn();
    begin.run();
    try {
      const answer = work();
      if (failures.length > 0) throw failures[0];
      commit.run();
      return answer;
    } finally {
      // Still open: the work or the commit threw. A full disk, among others, may have rolled it back already.
      if (db.inTransaction) rollback.run();
    }
  };
}
