// Which tables does a store have? Version 1, whole.
//
// Reading rules: digests are 32-byte BLOBs (see digestBytes.ts); times are ms since the epoch; ids are AUTOINCREMENT
// where their order tells what is newer, since a clock never does; no absolute paths; STRICT. `small_bytes` belongs to
// the result store "local", which shares the file.
export const SCHEMA = `
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- who
CREATE TABLE dataflow(dataflow_id INTEGER PRIMARY KEY, lineage TEXT NOT NULL UNIQUE, label TEXT NOT NULL) STRICT;
CREATE TABLE owner(owner_id INTEGER PRIMARY KEY, host TEXT NOT NULL, boot TEXT NOT NULL, pid INTEGER NOT NULL,
  pid_started INTEGER NOT NULL, beat_at INTEGER NOT NULL, UNIQUE(host, boot, pid, pid_started)) STRICT;

-- code: what a version consists of, and the text to show a diff
-- facts: no TypeScript is needed when they are known
CREATE TABLE source(source_digest BLOB PRIMARY KEY, text BLOB NOT NULL, facts BLOB, facts_version INTEGER) STRICT;
-- origin: cell id or relative path
CREATE TABLE module(module_id INTEGER PRIMARY KEY, name TEXT NOT NULL, origin TEXT NOT NULL,
  source_digest BLOB NOT NULL REFERENCES source, links TEXT NOT NULL, loaded_at INTEGER NOT NULL,
  UNIQUE(name, origin, source_digest, links)) STRICT;
-- one helper, constant, class
CREATE TABLE part(part_digest BLOB PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- parts: JSON [{kind, name, hops, digest | package@version | value version}]
CREATE TABLE code(code_version BLOB PRIMARY KEY, mode TEXT NOT NULL, parts TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE environment(env_version BLOB PRIMARY KEY, fields TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- keys, field by field: written when a key is first seen, read only to explain
-- kind: node | call | step; bindings: JSON [[parameter, kind, version]]
CREATE TABLE recipe(cache_key BLOB PRIMARY KEY, kind TEXT NOT NULL, code_version BLOB NOT NULL, env_version BLOB NOT NULL,
  bindings TEXT NOT NULL, first_name TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- the hot row, exactly one per key; flags: accepted, minted version, replay present
CREATE TABLE entry(cache_key BLOB PRIMARY KEY, data_version BLOB NOT NULL, execution_id INTEGER NOT NULL,
  stored_at INTEGER NOT NULL, flags INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
-- kind: replaced, accepted, undone, revoked
CREATE TABLE entry_log(log_id INTEGER PRIMARY KEY AUTOINCREMENT, cache_key BLOB NOT NULL, kind TEXT NOT NULL,
  old_execution_id INTEGER, new_execution_id INTEGER, run_id INTEGER, note TEXT, at INTEGER NOT NULL) STRICT;
CREATE INDEX entry_log_by_key ON entry_log(cache_key, log_id);
-- inserted at its start; origin: executed | accepted | restored | imported
CREATE TABLE execution(execution_id INTEGER PRIMARY KEY AUTOINCREMENT, cache_key BLOB NOT NULL, run_id INTEGER NOT NULL,
  node TEXT NOT NULL, origin TEXT NOT NULL, from_execution_id INTEGER, data_version BLOB, started_at INTEGER NOT NULL,
  duration_us INTEGER, replay_digest BLOB, error TEXT) STRICT;
CREATE INDEX execution_by_key ON execution(cache_key, execution_id);

-- values
CREATE TABLE payload(data_version BLOB NOT NULL, format TEXT NOT NULL, format_version INTEGER NOT NULL, store TEXT NOT NULL,
  bytes_digest BLOB NOT NULL, size_bytes INTEGER NOT NULL, created_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
  doomed_at INTEGER, signature BLOB, PRIMARY KEY(data_version, format, format_version, store)) STRICT, WITHOUT ROWID;
CREATE INDEX payload_by_use ON payload(used_at) WHERE doomed_at IS NULL;
-- bytes are shared: they go with their last row
CREATE INDEX payload_by_bytes ON payload(bytes_digest);
CREATE TABLE small_bytes(bytes_digest BLOB PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE preview(data_version BLOB PRIMARY KEY, preview TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- runs
-- names, deps, modules: once per shape
CREATE TABLE graph(graph_id BLOB PRIMARY KEY, shape TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- record: of a running run the one it began with
CREATE TABLE run(run_id INTEGER PRIMARY KEY AUTOINCREMENT, run_name TEXT NOT NULL UNIQUE,
  dataflow_id INTEGER NOT NULL REFERENCES dataflow, owner_id INTEGER NOT NULL REFERENCES owner, graph_id BLOB NOT NULL,
  state TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, request TEXT NOT NULL, record TEXT) STRICT;
CREATE INDEX run_by_dataflow ON run(dataflow_id, run_id);
CREATE INDEX run_live ON run(run_id) WHERE state = 'running';
-- journal of a running run: folded into its record, then deleted
CREATE TABLE run_event(run_id INTEGER NOT NULL, seq INTEGER NOT NULL, node TEXT, kind TEXT NOT NULL, at INTEGER NOT NULL,
  detail TEXT, PRIMARY KEY(run_id, seq)) STRICT, WITHOUT ROWID;
-- baseline and prefetch: written only when the key changed
CREATE TABLE last_seen(dataflow_id INTEGER NOT NULL, node TEXT NOT NULL, cache_key BLOB NOT NULL, run_id INTEGER NOT NULL,
  PRIMARY KEY(dataflow_id, node)) STRICT, WITHOUT ROWID;
CREATE INDEX last_seen_by_node ON last_seen(node, run_id);
CREATE TABLE lease(cache_key BLOB PRIMARY KEY, owner_id INTEGER NOT NULL, fence INTEGER NOT NULL,
  beat_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- keeping
-- kind: run | value | node
CREATE TABLE pin(pin_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, note TEXT,
  UNIQUE(kind, target)) STRICT;
-- ns: bind as BigInt
CREATE TABLE file_memo(path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL, hashed_at INTEGER NOT NULL, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
-- parameters that a code version is known to mutate
CREATE TABLE borrower(code_version BLOB NOT NULL, parameter TEXT NOT NULL,
  PRIMARY KEY(code_version, parameter)) STRICT, WITHOUT ROWID;

-- memo, and the key-value service
CREATE TABLE call(execution_id INTEGER PRIMARY KEY REFERENCES execution, function TEXT NOT NULL, arguments TEXT NOT NULL,
  tags TEXT) STRICT;
CREATE INDEX call_by_function ON call(function, execution_id);
CREATE TABLE aside(name TEXT PRIMARY KEY, data_version BLOB NOT NULL, origin_tag TEXT, loaded_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL, expires_at INTEGER) STRICT, WITHOUT ROWID;
`;

/**
 * Version 3: which lease's execution waits for which key, in a run that began while that lease was held. Only such runs
 * can be what a body waits for, and make a circle.
 */
export const LEASE_WAITS = `
CREATE TABLE lease_wait(fence INTEGER NOT NULL, cache_key BLOB NOT NULL, PRIMARY KEY(fence, cache_key)) STRICT, WITHOUT ROWID;
`;
