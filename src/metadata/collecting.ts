// Which payloads does garbage collection take, and when are they gone? Marked first, deleted once nobody can be reading them.
import type { Database } from "better-sqlite3";
import type { Clock, KeptPayload, MetadataStore, Owner, Payload } from "../contracts.ts";
import { fromBytes, toBytes } from "./digestBytes.ts";
import { guards } from "./guarded.ts";
import { ownerAlive } from "./owner.ts";
import type { Transaction } from "./transaction.ts";
import { NEXT_GENERATION } from "./writtenRows.ts";

interface PayloadRow {
  data_version: Buffer;
  format: string;
  format_version: number;
  store: string;
  bytes_digest: Buffer;
  size_bytes: number;
}

const PAYLOAD = "p.data_version, p.format, p.format_version, p.store, p.bytes_digest, p.size_bytes";
const THIS_PAYLOAD =
  "data_version = @version AND format = @format AND format_version = @formatVersion AND store = @store";

/** Versions of which no payload is left, and that no dataflow has used last: those may still be hits that nobody reads. */
const FORGOTTEN = `SELECT c.data_version FROM collected AS c WHERE c.at < @before
  AND NOT EXISTS (SELECT 1 FROM payload AS p WHERE p.data_version = c.data_version)
  AND NOT EXISTS (SELECT 1 FROM entry AS e JOIN last_seen AS l ON l.cache_key = e.cache_key WHERE e.data_version = c.data_version)`;
const FORGOTTEN_KEYS = `SELECT cache_key FROM entry WHERE data_version IN (${FORGOTTEN})`;
const RUNNING = "SELECT run_id FROM run WHERE state = 'running'";

type Collecting = Pick<
  MetadataStore,
  "keptPayloads" | "markPayloads" | "duePayloads" | "dropPayloads" | "dropCollected" | "collectedOf" | "versionsLike"
>;

