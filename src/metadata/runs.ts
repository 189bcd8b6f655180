// Which runs were there, and what is each of them now?
import type { Database } from "better-sqlite3";
import type { Clock, MetadataStore, NewRun, Owner, RunEnd, RunScope, StoredRun } from "../contracts.ts";
import { fromBytes, toBytes } from "./digestBytes.ts";
import type { Journal } from "./journal.ts";
import type { Holding } from "./leases.ts";
import { ownerAlive } from "./owner.ts";
import type { Transaction } from "./transaction.ts";
import { usedPayloads } from "./usedPayloads.ts";
import { OF_NOTEBOOK } from "./who.ts";
import type { WrittenRows } from "./writtenRows.ts";

interface RunRow extends Owner {
  run_id: number;
  run_name: string;
  dataflow_id: number;
  state: string;
  started_at: number;
  graph_id: Buffer;
  record: string;
  beat_at: number;
}

const RUN_ROWS = `SELECT r.run_id, r.run_name, r.dataflow_id, r.state, r.started_at, r.graph_id, r.record,
  o.host, o.boot, o.pid, o.pid_started AS pidStarted, o.beat_at FROM run AS r JOIN owner AS o ON o.owner_id = r.owner_id`;

const SCOPES: Readonly<Record<RunScope["scope"], string>> = {
  dataflow: "r.dataflow_id = @dataflowId",
  notebook: `r.dataflow_id IN (SELECT d.dataflow_id FROM dataflow AS d WHERE ${OF_NOTEBOOK})`,
  cache: "TRUE",
};

export function runs(
  db: Database,
  transaction: Transaction,
  written: WrittenRows,
  journal: Journal,
  holding: Holding,
  options: { readonly clock: Clock; readonly owner: Owner },
): Pick<
  MetadataStore,
  "beginRun" | "addEvents" | "finishRun" | "recordRun" | "runsOf" | "runNamed" | "runNumbered" | "graphsOf"
> {
  const inUse = usedPayloads(db);
  const putGraph = db.prepare("INSERT OR IGNORE INTO graph(graph_id, shape) VALUES (?, ?)");
  const putRun = db.prepare(
    `INSERT INTO run(run_name, dataflow_id, owner_id, graph_id, state, started_at, ended_at, request, record)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const endRun = db.prepare("UPDATE run SET state = ?, ended_at = ?, record = ? WHERE run_id = ?");
  // A run begun earlier and ended later does not put its older keys back.
  const putSeen = db.prepare(
    `INSERT INTO last_seen(dataflow_id, node, cache_key, run_id) VALUES (?, ?, ?, ?)
     ON CONFLICT(dataflow_id, node) DO UPDATE SET cache_key = excluded.cache_key, run_id = excluded.run_id
     WHERE last_seen.cache_key <> excluded.cache_key AND last_seen.run_id < excluded.run_id`,
  );
  const named = db.prepare<[string], RunRow>(`${RUN_ROWS} WHERE r.run_name = ?`);
  const numbered = db.prepare<[number], { runName: string; startedAt: number }>(
    "SELECT run_name AS runName, started_at AS startedAt FROM run WHERE run_id = ?",
  );
  const graph = db.prepare<[Buffer], string>("SELECT shape FROM graph WHERE graph_id = ?").pluck();

  /** The number of a run whose row is new. */
  function insert(run: Omit<NewRun, "record">, state: string, endedAt: number | null, record: string): number {
    const graphId = toBytes(run.graphId);
    written.once("graph", run.graphId, () => putGraph.run(graphId, run.graph));
    const { runName, dataflowId, ownerId, startedAt, request } = run;
    const at = Math.round(startedAt);
    const row = putRun.run(runName, dataflowId, ownerId, graphId, state, at, endedAt, request, record);
    return Number(row.lastInsertRowid);
  }

  function seen(runId: number, end: RunEnd): void {
    for (const { node, cacheKey } of end.lastSeen) putSeen.run(end.dataflowId, node, toBytes(cacheKey), runId);
  }

  function stored(row: RunRow): StoredRun {
    const running = row.state === "running";
    return {
      runId: row.run_id,
      runName: row.run_name,
      dataflowId: row.dataflow_id,
      state: row.state,
      startedAt: row.started_at,
      graphId: fromBytes(row.graph_id),
      record: row.record,
      events: running ? journal.detailsOf(row.run_id) : [],
      ownerAlive: running && ownerAlive(row, row.beat_at, options.owner, options.clock.now()),
    };
  }

  function ended(runId: number, end: RunEnd): void {
    seen(runId, end);
    inUse.note(end.used ?? [], end.endedAt);
  }

  function inserted(work: () => number): number {
    const runId = transaction(() => {
      written.begin();
      return work();
    });
    written.end();
    return runId;
  }

  return {
    beginRun(run) {
      const runId = inserted(() => insert(run, "running", null, run.record));
      holding.runBegan(runId);
      return runId;
    },
    recordRun(run, end) {
      return inserted(() => {
        const runId = insert(run, end.state, Math.round(end.endedAt), end.record);
        ended(runId, end);
        return runId;
      });
    },
    addEvents(events) {
      if (events.length > 0) transaction(() => journal.put(events));
    },
    finishRun(runId, end) {
      transaction(() => {
        endRun.run(end.state, Math.round(end.endedAt), end.record, runId);
        ended(runId, end);
        journal.delete(runId);
        holding.runEnded(runId);
      });
    },
    runsOf(scope, { limit }) {
      const where = SCOPES[scope.scope];
      const total = db.prepare<[object], number>(`SELECT count(*) FROM run AS r WHERE ${where}`).pluck();
      // Numbers first: sorting whole rows would copy all records.
      const newest = db.prepare<[object], RunRow>(
        `${RUN_ROWS} WHERE r.run_id IN (SELECT r.run_id FROM run AS r WHERE ${where} ORDER BY r.run_id DESC LIMIT @limit)
         ORDER BY r.run_id DESC`,
      );
      return { runs: newest.all({ ...scope, limit }).map(stored), total: total.get(scope)! };
    },
    runNamed(runName) {
      const row = named.get(runName);
      return row && stored(row);
    },
    runNumbered: (runId) => numbered.get(runId),
    graphsOf(graphIds) {
      return graphIds.map((graphId) => graph.get(toBytes(graphId)));
    },
  };
}
