// How does a stored value come to stand under another key, and how is that undone? Each step is written down.
import type { Database } from "better-sqlite3";
import type { AcceptedEntry, MetadataStore } from "../contracts.ts";
import { fromHex, toBytes } from "./digestBytes.ts";
import { ENTRY_FLAGS } from "./entryFlags.ts";
import { ENTRY_FIELDS, type EntryRow, entryOf, type Nullable } from "./planning.ts";
import { recipeRows } from "./recipeRows.ts";
import type { Transaction } from "./transaction.ts";
import type { WrittenRows } from "./writtenRows.ts";

const ENTRIES = "FROM entry AS e LEFT JOIN execution AS x ON x.execution_id = e.execution_id";

export function accepting(
  db: Database,
  transaction: Transaction,
  written: WrittenRows,
): Pick<MetadataStore, "acceptEntry" | "undoAcceptance" | "acceptedEntries"> {
  const putStory = recipeRows(db, written);
  const present = db.prepare<[Buffer], number>("SELECT execution_id FROM entry WHERE cache_key = ?").pluck();
  const putExecution = db.prepare(
    `INSERT INTO execution(cache_key, run_id, node, origin, from_execution_id, data_version, started_at, duration_us, replay_digest)
     VALUES (?, ?, ?, 'accepted', ?, ?, ?, ?, (SELECT replay_digest FROM execution WHERE execution_id = ?))`,
  );
  const keepSaved = db.prepare(
    "INSERT INTO saved_file SELECT ?, place, path, digest, size_bytes FROM saved_file WHERE execution_id = ?",
  );
  const putEntry = db.prepare(
    `INSERT INTO entry(cache_key, data_version, execution_id, stored_at, flags) VALUES (?, ?, ?, ?, ${ENTRY_FLAGS.accepted} | ?)`,
  );
  const log = db.prepare(
    "INSERT INTO entry_log(cache_key, kind, old_execution_id, new_execution_id, run_id, note, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const removeEntry = db.prepare(
    `DELETE FROM entry WHERE cache_key = ? AND execution_id = ? AND flags & ${ENTRY_FLAGS.accepted}`,
  );
  // The next run compares with the code that the value was made by, and can accept it again.
  const seenBefore = db.prepare(
    `UPDATE last_seen SET cache_key = made.cache_key, run_id = made.run_id FROM execution AS made
     WHERE last_seen.cache_key = @key
     AND made.execution_id = (SELECT from_execution_id FROM execution WHERE execution_id = @executionId)`,
  );
  const entry = db
    .prepare<[Buffer], string>(`SELECT json_array(${ENTRY_FIELDS}) ${ENTRIES} WHERE e.cache_key = ?`)
    .pluck();
  const accepted = db
    .prepare<[], string>(
      `SELECT json_array(${ENTRY_FIELDS}, lower(hex(e.cache_key))) ${ENTRIES}
       WHERE e.flags & ${ENTRY_FLAGS.accepted} ORDER BY e.execution_id`,
    )
    .pluck();

  return {
    acceptEntry({ cacheKey, from, node, note, at, ...story }) {
      const made = transaction(() => {
        written.begin();
        const key = toBytes(cacheKey);
        if (present.get(key) !== undefined) return undefined;
        const now = Math.round(at);
        const version = toBytes(from.dataVersion);
        const us = Math.round(from.durationMs * 1000);
        const old = from.executionId;
        const id = Number(putExecution.run(key, from.runId, node, old, version, now, us, old).lastInsertRowid);
        keepSaved.run(id, old);
        putStory(cacheKey, story);
        putEntry.run(key, version, id, now, from.flags & ENTRY_FLAGS.replay);
        log.run(key, "accepted", from.executionId, id, from.runId, note, now);
        return entryOf(JSON.parse(entry.get(key)!) as Nullable<EntryRow>);
      });
      written.end();
      return made;
    },
    undoAcceptance(cacheKey, executionId, at) {
      return transaction(() => {
        const key = toBytes(cacheKey);
        if (removeEntry.run(key, executionId).changes === 0) return false;
        seenBefore.run({ executionId, key });
        log.run(key, "undone", executionId, null, null, null, Math.round(at));
        return true;
      });
    },
    acceptedEntries() {
      return accepted.all().flatMap((row): AcceptedEntry[] => {
        const fields = JSON.parse(row) as [...Nullable<EntryRow>, string];
        const found = entryOf(fields.slice(0, 8) as Nullable<EntryRow>);
        return found === undefined ? [] : [{ cacheKey: fromHex(fields[8]), entry: found }];
      });
    },
  };
}
