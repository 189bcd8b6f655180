// What does the engine ask of a store, a format, an executor, a clock, a kind of value?

import type { OutsideMemory } from "./outsideMemory.ts";
import type { Preview } from "./protocol/index.ts";
import type {
  AcceptedEntry,
  Begun,
  CodeRow,
  Collected,
  Digest,
  DuePayloads,
  Entry,
  FinishedExecution,
  JournalEvent,
  KeptPayload,
  LastSeen,
  LeasedExecution,
  LeaseState,
  Mark,
  NewAcceptance,
  NewExecution,
  NewRun,
  Payload,
  Pin,
  Recipe,
  RunEnd,
  RunScope,
  SourceRow,
  StoredRun,
} from "./rows.ts";
import type { Awaitable, ClassTable } from "./work.ts";

export type * from "./outsideMemory.ts";
export type * from "./rows.ts";
export type * from "./work.ts";

/** What a node's result does with the cache. */
export const BEHAVIORS = ["default", "recompute", "ignore", "disable"] as const;
export type Behavior = (typeof BEHAVIORS)[number];

/** A node that reads what its key does not hold: is its stored value trusted, or is it executed in every run (R12)? */
export const IMPURE = ["trust", "run"] as const;
export type Impure = (typeof IMPURE)[number];

/** How a node is lent the values that it reads (R20). */
export const LENDING = ["check", "copy", "freeze", "trust"] as const;
export type Lending = (typeof LENDING)[number];

export interface Clock {
  /** ms since the epoch */
  now(): number;
  /** ms of a clock that never goes back */
  elapsed(): number;
}

// ---- values ----------------------------------------------------------------------------------------------------

/** Why a value has no version: the path inside the value and what stands there. */
export interface Refusal {
  readonly path: string;
  readonly what: string;
}

/**
 * One kind of value beyond the plain ones: how it is recognised, versioned, stored, shown.
 * Versionable, storable and lendable are one property: a value that no kind takes has no version.
 */
export interface Kind<T = unknown> {
  readonly name: string;
  /** Version of the kind's encoding; part of the payload's key. */
  readonly version: number;
  /** Must not call user code. */
  is(value: unknown): value is T;
  /** Bytes by logical content: equal for equal values, whatever their layout in memory. */
  logical(value: T): Uint8Array;
  /** Bytes from which `decode` makes an equal value. */
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
  preview(value: T): Preview;
}

/** Bytes as a list of parts that are written one after another; large buffers are referenced, not copied. */
export interface Encoded {
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** sha-256 of the bytes */
  readonly bytesDigest: Digest;
  /** Other programs know these bytes as a file of a kind of its own: a store must not pack it, and keeps it as a file where it has files. */
  readonly isPlainFile?: boolean;
}

/** Bytes in two buffers, each of its own. */
export interface HashedBytes {
  readonly head: Uint8Array;
  /** What follows the head: all where that is empty. */
  readonly body: Uint8Array;
  /** sha-256 of both as they were read */
  readonly bytesDigest: Digest;
}

/** A value as a format wrote it. */
export interface Formatted extends Encoded {
  /** What stands in the payload's row: the format's name and, behind a space, what the bytes alone don't tell, e.g. the types of columns. */
  readonly format: string;
}

/** A way to write a value. */
export interface Format {
  readonly name: string;
  /** Of the codec: part of the payload's key. */
  readonly version: number;
  /**
   * Gives only bytes from which `decode` makes an equal value (R19).
   * Throws `unstorable`, naming the path or column that cannot be written and the remedy, or `missing-package`.
   *
   * @param version of the value, where it is known
   */
  encode(value: unknown, classes: ClassTable, version?: Digest): Awaitable<Formatted>;
  /** Runs no code from bytes; throws `corrupt-result` on bytes that it did not write, or `missing-package`. */
  decode(bytes: Uint8Array, classes: ClassTable): Awaitable<unknown>;
  /** Where the one large buffer of a value begins, told by its first bytes; 0 if there is none. Never throws. */
  bodyAt?(start: Uint8Array): number;
  /** As `decode`, of bytes that were checked against their digest and divided there; the body becomes a part of the value. */
  decodeParts?(head: Uint8Array, body: Uint8Array, classes: ClassTable): Awaitable<unknown>;
}

// ---- results: bytes are bytes ----------------------------------------------------------------------------------

/**
 * Bytes by their digest. A store never decodes and knows nothing of nodes.
 * `get` need not verify: whoever reads checks the digest.
 */
