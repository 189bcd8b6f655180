// What does a row of metadata say? Keys, parts, payloads, runs: the nouns that stores keep and the engine reads.
import type { Preview } from "./protocol/index.ts";

/** 64 hex digits of a sha-256. Stores may keep it as 32 bytes. */
export type Digest = string;

/** The hot row: what a key led to, newest execution. */
export interface Entry {
  readonly dataVersion: Digest;
  readonly executionId: number;
  /** ms since the epoch */
  readonly storedAt: number;
  readonly flags: number;
  /** Number of the run that executed it. */
  readonly runId: number;
  /** Name of the node that executed it. */
  readonly node: string;
  readonly durationMs: number;
  /** Where the value was made by older code and accepted under this key: what the user noted, "" for nothing. */
  readonly accepted?: { readonly note: string };
  /** Is kept what its execution printed? */
  readonly isReplayable?: true;
}

/** A binding of a parameter, as it stands in the key. */
export type BindingKind = "value" | "ignored" | "opaque" | "file" | "seed" | "now" | "env";
export type Binding = readonly [parameter: string, kind: BindingKind, version: string];

/** A key field by field: kept to explain, its digest is only the index. */
export interface Recipe {
  readonly kind: "node" | "call" | "step";
  readonly codeVersion: Digest;
  readonly environment: Digest;
  readonly bindings: readonly Binding[];
  readonly firstName: string;
}

export type PartKind = "code" | "helper" | "class" | "constant" | "import" | "package" | "file" | "cell";

/** One thing that a code version consists of. */
export interface CodePart {
  readonly kind: PartKind;
  readonly name: string;
  /** Names from the node's function to this part, e.g. `["clean", "trim"]`. */
  readonly hops: readonly string[];
  /** Digest of its structure, `name@version` of a package, the version of a computed constant's value, what an import binds. */
  readonly digest: string;
  /** Digest of the text to show in a diff, if there is one. */
  readonly text?: Digest;
  /** Line in its source, from 1. */
  readonly line?: number;
}

export interface CodeRow {
  readonly mode: "closure" | "function";
  readonly parts: readonly CodePart[];
}

export interface Payload {
  readonly dataVersion: Digest;
  readonly format: string;
  readonly formatVersion: number;
  readonly store: string;
  readonly bytesDigest: Digest;
  readonly sizeBytes: number;
}

/** A payload as garbage collection sees it. */
export interface KeptPayload {
  readonly payload: Payload;
  /** Last time that a run needed its value, to the hour; ms since the epoch. */
  readonly usedAt: number;
  /** Names of the nodes that would execute without it, and how long they took, in ms. */
  readonly nodes: readonly string[];
  readonly recomputeMs: number;
  /** What keeps it, if anything does: a pin, a computation under way, one of the newest runs that were asked about. */
  readonly keptBy: "pin" | "lease" | "run" | undefined;
}

/** A payload that is to be deleted, and why. */
export interface Mark {
  readonly payload: Payload;
  /** As it was when this was decided: a payload that was used since is not marked. */
  readonly usedAt: number;
  /** In words, e.g. "it had not been used since 2026-10-01". */
  readonly reason: string;
}

/** Marked payloads that may be deleted now. */
export interface DuePayloads {
  readonly payloads: readonly Payload[];
  /** Bytes that no other row names. */
  readonly orphaned: readonly Digest[];
  /** How many marked ones must wait. */
  readonly left: number;
}

/** When and why the bytes of a value were taken by garbage collection. */
export interface Collected {
  /** ms since the epoch */
  readonly at: number;
  readonly reason: string;
}

/** What garbage collection never takes: the values of a run, one value, all values of a node. */
export interface Pin {
  readonly kind: "run" | "value" | "node";
  /** Run id, data version, or name of a node. */
  readonly target: string;
  readonly note: string;
}

/** A stored value that is to stand under another key than the one it was computed for. */
export interface NewAcceptance {
  readonly cacheKey: Digest;
  /** The execution whose value is kept. */
  readonly from: Entry;
  readonly node: string;
  readonly note: string;
  /** ms since the epoch */
  readonly at: number;
  readonly recipe: Recipe;
  readonly code: CodeRow;
  readonly texts: ReadonlyMap<Digest, string>;
  readonly environment: Readonly<Record<string, string>>;
}

/** An accepted entry that still stands. */
export interface AcceptedEntry {
  readonly cacheKey: Digest;
  readonly entry: Entry;
}

/** The key that a node had when it was last seen, to compare with. */
export interface LastSeen {
  readonly node: string;
  readonly cacheKey: Digest;
  readonly runId: number;
  readonly entry: Entry | undefined;
}

