// How does an execution enter the store: begun, then finished with all rows that make it findable, or failed?
import type { Database } from "better-sqlite3";
import type { FinishedExecution, MetadataStore, NewExecution } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import type { Journal } from "./journal.ts";
import type { Holding } from "./leases.ts";
import type { Transaction } from "./transaction.ts";
import type { WrittenRows } from "./writtenRows.ts";

/** Flags of an entry, one bit each. */
export const ENTRY_FLAGS = { accepted: 1, minted: 2, replay: 4 } as const;

export function executions(
  db: Database,
  transaction: Transaction,
  written: WrittenRows,
  journal: Journal,
  holding: Holding,
): Pick<MetadataStore, "beginExecutions" | "finishExecution" | "failExecution"> {
  const begin = beginning(db);
  const finish = db.prepare("UPDATE execution SET data_version = ?, duration_us = ? WHERE execution_id = ?");
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
        finish.run(toBytes(finished.dataVersion), microseconds(finished.durationMs), finished.executionId);
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
  const putCode = db.prepare("INSERT OR IGNORE INTO code(code_version, mode, parts) VALUES (?, ?, ?)");
  const putText = db.prepare("INSERT OR IGNORE INTO part(part_digest, text) VALUES (?, ?)");
  const putEnvironment = db.prepare("INSERT OR IGNORE INTO environment(env_version, fields) VALUES (?, ?)");
  const putPreview = db.prepare("INSERT OR IGNORE INTO preview(data_version, preview) VALUES (?, ?)");
  const putRecipe = db.prepare(
    `INSERT OR IGNORE INTO recipe(cache_key, kind, code_version, env_version, bindings, first_name)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  // A payload that was to be deleted and is made again stays.
  const putPayload = db.prepare(
    `INSERT INTO payload(data_version, format, format_version, store, bytes_digest, size_bytes, created_at, used_at)
     VALUES (@version, @format, @formatVersion, @store, @bytes, @size, @at, @at)
     ON CONFLICT(data_version, format, format_version, store) DO UPDATE
     SET bytes_digest = excluded.bytes_digest, size_bytes = excluded.size_bytes, used_at = excluded.used_at, doomed_at = NULL`,
  );
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

  return (
    { executionId, runId, cacheKey, at, dataVersion },
    { payload, recipe, code, texts, environment, preview },
  ) => {
    const now = Math.round(at);
    const key = toBytes(cacheKey);
    const version = toBytes(dataVersion);
    const codeVersion = toBytes(recipe.codeVersion);
    const envVersion = toBytes(recipe.environment);
    written.once("code", recipe.codeVersion, () => putCode.run(codeVersion, code.mode, JSON.stringify(code.parts)));
    written.once("environment", recipe.environment, () => putEnvironment.run(envVersion, JSON.stringify(environment)));
    for (const [digest, text] of texts) written.once("part", digest, () => putText.run(toBytes(digest), text));
    putRecipe.run(key, recipe.kind, codeVersion, envVersion, JSON.stringify(recipe.bindings), recipe.firstName);
    putPayload.run({
      version: toBytes(payload.dataVersion),
      format: payload.format,
      formatVersion: payload.formatVersion,
      store: payload.store,
      bytes: toBytes(payload.bytesDigest),
      size: payload.sizeBytes,
      at: now,
    });
    if (preview !== undefined) putPreview.run(version, JSON.stringify(preview));
    const old = presentEntry.get(key);
    const flags = version.length === 32 ? 0 : ENTRY_FLAGS.minted;
    const { changes } = putEntry.run(key, version, executionId, now, flags);
    if (old !== undefined && changes > 0) logReplaced.run(key, old, executionId, runId, now);
  };
}

/** `duration_us` from ms. */
function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}
