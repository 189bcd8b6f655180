// How does SQLite keep what is known about keys and runs? The tables of one store, behind the contract.
import type { Database } from "better-sqlite3";
import type { Clock, MetadataStore, Owner } from "../contracts.ts";
import { accepting } from "./accepting.ts";
import { collecting } from "./collecting.ts";
import { markDamage } from "./damage.ts";
import { executions } from "./executions.ts";
import { explaining } from "./explaining.ts";
import { heartbeat } from "./heartbeat.ts";
import { journal } from "./journal.ts";
import { keeping } from "./keeping.ts";
import { leases } from "./leases.ts";
import { lookup } from "./lookup.ts";
import { outside } from "./outside.ts";
import { patienceOf } from "./patience.ts";
import { payloadRows } from "./payloadRows.ts";
import { pins } from "./pins.ts";
import { planning } from "./planning.ts";
import { replays } from "./replays.ts";
import { runs } from "./runs.ts";
import { sources } from "./sources.ts";
import { storeTrouble } from "./storeTrouble.ts";
import { transactions } from "./transaction.ts";
import { who } from "./who.ts";
import { writtenRows } from "./writtenRows.ts";

export interface SqliteMetadataOptions {
  readonly clock: Clock;
  /** This process, see `ownOwner`. */
  readonly owner: Owner;
  /** Time between two signs of life of the leases that this process holds, in ms; none are given if absent. */
  readonly beatMs?: number;
}

/**
 * The metadata of a store, answered at once. It takes the database over: `close` closes it.
 *
 * @param db as `openDatabase` gives it
 * @throws from every method: `store`, with SQLite's error as its cause
 */
export function sqliteMetadata(db: Database, options: SqliteMetadataOptions): MetadataStore {
  const transaction = transactions(db);
  const written = writtenRows(db);
  const events = journal(db);
  const planned = planning(db, transaction);
  const storeId = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'store_id'").pluck().get()!;
  const { beatMs } = options;
  const beating = beatMs === undefined || db.memory ? undefined : heartbeat(db.name, storeId, { beatMs });
  const { holding, ...leased } = leases(db, transaction, events, planned.entriesOf, { ...options, heartbeat: beating });
  return inUsersWords(db, {
    name: "sqlite",
    storeId,
    isShared: !db.memory,
    ...who(db, transaction, options),
    ...planned,
    ...explaining(db, transaction),
    ...lookup(db),
    ...executions(db, transaction, written, events, holding),
    ...leased,
    ...runs(db, transaction, written, events, holding, options),
    ...sources(db, transaction),
    ...outside(db, transaction),
    ...keeping(db, transaction),
    ...payloadRows(db, transaction),
    ...collecting(db, transaction, options),
    ...replays(db, transaction),
    ...pins(db, transaction),
    ...accepting(db, transaction, written),
    together(work) {
      try {
        return transaction(work);
      } catch (error) {
        // Rows that its calls believed to be written are not.
        written.forget();
        throw error;
      }
    },
    renewPatience: () => patienceOf(db).renew(),
    close() {
      beating?.close();
      db.close();
    },
  });
}

/** The same store, whose methods fail with errors for users and leave a mark where the database is damaged. */
function inUsersWords(db: Database, store: MetadataStore): MetadataStore {
  const worded = Object.entries(store).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function") return [name, member];
    const method = (...given: unknown[]): unknown => {
      try {
        return member.apply(store, given);
      } catch (error) {
        markDamage(db, error);
        patienceOf(db).failed(error);
        throw storeTrouble(error, db.name);
      }
    };
    return [name, method];
  });
  return Object.fromEntries(worded) as MetadataStore;
}