export function collecting(
  db: Database,
  transaction: Transaction,
  options: { readonly clock: Clock; readonly owner: Owner },
): Collecting {
  const guardOf = guards(db);
  const kept = db.prepare<[string], PayloadRow & { used_at: number; nodes: string | null; ms: number | null }>(
    `WITH maker AS (SELECT e.data_version, json_group_array(DISTINCT x.node) AS nodes, sum(x.duration_us) / 1000.0 AS ms
       FROM entry AS e JOIN execution AS x ON x.execution_id = e.execution_id GROUP BY e.data_version)
     SELECT ${PAYLOAD}, p.used_at, m.nodes, m.ms FROM payload AS p LEFT JOIN maker AS m ON m.data_version = p.data_version
     WHERE p.doomed_at IS NULL AND p.store = ? AND p.format <> 'replay' ORDER BY p.used_at, p.data_version`,
  );
  const newestRun = db.prepare<[], number>("SELECT coalesce(max(run_id), 0) FROM run").pluck();
  const mark = db.prepare(
    `UPDATE payload SET doomed_at = @at, doomed_run = @run WHERE ${THIS_PAYLOAD} AND doomed_at IS NULL AND used_at = @usedAt`,
  );
  const putCollected = db.prepare("INSERT OR REPLACE INTO collected(data_version, at, reason) VALUES (?, ?, ?)");
  const liveRuns = db.prepare<[], Owner & { run_id: number; beat_at: number }>(
    `SELECT r.run_id, o.host, o.boot, o.pid, o.pid_started AS pidStarted, o.beat_at FROM run AS r
     JOIN owner AS o ON o.owner_id = r.owner_id WHERE r.state = 'running' ORDER BY r.run_id`,
  );
  const renew = db.prepare("UPDATE payload SET doomed_at = @now WHERE doomed_at > @now");
  const due = db.prepare<[object], PayloadRow>(
    `SELECT ${PAYLOAD} FROM payload AS p WHERE p.doomed_at <= @markedBefore AND coalesce(p.doomed_run, 0) < @firstLive
     AND p.store = @store ORDER BY p.doomed_at LIMIT @limit`,
  );
  const doomed = db
    .prepare<[string], number>("SELECT count(*) FROM payload WHERE doomed_at IS NOT NULL AND store = ?")
    .pluck();
  const rowsOfBytes = db
    .prepare<[Buffer, string], number>("SELECT count(*) FROM payload WHERE bytes_digest = ? AND store = ?")
    .pluck();
  const drop = db.prepare(`DELETE FROM payload WHERE ${THIS_PAYLOAD} AND doomed_at IS NOT NULL`);
  const collected = db.prepare<[Buffer], { at: number; reason: string }>(
    `SELECT c.at, c.reason FROM collected AS c WHERE c.data_version = ? AND NOT EXISTS
     (SELECT 1 FROM payload AS p WHERE p.data_version = c.data_version AND p.doomed_at IS NULL)`,
  );
  const like = db
    .prepare<[string, string, number], Buffer>(
      "SELECT DISTINCT data_version FROM payload WHERE data_version >= unhex(?) AND data_version <= unhex(?) LIMIT ?",
    )
    .pluck();
  const forgetting = [
    `DELETE FROM call WHERE execution_id IN (SELECT execution_id FROM execution WHERE cache_key IN (${FORGOTTEN_KEYS})
       AND run_id NOT IN (${RUNNING}))`,
    `DELETE FROM execution WHERE cache_key IN (${FORGOTTEN_KEYS}) AND run_id NOT IN (${RUNNING})`,
    `DELETE FROM entry_log WHERE cache_key IN (${FORGOTTEN_KEYS})`,
    `DELETE FROM recipe WHERE cache_key IN (${FORGOTTEN_KEYS})`,
    `DELETE FROM preview WHERE data_version IN (${FORGOTTEN})`,
    `DELETE FROM entry WHERE data_version IN (${FORGOTTEN})`,
    `DELETE FROM collected WHERE data_version IN (${FORGOTTEN})`,
  ].map((sql) => db.prepare<[object]>(sql));
  const isForgotten = db.prepare<[object], number>(`SELECT EXISTS (${FORGOTTEN})`).pluck();
  const orphans = [
    "DELETE FROM code WHERE code_version NOT IN (SELECT code_version FROM recipe)",
    "DELETE FROM environment WHERE env_version NOT IN (SELECT env_version FROM recipe)",
    `DELETE FROM part WHERE lower(hex(part_digest)) NOT IN (SELECT json_extract(p.value, '$.text')
       FROM code, json_each(code.parts) AS p WHERE json_extract(p.value, '$.text') IS NOT NULL)`,
    NEXT_GENERATION,
  ].map((sql) => db.prepare(sql));

  /** Number of the oldest run that lives; beyond all numbers where none does. */
  function firstLive(): number {
    const now = options.clock.now();
    const live = liveRuns.all().find((row) => ownerAlive(row, row.beat_at, options.owner, now));
    return live?.run_id ?? Number.MAX_SAFE_INTEGER;
  }

  return {
    keptPayloads(store, newestRuns) {
      // Nobody has to wait for a look: what is marked then is looked at once more.
      const guard = guardOf(newestRuns);
      return kept.all(store).map((row): KeptPayload => {
        const payload = payloadOf(row);
        const nodes = row.nodes === null ? [] : (JSON.parse(row.nodes) as string[]);
        const keptBy = guard(payload.dataVersion);
        return { payload, usedAt: row.used_at, nodes, recomputeMs: row.ms ?? 0, keptBy };
      });
    },
    markPayloads(marks, at, newestRuns) {
      if (marks.length === 0) return [];
      return transaction(() => {
        const guard = guardOf(newestRuns);
        const run = newestRun.get()!;
        return marks.flatMap(({ payload, usedAt, reason }) => {
          if (guard(payload.dataVersion) !== undefined) return [];
          const { changes } = mark.run({ ...keyOf(payload), usedAt, at: Math.round(at), run });
          if (changes === 0) return [];
          putCollected.run(toBytes(payload.dataVersion), Math.round(at), reason);
          return [payload];
        });
      });
    },
    duePayloads(store, { markedBefore, now, limit }) {
      if (doomed.get(store) === 0) return { payloads: [], orphaned: [], left: 0 };
      return transaction(() => {
        renew.run({ now: Math.round(now) });
        const when = { markedBefore: Math.round(markedBefore), firstLive: firstLive() };
        const payloads = due.all({ ...when, store, limit }).map(payloadOf);
        const going = new Map<string, number>();
        for (const { bytesDigest } of payloads) going.set(bytesDigest, (going.get(bytesDigest) ?? 0) + 1);
        const orphaned = [...going].flatMap(([digest, rows]) =>
          rowsOfBytes.get(toBytes(digest), store) === rows ? [digest] : [],
        );
        return { payloads, orphaned, left: doomed.get(store)! - payloads.length };
      });
    },
    dropPayloads(payloads) {
      if (payloads.length === 0) return;
      transaction(() => {
        for (const payload of payloads) drop.run(keyOf(payload));
      });
    },
    dropCollected(before) {
      const when = { before: Math.round(before) };
      if (isForgotten.get(when) === 0) return;
      transaction(() => {
        for (const statement of forgetting) statement.run(when);
        for (const statement of orphans) statement.run();
      });
    },
    collectedOf(versions) {
      return versions.map((version) => collected.get(toBytes(version)));
    },
    versionsLike(prefix, limit) {
      if (!/^[0-9a-f]{1,64}$/.test(prefix)) return [];
      return like.all(prefix.padEnd(64, "0"), prefix.padEnd(64, "f"), limit).map(fromBytes);
    },
  };
}

function keyOf({ dataVersion, format, formatVersion, store }: Payload) {
  return { version: toBytes(dataVersion), format, formatVersion, store };
}

function payloadOf(row: PayloadRow): Payload {
  return {
    dataVersion: fromBytes(row.data_version),
    format: row.format,
    formatVersion: row.format_version,
    store: row.store,
    bytesDigest: fromBytes(row.bytes_digest),
    sizeBytes: row.size_bytes,
  };
}
