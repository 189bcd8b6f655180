// What has the user pinned? Pinning also saves what is marked and not deleted yet.
import type { Database } from "better-sqlite3";
import type { MetadataStore, Pin } from "../contracts.ts";
import { fromBytes } from "./digestBytes.ts";
import { guards } from "./guarded.ts";
import type { Transaction } from "./transaction.ts";

export function pins(db: Database, transaction: Transaction): Pick<MetadataStore, "putPin" | "deletePin" | "pins"> {
  const guardOf = guards(db);
  const put = db.prepare(
    `INSERT INTO pin(kind, target, note) VALUES (?, ?, ?) ON CONFLICT(kind, target) DO UPDATE SET note = excluded.note`,
  );
  const remove = db.prepare("DELETE FROM pin WHERE kind = ? AND target = ?");
  const all = db.prepare<[], Pin>("SELECT kind, target, coalesce(note, '') AS note FROM pin ORDER BY pin_id");
  const doomed = db
    .prepare<[], Buffer>("SELECT DISTINCT data_version FROM payload WHERE doomed_at IS NOT NULL")
    .pluck();
  const save = db.prepare("UPDATE payload SET doomed_at = NULL, doomed_run = NULL WHERE data_version = ?");
  return {
    putPin({ kind, target, note }) {
      transaction(() => {
        put.run(kind, target, note);
        const guard = guardOf();
        for (const version of doomed.all()) if (guard(fromBytes(version)) === "pin") save.run(version);
      });
    },
    deletePin({ kind, target }) {
      return transaction(() => remove.run(kind, target).changes > 0);
    },
    pins: () => all.all(),
  };
}
