// Which values must garbage collection not take? Those of pins, of computations under way, of the newest runs.
import type { Database } from "better-sqlite3";
import type { Digest, KeptPayload } from "../contracts.ts";

/** What keeps a value, if anything does. */
export type Guard = (dataVersion: Digest) => KeptPayload["keptBy"];

/** How much of a version a run's record shows; more of a version than this decides nothing here. */
const SHOWN = 12;

/** Versions that runs used, as far as records show them: from the record, from the journal of a live run, from executions. */
const shownBy = (runIds: string) => `
  SELECT shown.value FROM run AS r, json_each(CASE WHEN json_valid(r.record) THEN r.record ELSE '{}' END, '$.data') AS shown
    WHERE r.run_id IN (${runIds})
  UNION SELECT substr(json_extract(v.detail, '$.set.data'), 1, ${SHOWN}) FROM run_event AS v
    WHERE v.run_id IN (${runIds}) AND json_valid(v.detail)
  UNION SELECT lower(substr(hex(x.data_version), 1, ${SHOWN})) FROM execution AS x WHERE x.run_id IN (${runIds})`;

const PINNED = `
  SELECT substr(target, 1, ${SHOWN}) FROM pin WHERE kind = 'value'
  UNION SELECT lower(substr(hex(e.data_version), 1, ${SHOWN})) FROM entry AS e
    JOIN execution AS x ON x.execution_id = e.execution_id WHERE x.node IN (SELECT target FROM pin WHERE kind = 'node')
  UNION ${shownBy("SELECT run_id FROM run WHERE run_name IN (SELECT target FROM pin WHERE kind = 'run')")}`;

const LEASED = `SELECT lower(substr(hex(e.data_version), 1, ${SHOWN})) FROM lease AS l JOIN entry AS e ON e.cache_key = l.cache_key`;

const NEWEST = shownBy(`SELECT run_id FROM (
  SELECT run_id, row_number() OVER (PARTITION BY dataflow_id ORDER BY run_id DESC) AS age FROM run) WHERE age <= @newestRuns`);

/**
 * Whoever acts on the answer asks within the same transaction.
 *
 * @param newestRuns of each dataflow; their values are kept by them
 */
export function guards(db: Database): (newestRuns?: number) => Guard {
  const pinned = db.prepare<[], string | null>(PINNED).pluck();
  const leased = db.prepare<[], string | null>(LEASED).pluck();
  const newest = db.prepare<[object], string | null>(NEWEST).pluck();
  return (newestRuns = 0) => {
    const byPin = new Set(pinned.all());
    const byLease = new Set(leased.all());
    const byRun = new Set(newestRuns > 0 ? newest.all({ newestRuns }) : []);
    return (dataVersion) => {
      const shown = dataVersion.slice(0, SHOWN);
      if (byPin.has(shown)) return "pin";
      if (byLease.has(shown)) return "lease";
      return byRun.has(shown) ? "run" : undefined;
    };
  };
}
