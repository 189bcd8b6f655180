// Which dataflow is this, and which process is at work on it?
import type { Database } from "better-sqlite3";
import type { Clock, MetadataStore, Owner } from "../contracts.ts";
import type { Transaction } from "./transaction.ts";

/** Stands between the notebook's name and the rest in a dataflow's label. */
const SEPARATOR = " · ";

export function who(
  db: Database,
  transaction: Transaction,
  options: { readonly clock: Clock; readonly owner: Owner },
): Pick<MetadataStore, "openDataflow" | "openOwner"> {
  const known = db.prepare<[string], { dataflow_id: number; label: string }>(
    "SELECT dataflow_id, label FROM dataflow WHERE lineage = ?",
  );
  const putDataflow = db
    .prepare<[string, string], number>(
      `INSERT INTO dataflow(lineage, label) VALUES (?, ?)
       ON CONFLICT(lineage) DO UPDATE SET label = excluded.label RETURNING dataflow_id`,
    )
    .pluck();
  const putOwner = db
    .prepare<[string, string, number, number, number], number>(
      `INSERT INTO owner(host, boot, pid, pid_started, beat_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT(host, boot, pid, pid_started) DO UPDATE SET beat_at = excluded.beat_at RETURNING owner_id`,
    )
    .pluck();
  return {
    openDataflow(lineage, label, notebook) {
      const full = notebook === undefined || isOf(label, notebook) ? label : notebook + SEPARATOR + label;
      const row = known.get(lineage);
      if (row?.label === full) return row.dataflow_id;
      return transaction(() => putDataflow.get(lineage, full)!);
    },
    openOwner() {
      const { host, boot, pid, pidStarted } = options.owner;
      return transaction(() => putOwner.get(host, boot, pid, pidStarted, Math.round(options.clock.now()))!);
    },
  };
}

function isOf(label: string, notebook: string): boolean {
  return label === notebook || label.startsWith(notebook + SEPARATOR);
}

/** SQL that says whether the label of dataflow `d` belongs to the notebook bound as `@notebook`. */
export const OF_NOTEBOOK = `(d.label = @notebook OR substr(d.label, 1, length(@notebook) + ${SEPARATOR.length}) = @notebook || '${SEPARATOR}')`;

/** The notebook's name in a label. */
export function notebookOf(label: string): string {
  return label.split(SEPARATOR, 1)[0]!;
}
