// What does the engine ask of a store, a format, an executor, a clock, a kind of value?
import type { Preview } from "./protocol/index.ts";
import type {
  Begun,
  CodeRow,
  Digest,
  Entry,
  FinishedExecution,
  JournalEvent,
  LastSeen,
  LeasedExecution,
  LeaseState,
  NewExecution,
  NewRun,
  Payload,
  Recipe,
  RunEnd,
  RunScope,
  SourceRow,
  StoredRun,
} from "./rows.ts";

export type * from "./rows.ts";

/** Stores may answer at once (embedded) or by promise (remote). */
export type Awaitable<T> = T | Promise<T>;

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

/** A class of a versioned module, as identified in stored values. */
export interface ClassIdentity {
  readonly name: string;
  /** Closure code version of the class. */
  readonly code: Digest;
}

/** Which classes may be versioned and decoded: those of loaded modules. */
export interface ClassTable {
  identityOf(prototype: object): ClassIdentity | undefined;
  prototypeOf(identity: ClassIdentity): object | undefined;
}

/** Bytes as a list of parts that are written one after another; large buffers are referenced, not copied. */
export interface Encoded {
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** sha-256 of the bytes */
  readonly bytesDigest: Digest;
}

/** A way to write a value. */
export interface Format {
  readonly name: string;
  readonly version: number;
  /** Throws a `unstorable` error that names the path where the value cannot be written. */
  encode(value: unknown, classes: ClassTable): Encoded;
  /** Runs no code from bytes; throws a `corrupt-result` error on bytes that it did not write. */
  decode(bytes: Uint8Array, classes: ClassTable): unknown;
}

// ---- owners: who is at work --------------------------------------------------------------------------------------

/** A process as other processes can recognise it. */
export interface Owner {
  readonly host: string;
  /** Boot of the machine and process namespace: process ids mean something only within it; "" where it cannot be known. */
  readonly boot: string;
  readonly pid: number;
  /** Start of the process, in a unit of its machine: tells a process from a later one with the same id. */
  readonly pidStarted: number;
}

// ---- executors -------------------------------------------------------------------------------------------------

/** Where a node's body runs. */
export interface Executor {
  readonly name: string;
  /** Calls the body; its result may be a promise. */
  call(body: (...values: never[]) => unknown, values: readonly unknown[]): unknown;
}

// ---- results: bytes are bytes ----------------------------------------------------------------------------------

/**
 * Bytes by their digest. A store never decodes and knows nothing of nodes.
 * `get` need not verify: whoever reads checks the digest.
 */
export interface ResultStore {
  /** Stable name, kept in payload rows. */
  readonly name: string;
  put(items: readonly { readonly digest: Digest; readonly encoded: Encoded }[]): Awaitable<void>;
  get(digests: readonly Digest[]): Awaitable<readonly (Uint8Array | undefined)[]>;
  has(digests: readonly Digest[]): Awaitable<readonly boolean[]>;
  delete(digests: readonly Digest[]): Awaitable<void>;
  deleteAll(): Awaitable<void>;
  close(): Awaitable<void>;
}

// ---- metadata --------------------------------------------------------------------------------------------------

/** What is known about keys and runs. Every call is a batch; every answer may be immediate or a promise. */
export interface MetadataStore {
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
  payloadsOf(versions: readonly Digest[]): Awaitable<readonly (readonly Payload[])[]>;
  isBorrower(codeVersion: Digest, parameter: string): Awaitable<boolean>;

  // -- explaining
  /** Newest key of a node of that name in the same notebook, else in the store; only for nodes unknown to the dataflow. */
  baselinesOf(nodes: readonly string[], dataflowId: number): Awaitable<readonly (LastSeen | undefined)[]>;
  recipesOf(keys: readonly Digest[]): Awaitable<readonly (Recipe | undefined)[]>;
  codesOf(versions: readonly Digest[]): Awaitable<readonly (CodeRow | undefined)[]>;
  environmentsOf(versions: readonly Digest[]): Awaitable<readonly (Readonly<Record<string, string>> | undefined)[]>;
  textsOf(digests: readonly Digest[]): Awaitable<readonly (string | undefined)[]>;
  previewsOf(versions: readonly Digest[]): Awaitable<readonly (Preview | undefined)[]>;

  // -- running
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
  deleteAll(): Awaitable<void>;
  close(): Awaitable<void>;
}
