// When are results written? Cheap ones in groups, since a transaction costs more than what it writes; dear ones at once.
import type { Encoded, Entry, FinishedExecution, Payload, Recipe } from "../../contracts.ts";
import type { CodeVersion } from "../../identity/codeVersion.ts";
import type { Environment } from "../../identity/environment.ts";
import type { Preview } from "../../protocol/index.ts";
import type { RunOptions, RunParts } from "../parts.ts";
import type { Journal } from "../record/journal.ts";
import type { NodeChange, Recorder } from "../record/recorder.ts";
import { storeWarning } from "../record/storeWarning.ts";
import { REPLAY_FORMAT, REPLAY_VERSION } from "../replay/replayBytes.ts";
import type { Saved } from "./encodeChosen.ts";

/** An execution whose value is known and not yet written. */
export interface Finished {
  readonly node: number;
  readonly row: Omit<FinishedExecution, "entry">;
  /** Absent where the value has no version, or was made from one that has none: then no entry is written. */
  readonly kept:
    | {
        readonly saved: Saved;
        readonly recipe: Recipe;
        readonly code: CodeVersion;
        readonly environment: Environment;
        readonly preview: Preview;
        /** What it printed. */
        readonly replay: Encoded | undefined;
      }
    | undefined;
  readonly change: NodeChange;
  /** Called once it is written, with its entry, or without where it could not be. */
  readonly landed: (entry: Entry | undefined) => void;
}

export interface Ledger {
  add(finished: Finished): void | Promise<void>;
  /** Writes what waits; to be called before anything is read that may wait. */
  flush(): void;
  /**
   * Executions that wait to be written and were not named yet. A body that begins now may keep them waiting for long:
   * other processes shall not wait for what is computed again in no time.
   */
  unwritten(): readonly number[];
}

/** Larger results go to files of their own, at once. */
const SMALL_BYTES = 16 * 1024;
/** Most that a crash may cost: this much computing, or this many nodes. */
const MOST_MS = 2;
const MOST_NODES = 64;
const NOBODY: readonly number[] = [];

/**
 * Groups the writes of a run. What is told as finished is written: events go out after the commit.
 *
 * Nodes that together took longer than 2 ms are written before anything else begins, so a crash costs no work worth keeping.
 */