export interface ResultStore {
  /** Stable name, kept in payload rows. */
  readonly name: string;
  /** Does it lie beyond this machine? What nodes print is kept there only where asked (R27). */
  readonly isRemote?: boolean;
  put(items: readonly { readonly digest: Digest; readonly encoded: Encoded }[]): Awaitable<void>;
  get(digests: readonly Digest[]): Awaitable<readonly (Uint8Array | undefined)[]>;
  /**
   * The same for large bytes, hashed while they are read; undefined where they can only be fetched by `get`, or are not there.
   * Nobody else keeps the buffers: a value may be made of them without a copy.
   *
   * @param bodyAt given the first bytes, tells where the second buffer is to begin
   */
  getHashed?(digest: Digest, bodyAt: (start: Uint8Array) => number): Awaitable<HashedBytes | undefined>;
  has(digests: readonly Digest[]): Awaitable<readonly boolean[]>;
  delete(digests: readonly Digest[]): Awaitable<void>;
  deleteAll(): Awaitable<void>;
  /** The file in which these bytes lie, if they lie in a file of their own. */
  pathOf?(digest: Digest): Awaitable<string | undefined>;
  renewPatience?: MetadataStore["renewPatience"];
  close(): Awaitable<void>;
}

// ---- metadata --------------------------------------------------------------------------------------------------

/** What is known about keys and runs. Every call is a batch; every answer may be immediate or a promise. */
export interface MetadataStore extends OutsideMemory {
  readonly name: string;
  /** Random id of this store, made when it was created. */
  readonly storeId: string;
  /** Can other processes reach it? Only then do they wait for each other's computations. */
  readonly isShared: boolean;

  // -- who
  /** The label of a dataflow in a notebook begins with `<notebook> · `; it is put before where it is missing. */
  openDataflow(lineage: string, label: string, notebook: string | undefined): Awaitable<number>;
  openOwner(): Awaitable<number>;

  // -- planning
  entriesOf(keys: readonly Digest[]): Awaitable<readonly (Entry | undefined)[]>;
  /** The keys that this dataflow used last, with their present entries: one query. */
  entriesOfLastRun(dataflowId: number): Awaitable<readonly LastSeen[]>;
  /** Without those that are marked to be deleted, unless they are asked for: the latter come last. */
  payloadsOf(versions: readonly Digest[], also?: "doomed"): Awaitable<readonly (readonly Payload[])[]>;
  /** Versions whose bytes garbage collection has taken, or marked. */
  collectedOf(versions: readonly Digest[]): Awaitable<readonly (Collected | undefined)[]>;
  isBorrower(codeVersion: Digest, parameter: string): Awaitable<boolean>;

  // -- explaining
  /** Newest key of a node of that name in the same notebook, else in the store; only for nodes unknown to the dataflow. */
  baselinesOf(nodes: readonly string[], dataflowId: number): Awaitable<readonly (LastSeen | undefined)[]>;
  recipesOf(keys: readonly Digest[]): Awaitable<readonly (Recipe | undefined)[]>;
  codesOf(versions: readonly Digest[]): Awaitable<readonly (CodeRow | undefined)[]>;
  environmentsOf(versions: readonly Digest[]): Awaitable<readonly (Readonly<Record<string, string>> | undefined)[]>;
  textsOf(digests: readonly Digest[]): Awaitable<readonly (string | undefined)[]>;
  previewsOf(versions: readonly Digest[]): Awaitable<readonly (Preview | undefined)[]>;
  /** Digest of what each of these executions printed, if it is kept. */
  replaysOf(executionIds: readonly number[]): Awaitable<readonly (Digest | undefined)[]>;
  /** Cache keys of recipes, versions of stored values, or texts of code that begin with these hex digits: at most two of each. */
  digestsLike(kind: "key" | "value" | "text", beginnings: readonly string[]): Awaitable<readonly (readonly Digest[])[]>;