export interface NewRun {
  readonly runName: string;
  readonly dataflowId: number;
  readonly ownerId: number;
  readonly graphId: Digest;
  /** GraphRecord as JSON; written once per shape. */
  readonly graph: string;
  readonly startedAt: number;
  /** JSON of what was asked. */
  readonly request: string;
  /** RunBody as JSON as the run begins: what the events of an interrupted run are folded on. */
  readonly record: string;
}

/** What only the end of a run knows. */
export interface RunEnd {
  readonly state: string;
  readonly endedAt: number;
  /** RunBody as JSON. */
  readonly record: string;
  /** Keys of this run; those that the dataflow had already are not written again (leave them out where you know them). */
  readonly lastSeen: readonly { readonly node: string; readonly cacheKey: Digest }[];
  readonly dataflowId: number;
  /** Versions of stored values that the run needed, so that garbage collection knows them to be in use. */
  readonly used?: readonly Digest[];
}

export interface NewExecution {
  readonly cacheKey: Digest;
  readonly runId: number;
  readonly node: string;
  readonly startedAt: number;
}

/** An execution that other processes wait for: it asks for the lease of its key. */
export interface LeasedExecution extends NewExecution {
  readonly ownerId: number;
  /** A lease that was silent for too long, as it was seen: it is taken over unless it has changed since. */
  readonly silent?: Pick<Lease, "fence" | "beatAt"> | undefined;
  /** Executes without a lease where another process holds it, in place of waiting. */
  readonly isImpatient?: boolean | undefined;
  /** Executions that give their leases up now: they have ended, and are written later. */
  readonly givenUp?: readonly number[] | undefined;
}

/** The right of one process to compute a key while others wait. */
export interface Lease {
  /** Id of the execution: a lease taken over has a higher one, so that what its former owner still does is known as older. */
  readonly fence: number;
  /** Last sign of life, ms since the epoch on the owner's clock; each is higher than the one before. */
  readonly beatAt: number;
  /** Who holds it. */
  readonly host: string;
  readonly pid: number;
}

/** What became of an execution that asked for a lease. */
export type Begun =
  | { readonly what: "begun"; readonly executionId: number }
  /** Another process has computed the key meanwhile: nothing was begun. */
  | { readonly what: "stored"; readonly entry: Entry }
  /** Another process is at it: nothing was begun. */
  | { readonly what: "held"; readonly lease: Lease };

/** What has become of a lease for which one waits. */
export type LeaseState =
  | { readonly what: "stored"; readonly entry: Entry }
  /** By the process that was waited for, or by an heir. */
  | { readonly what: "held"; readonly lease: Lease }
  /** Its execution has ended and left no entry: it failed, or its value has no version. */
  | { readonly what: "ended" }
  /** It was given up, or its process is dead. */
  | { readonly what: "free" };

/** A line of a live run's journal: what a crash leaves to be folded into its record. */
export interface JournalEvent {
  readonly runId: number;
  readonly seq: number;
  readonly node: string;
  readonly kind: string;
  readonly at: number;
  /** RunEvent as JSON. */
  readonly detail: string;
}

/** All rows that make one finished execution findable; written in one transaction, after its bytes. */
export interface FinishedExecution {
  readonly executionId: number;
  readonly runId: number;
  readonly node: string;
  readonly cacheKey: Digest;
  readonly durationMs: number;
  readonly at: number;
  readonly dataVersion: string;
  /** Absent where the value has no version or was not stored: then no entry is written. */
  readonly entry?: {
    readonly payload: Payload;
    readonly recipe: Recipe;
    readonly code: CodeRow;
    /** Texts of the code's parts by digest. */
    readonly texts: ReadonlyMap<Digest, string>;
    readonly environment: Readonly<Record<string, string>>;
    readonly preview?: Preview;
    /** What it printed; its data version is the digest of its bytes. */
    readonly replay?: Payload;
  };
}

export interface StoredRun {
  /** The run's number; it counts, not the `n` in the record, which was written before the number was known. */
  readonly runId: number;
  readonly runName: string;
  readonly dataflowId: number;
  readonly state: string;
  readonly startedAt: number;
  readonly graphId: Digest;
  /** RunBody as JSON; of a running run the one that it began with. */
  readonly record: string;
  /** Events of a running run as JSON, oldest first, to be folded on its record. */
  readonly events: readonly string[];
  /** Whether the process of a running run still lives; false for runs that have ended. */
  readonly ownerAlive: boolean;
}

export interface SourceRow {
  readonly text: string;
  /** ModuleFacts as JSON, if they were written by this version of the analyser. */
  readonly facts: string | undefined;
}

/** Runs of one dataflow, of one notebook (label prefix), or of the whole cache. */
export type RunScope =
  | { readonly scope: "dataflow"; readonly dataflowId: number }
  | { readonly scope: "notebook"; readonly notebook: string }
  | { readonly scope: "cache" };
