// What is taken out of the store?
import type { Database } from "better-sqlite3";
import type { MetadataStore } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import type { Transaction } from "./transaction.ts";
import { NEXT_GENERATION } from "./writtenRows.ts";

/** Runs that are under way keep what they need to end; dataflows, owners and the counters of ids stay. */
const DELETE_ALL = `
DELETE FROM call;
DELETE FROM execution WHERE run_id NOT IN (SELECT run_id FROM run WHERE state = 'running');
DELETE FROM run_event WHERE run_id NOT IN (SELECT run_id FROM run WHERE state = 'running');
DELETE FROM graph WHERE graph_id NOT IN (SELECT graph_id FROM run WHERE state = 'running');
DELETE FROM run WHERE state <> 'running';
DELETE FROM entry;
DELETE FROM entry_log;
DELETE FROM recipe;
DELETE FROM payload;
DELETE FROM collected;
DELETE FROM preview;
DELETE FROM last_seen;
DELETE FROM module;
DELETE FROM source;
DELETE FROM code;
DELETE FROM part;
DELETE FROM environment;
DELETE FROM borrower;
DELETE FROM file_memo;
DELETE FROM moment;
DELETE FROM pin;
DELETE FROM aside;
${NEXT_GENERATION};`;

export function keeping(db: Database, transaction: Transaction): Pick<MetadataStore, "deletePayloads" | "deleteAll"> {
  const deletePayload = db.prepare(
    "DELETE FROM payload WHERE data_version = ? AND format = ? AND format_version = ? AND store = ? AND bytes_digest = ?",
  );
  return {
    deletePayloads(payloads) {
      if (payloads.length === 0) return;
      transaction(() => {
        for (const { dataVersion, format, formatVersion, store, bytesDigest } of payloads) {
          deletePayload.run(toBytes(dataVersion), format, formatVersion, store, toBytes(bytesDigest));
        }
      });
    },
    deleteAll() {
      transaction(() => db.exec(DELETE_ALL));
    },
  };
}
