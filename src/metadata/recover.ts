// What became of runs whose process died?
import type { Database } from "better-sqlite3";
import type { Clock, Owner } from "../contracts.ts";
import { ownerAlive } from "./owner.ts";
import { storeTrouble } from "./storeTrouble.ts";
import { transactions } from "./transaction.ts";

export interface RecoverOptions {
  readonly clock: Clock;
  /** This process, see `ownOwner`. */
  readonly owner: Owner;
  /** The record of an interrupted run, from the record that it began with and its events, all as JSON. */
  readonly fold: (startRecord: string, events: readonly string[]) => string;
}

export interface Recovered {
  /** Names of the runs that are now `interrupted`. */
  readonly runs: readonly string[];
  readonly warnings: readonly string[];
}

interface OwnerRow extends Owner {
  owner_id: number;
  beat_at: number;
}

/**
 * Folds the journal of each run that was `running` in a dead process into its record, as `interrupted`, and frees the
 * leases of dead processes. To be called when a store is opened; several processes may do so at once. What the runs
 * had finished stays findable; their unfinished executions stay without a data version.
 */
export function recover(db: Database, { clock, owner, fold }: RecoverOptions): Recovered {
  const owners = db.prepare<[], OwnerRow>(
    `SELECT owner_id, host, boot, pid, pid_started AS pidStarted, beat_at FROM owner
     WHERE owner_id IN (SELECT owner_id FROM run WHERE state = 'running') OR owner_id IN (SELECT owner_id FROM lease)`,
  );
  const transaction = transactions(db);
  const recovered: string[] = [];
  const warnings: string[] = [];
  try {
    const dead = owners.all().filter((row) => !ownerAlive(row, row.beat_at, owner, clock.now()));
    for (const { owner_id } of dead) transaction(() => recoverOwner(db, owner_id, fold, recovered, warnings));
  } catch (error) {
    throw storeTrouble(error, db.name);
  }
  return { runs: recovered, warnings };
}

function recoverOwner(
  db: Database,
  ownerId: number,
  fold: RecoverOptions["fold"],
  recovered: string[],
  warnings: string[],
): void {
  const runs = db.prepare<[number], { run_id: number; run_name: string; started_at: number; record: string }>(
    "SELECT run_id, run_name, started_at, record FROM run WHERE owner_id = ? AND state = 'running'",
  );
  const journal = db.prepare<[number], { at: number; detail: string }>(
    "SELECT at, detail FROM run_event WHERE run_id = ? ORDER BY seq",
  );
  const interrupt = db.prepare("UPDATE run SET state = 'interrupted', ended_at = ?, record = ? WHERE run_id = ?");
  const dropEvents = db.prepare("DELETE FROM run_event WHERE run_id = ?");
  for (const { run_id, run_name, started_at, record } of runs.all(ownerId)) {
    const events = journal.all(run_id);
    let folded = record;
    try {
      folded = fold(
        record,
        events.map((event) => event.detail),
      );
    } catch (error) {
      // A record that cannot be folded must not keep the store from opening: the run keeps the one it began with.
      warnings.push(`The interrupted run ${run_name} could not be told in full: ${String(error)}`);
    }
    interrupt.run(events.at(-1)?.at ?? started_at, folded, run_id);
    dropEvents.run(run_id);
    recovered.push(run_name);
  }
  db.prepare("DELETE FROM lease WHERE owner_id = ?").run(ownerId);
  db.prepare("DELETE FROM lease_wait WHERE fence NOT IN (SELECT fence FROM lease)").run();
}
