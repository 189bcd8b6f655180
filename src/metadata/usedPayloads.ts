// Which values do runs still need? Noted at most hourly, so that a run of hits costs next to nothing.
import type { Database } from "better-sqlite3";
import type { Digest } from "../contracts.ts";

const HOUR_MS = 3_600_000;
/** Versions that this process remembers to have noted. */
const MOST_KNOWN = 100_000;

export interface UsedPayloads {
  /**
   * To be called within a transaction.
   *
   * @param at ms since the epoch
   */
  note(versions: readonly Digest[], at: number): void;
}

export function usedPayloads(db: Database): UsedPayloads {
  const put = db.prepare(
    `UPDATE payload SET used_at = @at WHERE used_at < @at - ${HOUR_MS} AND doomed_at IS NULL
     AND data_version IN (SELECT unhex(value) FROM json_each(@versions))`,
  );
  const noted = new Map<Digest, number>();
  return {
    note(versions, at) {
      const due = versions.filter((version) => !((noted.get(version) ?? Number.NEGATIVE_INFINITY) > at - HOUR_MS));
      if (due.length === 0) return;
      put.run({ at: Math.round(at), versions: JSON.stringify(due) });
      if (noted.size + due.length > MOST_KNOWN) noted.clear();
      for (const version of due) noted.set(version, at);
    },
  };
}