export function makeLedger(parts: RunParts, options: RunOptions, recorder: Recorder, journal: Journal): Ledger {
  const { metadata, results } = parts;
  const canGroup = parts.sharesDatabase && metadata.together !== undefined;
  let waiting: Finished[] = [];
  let waitingMs = 0;
  let isTimed = false;
  let named = 0;
  /** What went wrong while nobody could be told; raised at the next call. */
  let broken: { readonly error: unknown } | undefined;

  function add(finished: Finished): void | Promise<void> {
    const isSmall = bytesOf(finished).every(({ sizeBytes }) => sizeBytes <= SMALL_BYTES);
    if (!canGroup || !isSmall) {
      flush();
      return writeOne(finished);
    }
    waiting.push(finished);
    waitingMs += finished.row.durationMs;
    if (waiting.length >= MOST_NODES || waitingMs >= MOST_MS) flush();
    else if (!isTimed) {
      isTimed = true;
      setImmediate(() => {
        isTimed = false;
        write();
      });
    }
  }

  function flush(): void {
    write();
    if (broken !== undefined) throw broken.error;
  }

  function write(): void {
    if (waiting.length === 0) return;
    const group = waiting;
    waiting = [];
    named = 0;
    waitingMs = 0;
    let tellers: (() => void)[] = [];
    try {
      metadata.together!(() => {
        void results.put(group.flatMap(bytesOf).map(item));
        for (const one of group) void metadata.finishExecution(rowOf(one, results.name), []);
        tellers = group.map((one) => journal.hold(one.node, one.change));
        void metadata.addEvents(journal.take());
      });
    } catch {
      // One by one, so that whatever can be written is, and the warning is of what cannot.
      for (const one of group) writeAlone(one);
      return;
    }
    for (const tell of tellers) tell();
    for (const one of group) one.landed(entryOf(one));
  }

  function unwritten(): readonly number[] {
    if (named === waiting.length) return NOBODY;
    const fresh = waiting.slice(named).map(({ row }) => row.executionId);
    named = waiting.length;
    return fresh;
  }

  function writeAlone(one: Finished): void {
    try {
      void writeOne(one); // grouped stores answer at once
    } catch (error) {
      broken ??= { error };
      one.landed(undefined);
    }
  }

  function writeOne(one: Finished): void | Promise<void> {
    const stored = storeBytes(one);
    return stored instanceof Promise ? stored.then((isStored) => writeRow(one, isStored)) : writeRow(one, stored);
  }

  /** Bytes first, rows second: an entry never stands without its bytes (R35). */
  function storeBytes(one: Finished): boolean | Promise<boolean> {
    const bytes = bytesOf(one);
    if (bytes.length === 0) return false;
    const failed = (error: unknown): boolean => {
      warn(error);
      return false;
    };
    try {
      const putting = results.put(bytes.map(item));
      return putting instanceof Promise ? putting.then(() => true, failed) : true;
    } catch (error) {
      return failed(error);
    }
  }

  function writeRow(one: Finished, isStored: boolean): void | Promise<void> {
    const tell = journal.hold(one.node, one.change);
    const done = (): void => {
      if (isStored) restoreBytes(one);
      tell();
      one.landed(isStored ? entryOf(one) : undefined);
    };
    const row = isStored ? rowOf(one, results.name) : one.row;
    const writing = metadata.finishExecution(row, journal.take());
    return writing instanceof Promise ? writing.then(done) : done();
  }

  /** Bytes that were there already may have been collected before the row that needs them was written. */
  function restoreBytes(one: Finished): void {
    const bytes = bytesOf(one);
    if (bytes.length === 0 || !parts.sharesDatabase) return;
    try {
      const areThere = results.has(bytes.map(({ bytesDigest }) => bytesDigest)) as readonly boolean[];
      const gone = bytes.filter((_, at) => areThere[at] === false);
      if (gone.length > 0) void results.put(gone.map(item));
    } catch (error) {
      warn(error);
    }
  }

  function warn(error: unknown): void {
    if (options.strict) throw error;
    const said = storeWarning("storing", error);
    if (!recorder.warnings.includes(said)) recorder.warnings.push(said);
  }

  return { add, flush, unwritten };
}

const item = (encoded: Encoded) => ({ digest: encoded.bytesDigest, encoded });

function bytesOf({ kept }: Finished): readonly Encoded[] {
  if (kept === undefined) return [];
  return kept.replay === undefined ? [kept.saved.encoded] : [kept.saved.encoded, kept.replay];
}

function rowOf({ row, kept }: Finished, store: string): FinishedExecution {
  if (kept === undefined) return row;
  const { saved, recipe, code, environment, preview, replay } = kept;
  const { format, formatVersion, encoded } = saved;
  const entry = {
    payload: payloadOf(encoded, { dataVersion: row.dataVersion, format, formatVersion, store }),
    ...(replay === undefined ? {} : { replay: replayPayload(replay, store) }),
    recipe,
    code: { mode: code.mode, parts: code.parts },
    texts: code.texts,
    environment: environment.fields,
    preview,
  };
  return { ...row, entry };
}

function payloadOf({ bytesDigest, sizeBytes }: Encoded, known: Omit<Payload, "bytesDigest" | "sizeBytes">): Payload {
  return { ...known, bytesDigest, sizeBytes };
}

function replayPayload(replay: Encoded, store: string): Payload {
  const known = { dataVersion: replay.bytesDigest, format: REPLAY_FORMAT, formatVersion: REPLAY_VERSION, store };
  return payloadOf(replay, known);
}

function entryOf({ row, kept }: Finished): Entry | undefined {
  if (kept === undefined) return undefined;
  const { dataVersion, executionId, at, runId, node, durationMs } = row;
  const entry = { dataVersion, executionId, storedAt: at, flags: 0, runId, node, durationMs };
  return kept.replay === undefined ? entry : { ...entry, isReplayable: true };
}
