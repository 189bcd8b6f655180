// Which process computes a key now? A row per key while its computation lasts (R25).
import type { Database } from "better-sqlite3";
import type { Begun, Clock, Digest, Entry, Lease, LeasedExecution, MetadataStore, Owner } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import { beginning } from "./executions.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Journal } from "./journal.ts";
import { leaseCircle } from "./leaseCircle.ts";
import { ownerAlive } from "./owner.ts";
import type { Transaction } from "./transaction.ts";

/** What the rest of the store tells of executions and runs, so that no lease outlives them. To be called within a transaction. */
export interface Holding {
  /** An execution has ended. Where it holds no lease, or another has taken it over, nothing changes. */
  release(executionId: number): void;
  /** From now on it counts as waited for by the executions that hold a lease. */
  runBegan(runId: number): void;
  /** Executions that it has left behind hold nothing any more: others may begin. */
  runEnded(runId: number): void;
}

type Started = Parameters<MetadataStore["beginLeased"]>[1];

interface LeaseRow extends Owner {
  owner_id: number;
  fence: number;
  beat_at: number;
}

export function leases(
  db: Database,
  transaction: Transaction,
  journal: Journal,
  entriesOf: MetadataStore["entriesOf"],
  {
    clock,
    owner,
    heartbeat,
  }: { readonly clock: Clock; readonly owner: Owner; readonly heartbeat: Heartbeat | undefined },
): Pick<MetadataStore, "beginLeased" | "watchLease"> & { readonly holding: Holding } {
  const begin = beginning(db);
  const hasEntry = db.prepare<[Buffer], number>("SELECT 1 FROM entry WHERE cache_key = ?").pluck();
  const leaseRow = db.prepare<[Buffer], LeaseRow>(
    `SELECT l.owner_id, l.fence, l.beat_at, o.host, o.boot, o.pid, o.pid_started AS pidStarted
     FROM lease AS l JOIN owner AS o ON o.owner_id = l.owner_id WHERE l.cache_key = ?`,
  );
  const take = db.prepare(
    `INSERT INTO lease(cache_key, owner_id, fence, beat_at)
     SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM entry WHERE cache_key = ?) ON CONFLICT DO NOTHING`,
  );
  const takeOver = db.prepare("INSERT OR REPLACE INTO lease(cache_key, owner_id, fence, beat_at) VALUES (?, ?, ?, ?)");
  const undo = db.prepare("DELETE FROM execution WHERE execution_id = ?");
  // By its only column without an index: there are never many leases.
  const remove = db.prepare("DELETE FROM lease WHERE fence = ?");
  // A version of 32 bytes is a digest; any other is of a value that cannot be stored.
  const isUnstorable = db
    .prepare<[Buffer], number>(
      `SELECT length(data_version) <> 32 FROM execution WHERE cache_key = ? AND data_version IS NOT NULL
       ORDER BY execution_id DESC LIMIT 1`,
    )
    .pluck();
  const hasEnded = db
    .prepare<[number], number>(
      "SELECT error IS NOT NULL OR data_version IS NOT NULL FROM execution WHERE execution_id = ?",
    )
    .pluck();
  const circle = leaseCircle(db);
  /** Run of each execution of this process that holds a lease. */
  const held = new Map<number, number>();
  /** Did the last execution that asked get a lease? */
  let isTaken = false;

  function presentEntry(key: Buffer, cacheKey: Digest): Entry | undefined {
    if (hasEntry.get(key) === undefined) return undefined;
    return (entriesOf([cacheKey]) as readonly (Entry | undefined)[])[0];
  }

  const isAlive = (row: LeaseRow): boolean => ownerAlive(row, row.beat_at, owner, clock.now());

  function isFree(row: LeaseRow, { silent }: LeasedExecution): boolean {
    return !isAlive(row) || (row.fence === silent?.fence && row.beat_at === silent.beatAt);
  }

  /** Whoever waits for its own process, or for what will never be stored, waits in vain. */
  function isWorthWaiting(key: Buffer, row: LeaseRow, execution: LeasedExecution): boolean {
    if (execution.isImpatient === true || row.owner_id === execution.ownerId) return false;
    return isUnstorable.get(key) !== 1 && circle.wait(execution.runId, key);
  }

  /** A lease that is free is taken by one statement; only where it is not, one looks for the cause. */
  function ask(execution: LeasedExecution, started: Started): Begun {
    for (const fence of execution.givenUp ?? []) giveUp(fence);
    const key = toBytes(execution.cacheKey);
    const now = Math.round(clock.now());
    const executionId = begin(execution);
    isTaken = take.run(key, execution.ownerId, executionId, now, key).changes > 0;
    if (!isTaken) {
      const inTheWay = obstacle(key, execution);
      if (inTheWay !== undefined) {
        undo.run(executionId);
        return inTheWay;
      }
      const row = leaseRow.get(key);
      isTaken = row === undefined || isFree(row, execution);
      if (isTaken) takeOver.run(key, execution.ownerId, executionId, now);
    }
    journal.put(started());
    return { what: "begun", executionId };
  }

  /** Why the execution has nothing to do, or has to wait. */
  function obstacle(key: Buffer, execution: LeasedExecution): Exclude<Begun, { what: "begun" }> | undefined {
    const entry = presentEntry(key, execution.cacheKey);
    if (entry !== undefined) return { what: "stored", entry };
    const row = leaseRow.get(key);
    if (row === undefined || isFree(row, execution) || !isWorthWaiting(key, row, execution)) return undefined;
    return { what: "held", lease: leaseOf(row) };
  }

  /** Where a rollback takes this back, the row stays, and is as silent as that of a dead process. */
  function giveUp(fence: number): void {
    if (!held.delete(fence)) return;
    remove.run(fence);
    circle.ended(fence);
    heartbeat?.letGo(fence);
  }

  return {
    beginLeased(execution, started) {
      const begun = transaction(() => ask(execution, started));
      if (begun.what === "begun" && isTaken) {
        held.set(begun.executionId, execution.runId);
        heartbeat?.hold(begun.executionId);
      }
      return begun;
    },
    watchLease(cacheKey, fence) {
      const key = toBytes(cacheKey);
      const entry = presentEntry(key, cacheKey);
      if (entry !== undefined) return { what: "stored", entry };
      const row = leaseRow.get(key);
      if (row?.fence === fence) return isAlive(row) ? { what: "held", lease: leaseOf(row) } : { what: "free" };
      if (hasEnded.get(fence) === 1) return { what: "ended" };
      return row === undefined ? { what: "free" } : { what: "held", lease: leaseOf(row) };
    },
    holding: {
      release: giveUp,
      runBegan(runId) {
        if (held.size > 0) circle.began(runId, [...held.keys()]);
      },
      runEnded(runId) {
        for (const [executionId, run] of held) {
          if (run === runId) giveUp(executionId);
        }
        circle.runEnded(runId);
      },
    },
  };
}

function leaseOf({ fence, beat_at, host, pid }: LeaseRow): Lease {
  return { fence, beatAt: beat_at, host, pid };
}
