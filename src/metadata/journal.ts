// What has happened so far in a running run? Its journal, which a crash leaves to be folded into the record.
import type { Database } from "better-sqlite3";
import type { JournalEvent } from "../contracts.ts";

export interface Journal {
  /** To be called within a transaction. An event that is there already stays as it is. */
  put(events: readonly JournalEvent[]): void;
  /** Details of a run's events, oldest first. */
  detailsOf(runId: number): readonly string[];
  delete(runId: number): void;
}

export function journal(db: Database): Journal {
  const put = db.prepare(
    "INSERT OR IGNORE INTO run_event(run_id, seq, node, kind, at, detail) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const details = db.prepare<[number], string>("SELECT detail FROM run_event WHERE run_id = ? ORDER BY seq").pluck();
  const remove = db.prepare("DELETE FROM run_event WHERE run_id = ?");
  return {
    put(events) {
      for (const { runId, seq, node, kind, at, detail } of events)
        put.run(runId, seq, node, kind, Math.round(at), detail);
    },
    detailsOf: (runId) => details.all(runId),
    delete(runId) {
      remove.run(runId);
    },
  };
}
