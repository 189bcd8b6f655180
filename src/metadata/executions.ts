// How does an execution enter the store: begun, then finished with all rows that make it findable, or failed?
import type { Database } from "better-sqlite3";
import type { FinishedExecution, MetadataStore, NewExecution } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import { ENTRY_FLAGS } from "./entryFlags.ts";
import type { Journal } from "./journal.ts";
import type { Holding } from "./leases.ts";
import { payloadWriter } from "./payloadRows.ts";
import { recipeRows } from "./recipeRows.ts";
import type { Transaction } from "./transaction.ts";
import type { WrittenRows } from "./writtenRows.ts";

export function executions(
  db: Database,
  transaction: Transaction,
  written: WrittenRows,
  journal: Journal,
  holding: Holding,
): Pick<MetadataStore, "beginExecutions" | "finishExecution" | "failExecution"> {
  const begin = beginning(db);
  const finish = db.prepare(
    "UPDATE execution SET data_version = ?, duration_us = ?, replay_digest = ? WHERE execution_id = ?",
  );
  const fail = db.prepare("UPDATE execution SET error = ?, duration_us = ? WHERE execution_id = ?");
  const putEntryRows = entryRows(db, written);

  return {
    beginExecutions(begun, events) {
      if (begun.length === 0 && events.length === 0) return [];
      return transaction(() => {
        journal.put(events);
        return begun.map(begin);
      });
    },
    finishExecution(finished, events) {
      transaction(() => {
        written.begin();
        const { dataVersion, durationMs, executionId, entry } = finished;
        const replay = entry?.replay === undefined ? null : toBytes(entry.replay.dataVersion);
        finish.run(toBytes(dataVersion), microseconds(durationMs), replay, executionId);
        if (finished.entry !== undefined) putEntryRows(finished, finished.entry);
        holding.release(finished.executionId);
        journal.put(events);
      });
      written.end();
    },
    failExecution(executionId, durationMs, error, events) {
      transaction(() => {
        fail.run(error, microseconds(durationMs), executionId);
        holding.release(executionId);
        journal.put(events);
      });
    },
  };
}

/** Begins one execution; its id. To be called within a transaction. */
export function beginning(db: Database): (execution: NewExecution) => number {
  const begin = db.prepare(
    "INSERT INTO execution(cache_key, run_id, node, origin, started_at) VALUES (?, ?, ?, 'executed', ?)",
  );
  return ({ cacheKey, runId, node, startedAt }) =>
    Number(begin.run(toBytes(cacheKey), runId, node, Math.round(startedAt)).lastInsertRowid);
}

function entryRows(
  db: Database,
  written: WrittenRows,
): (finished: FinishedExecution, entry: NonNullable<FinishedExecution["entry"]>) => void {
  const putRecipe = recipeRows(db, written);
  const putPreview = db.prepare("INSERT OR IGNORE INTO preview(data_version, preview) VALUES (?, ?)");
  const putPayload = payloadWriter(db);
  const presentEntry = db.prepare<[Buffer], number>("SELECT execution_id FROM entry WHERE cache_key = ?").pluck();
  // Guarded: an execution begun earlier and finished later does not put the old value back.
  const putEntry = db.prepare(
    `INSERT INTO entry(cache_key, data_version, execution_id, stored_at, flags) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT(cache_key) DO UPDATE
     SET data_version = excluded.data_version, execution_id = excluded.execution_id, stored_at = excluded.stored_at,
       flags = excluded.flags
     WHERE excluded.execution_id > entry.execution_id`,
  );
  const logReplaced = db.prepare(
    `INSERT INTO entry_log(cache_key, kind, old_execution_id, new_execution_id, run_id, at)
     VALUES (?, 'replaced', ?, ?, ?, ?)`,
  );

  return ({ executionId, runId, cacheKey, at, dataVersion }, { payload, preview, replay, ...story }) => {
    const now = Math.round(at);
    const key = toBytes(cacheKey);
    const version = toBytes(dataVersion);
    putRecipe(cacheKey, story);
    putPayload(payload, now);
    if (replay !== undefined) putPayload(replay, now);
    if (preview !== undefined) putPreview.run(version, JSON.stringify(preview));
    const old = presentEntry.get(key);
    const flags = (version.length === 32 ? 0 : ENTRY_FLAGS.minted) | (replay === undefined ? 0 : ENTRY_FLAGS.replay);
    const { changes } = putEntry.run(key, version, executionId, now, flags);
    if (old !== undefined && changes > 0) logReplaced.run(key, old, executionId, runId, now);
  };
}

/** `duration_us` from ms. */
function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}
