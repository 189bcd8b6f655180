// What is known of these keys? The hot reads: one statement for any number of keys.
import type { Database } from "better-sqlite3";
import type { Entry, LastSeen, MetadataStore, Payload } from "../contracts.ts";
import { fromBytes, fromHex, toBytes } from "./digestBytes.ts";
import { ENTRY_FLAGS } from "./entryFlags.ts";
import type { Transaction } from "./transaction.ts";

export type EntryRow = [
  version: string,
  execution: number,
  storedAt: number,
  flags: number,
  run: number,
  node: string,
  us: number,
  accepted: string,
];
export type Nullable<Row extends readonly unknown[]> = { [K in keyof Row]: Row[K] | null };

/** Fields of an `EntryRow` in SQL; `e` is its entry, `x` the execution. The log is looked at for accepted entries only. */
export const ENTRY_FIELDS = `lower(hex(e.data_version)), e.execution_id, e.stored_at, e.flags, x.run_id, x.node, x.duration_us,
  CASE WHEN e.flags & ${ENTRY_FLAGS.accepted} THEN coalesce((SELECT g.note FROM entry_log AS g WHERE g.cache_key = e.cache_key
    AND g.kind = 'accepted' AND g.new_execution_id = e.execution_id), '') END`;

export function planning(
  db: Database,
  transaction: Transaction,
): Pick<MetadataStore, "entriesOf" | "entriesOfLastRun" | "payloadsOf" | "isBorrower" | "putBorrower"> {
  // One JSON text in and one out: measured 1.4 µs per key, against 2.5 for a prepared read of each key.
  const entries = db
    .prepare<[string], string>(
      `SELECT json_group_array(json_array(${ENTRY_FIELDS})) FROM json_each(?) AS k
       LEFT JOIN entry AS e ON e.cache_key = unhex(k.value) LEFT JOIN execution AS x ON x.execution_id = e.execution_id`,
    )
    .pluck();
  const ofLastRun = db
    .prepare<[number], string>(
      `SELECT json_group_array(json_array(${ENTRY_FIELDS}, l.node, lower(hex(l.cache_key)), l.run_id)) FROM last_seen AS l
       LEFT JOIN entry AS e ON e.cache_key = l.cache_key LEFT JOIN execution AS x ON x.execution_id = e.execution_id
       WHERE l.dataflow_id = ?`,
    )
    .pluck();
  const payloadsWhere = (which: string) =>
    db
      .prepare<[Buffer], [string, number, string, Buffer, number]>(
        `SELECT format, format_version, store, bytes_digest, size_bytes FROM payload WHERE data_version = ? ${which}`,
      )
      .raw();
  const payloads = payloadsWhere("AND doomed_at IS NULL");
  const allPayloads = payloadsWhere("ORDER BY doomed_at IS NOT NULL");
  const borrower = db.prepare("SELECT 1 FROM borrower WHERE code_version = ? AND parameter = ?").pluck();
  const putBorrower = db.prepare("INSERT OR IGNORE INTO borrower(code_version, parameter) VALUES (?, ?)");

  return {
    entriesOf(keys) {
      if (keys.length === 0) return [];
      const rows = JSON.parse(entries.get(JSON.stringify(keys))!) as Nullable<EntryRow>[];
      return rows.map(entryOf);
    },
    entriesOfLastRun(dataflowId) {
      return (JSON.parse(ofLastRun.get(dataflowId)!) as SeenRow[]).map(lastSeenOf);
    },
    payloadsOf(versions, also) {
      const wanted = also === "doomed" ? allPayloads : payloads;
      return versions.map((dataVersion) => wanted.all(toBytes(dataVersion)).map((row) => payloadOf(dataVersion, row)));
    },
    isBorrower(codeVersion, parameter) {
      return borrower.get(toBytes(codeVersion), parameter) !== undefined;
    },
    putBorrower(codeVersion, parameter) {
      transaction(() => putBorrower.run(toBytes(codeVersion), parameter));
    },
  };
}

export type SeenRow = [...entry: Nullable<EntryRow>, node: string, key: string, run: number];

export function lastSeenOf(row: SeenRow): LastSeen {
  return {
    node: row[8],
    cacheKey: fromHex(row[9]),
    runId: row[10],
    entry: entryOf(row.slice(0, 8) as Nullable<EntryRow>),
  };
}

/** An entry whose execution is gone says too little: it counts as none. */
export function entryOf(row: Nullable<EntryRow>): Entry | undefined {
  const [version, executionId, storedAt, flags, runId, node, us, accepted] = row;
  if (version === null || runId === null) return undefined;
  return {
    dataVersion: fromHex(version),
    executionId: executionId!,
    storedAt: storedAt!,
    flags: flags!,
    runId,
    node: node!,
    durationMs: (us ?? 0) / 1000,
    ...(accepted === null ? {} : { accepted: { note: accepted } }),
    ...((flags! & ENTRY_FLAGS.replay) === 0 ? {} : { isReplayable: true }),
  };
}

function payloadOf(dataVersion: string, row: [string, number, string, Buffer, number]): Payload {
  const [format, formatVersion, store, bytesDigest, sizeBytes] = row;
  return { dataVersion, format, formatVersion, store, bytesDigest: fromBytes(bytesDigest), sizeBytes };
}
