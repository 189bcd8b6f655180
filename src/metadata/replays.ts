// Where is what an execution printed, and when may it go? It stays as long as the value that was made with it, also while that is marked: a pin may yet keep it.
import type { Database } from "better-sqlite3";
import type { MetadataStore } from "../contracts.ts";
import { fromBytes } from "./digestBytes.ts";
import { ENTRY_FLAGS } from "./entryFlags.ts";
import type { Transaction } from "./transaction.ts";

export function replays(db: Database, transaction: Transaction): Pick<MetadataStore, "replaysOf" | "markReplays"> {
  const ofExecution = db
    .prepare<[number], Buffer>(
      "SELECT replay_digest FROM execution WHERE execution_id = ? AND replay_digest IS NOT NULL",
    )
    .pluck();
  const newestRun = db.prepare<[], number>("SELECT coalesce(max(run_id), 0) FROM run").pluck();
  // The payload of a replay is its own version: nothing else can bear it.
  const unneeded = `format = 'replay' AND store = @store AND doomed_at IS NULL AND data_version NOT IN
    (SELECT x.replay_digest FROM entry AS e JOIN execution AS x ON x.execution_id = e.execution_id
     WHERE e.flags & ${ENTRY_FLAGS.replay} AND x.replay_digest IS NOT NULL AND EXISTS
       (SELECT 1 FROM payload AS p WHERE p.data_version = e.data_version))`;
  const mark = db.prepare(`UPDATE payload SET doomed_at = @at, doomed_run = @run WHERE ${unneeded}`);
  const hasUnneeded = db.prepare<[object], number>(`SELECT EXISTS (SELECT 1 FROM payload WHERE ${unneeded})`).pluck();

  return {
    replaysOf(executionIds) {
      return executionIds.map((id) => {
        const digest = ofExecution.get(id);
        return digest === undefined ? undefined : fromBytes(digest);
      });
    },
    markReplays(store, at) {
      if (hasUnneeded.get({ store }) === 0) return 0; // nobody has to wait for the lock
      return transaction(() => mark.run({ store, at: Math.round(at), run: newestRun.get()! }).changes);
    },
  };
}