  // -- running
  /** Before each run: where another process holds the store, one write waits for it in full, those after it give up at once. */
  renewPatience?(): void;
  /** The new run's number. */
  beginRun(run: NewRun): Awaitable<number>;
  /** Execution ids, in order: the highest id of a key is its newest execution. */
  beginExecutions(executions: readonly NewExecution[], events: readonly JournalEvent[]): Awaitable<readonly number[]>;
  /**
   * Begins an execution that holds the lease of its key until it is finished or failed, or its run has ended; unless the
   * key has an entry, or another living process holds the lease. A lease is an optimisation: where waiting would be of
   * no use (its values have no version; its owner waits for one of ours), the execution begins without it.
   *
   * @param started called once it is certain that it begins; its events are written in the same transaction
   */
  beginLeased(execution: LeasedExecution, started: () => readonly JournalEvent[]): Awaitable<Begun>;
  /** @param fence of the lease that is waited for */
  watchLease(cacheKey: Digest, fence: number): Awaitable<LeaseState>;
  /** In one transaction with the events that tell it. An entry of a later execution stays (R24). */
  finishExecution(finished: FinishedExecution, events: readonly JournalEvent[]): Awaitable<void>;
  failExecution(
    executionId: number,
    durationMs: number,
    error: string,
    events: readonly JournalEvent[],
  ): Awaitable<void>;
  addEvents(events: readonly JournalEvent[]): Awaitable<void>;
  /** Folds the journal into the record and remembers the keys last seen. */
  finishRun(runId: number, end: RunEnd): Awaitable<void>;
  /** A run that executed nothing, begun and ended in one step: one row. The new run's number. */
  recordRun(run: Omit<NewRun, "record">, end: RunEnd): Awaitable<number>;
  putPreviews(previews: ReadonlyMap<Digest, Preview>): Awaitable<void>;
  putBorrower(codeVersion: Digest, parameter: string): Awaitable<void>;
  // -- runs
  /** Newest first. */
  runsOf(
    scope: RunScope,
    options: { limit: number },
  ): Awaitable<{ readonly runs: readonly StoredRun[]; readonly total: number }>;
  runNamed(runName: string): Awaitable<StoredRun | undefined>;
  /** Id and start, in ms since the epoch, of the run of that number. */
  runNumbered(runId: number): Awaitable<Pick<StoredRun, "runName" | "startedAt"> | undefined>;
  graphsOf(graphIds: readonly Digest[]): Awaitable<readonly (string | undefined)[]>;

  // -- sources
  sourcesOf(digests: readonly Digest[], factsVersion: number): Awaitable<readonly (SourceRow | undefined)[]>;
  putSource(digest: Digest, text: string, facts: string, factsVersion: number): Awaitable<void>;
  putModule(module: {
    name: string;
    origin: string;
    sourceDigest: Digest;
    links: string;
    loadedAt: number;
  }): Awaitable<void>;

  // -- keeping
  /**
   * Runs calls of this store, and of a result store that shares its database, as one transaction; only where all of them
   * answer at once. Faster than one by one. The work must not wait for anything.
   */
  together?<T>(work: () => T): T;
  deletePayloads(payloads: readonly Payload[]): Awaitable<void>;
  /**
   * Further bytes of values that are known, e.g. in another format; a row of the same key is replaced.
   *
   * @param at ms since the epoch
   */
  putPayloads(payloads: readonly Payload[], at: number): Awaitable<void>;
  /** Payloads in a result store that are not marked. @param newestRuns of each dataflow: their values are kept by them */
  keptPayloads(store: string, newestRuns?: number): Awaitable<readonly KeptPayload[]>;
  /**
   * Marks payloads to be deleted; from then on no plan sees them. Not marked are those used since, and those that something
   * keeps by now.
   *
   * @returns those that are marked now
   */
  markPayloads(marks: readonly Mark[], at: number, newestRuns?: number): Awaitable<readonly Payload[]>;
  /**
   * Payloads of a result store that were marked at `markedBefore` or earlier, where every run that lived then has ended.
   * A mark of the future, made before a clock went back, counts as made at `now`.
   */
  duePayloads(store: string, when: { markedBefore: number; now: number; limit: number }): Awaitable<DuePayloads>;
  /** Marks what was printed by executions whose value is gone, or was replaced by a newer one; how many. */
  markReplays(store: string, at: number): Awaitable<number>;
  /** Deletes rows of marked payloads; one that was made again meanwhile stays. */
  dropPayloads(payloads: readonly Payload[]): Awaitable<void>;
  /** Forgets keys whose values were collected before that time and never made again. */
  dropCollected(before: number): Awaitable<void>;
  /** Its values are marked no more. Pinning again replaces the note. */
  putPin(pin: Pin): Awaitable<void>;
  /** Whether there was one. */
  deletePin(pin: Omit<Pin, "note">): Awaitable<boolean>;
  /** Oldest first. */
  pins(): Awaitable<readonly Pin[]>;
  /** Stored versions that begin with these hex digits, at most that many. */
  versionsLike(prefix: string, limit: number): Awaitable<readonly Digest[]>;
  /** The new entry; undefined where the key has one by now. */
  acceptEntry(acceptance: NewAcceptance): Awaitable<Entry | undefined>;
  /** Takes an accepted entry away again; false where it does not stand any more. */
  undoAcceptance(cacheKey: Digest, executionId: number, at: number): Awaitable<boolean>;
  /** Those that still stand, oldest first. */
  acceptedEntries(): Awaitable<readonly AcceptedEntry[]>;
  deleteAll(): Awaitable<void>;
  close(): Awaitable<void>;
}
