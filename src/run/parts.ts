// What does a run work with? Everything that has an effect comes in here.
import type { ClassTable, Clock, Executor, Format, Impure, MetadataStore, ResultStore } from "../contracts.ts";
import type { NodeBehavior } from "../dataflow/behaviors.ts";
import type { CodeMode } from "../identity/codeVersion.ts";
import type { Surroundings } from "../identity/environment.ts";
import type { RunBody, RunEndEvent, RunEvent, RunRecord } from "../protocol/index.ts";
import type { Adapter } from "./adapters.ts";
import type { Limits } from "./call/attemptRule.ts";
import type { World } from "./decide/outside.ts";
import type { Flights } from "./lease/flights.ts";

/** How long does a run have patience with another process that computes what it needs? All in ms. */
export interface LeasePeriods {
  /** Silence after which a lease is taken over. */
  readonly expiryMs: number;
  /** Most time between two looks at a lease; the first come sooner. */
  readonly pollMs: number;
}

/** What a run tells the outside while it lasts. */
export type RunMessage =
  | { readonly type: "start"; readonly record: RunRecord }
  | { readonly type: "event"; readonly event: RunEvent | RunEndEvent }
  | { readonly type: "run"; readonly record: RunRecord };

/** What becomes of what nodes print and show. */
export interface ReplayParts {
  /** Is it shown on a hit? */
  readonly isShown: boolean;
  /** Whether timers and callbacks are followed, see `listen`. */
  readonly follows: boolean;
  /** Shows a bundle beside the running cell. */
  display(data: Readonly<Record<string, unknown>>, metadata: Readonly<Record<string, unknown>>): void;
}

export interface RunParts {
  readonly metadata: MetadataStore;
  readonly results: ResultStore;
  /** Do both stores answer at once from one database, so that their writes can be one transaction? */
  readonly sharesDatabase: boolean;
  readonly formats: {
    /** Writes every value that has a version, at once. */
    readonly standard: Format;
    /** Of a payload's row; undefined where this process does not know it. */
    named(name: string): Format | undefined;
    /** Which one was chosen for a node, if any. */
    of(node: string): Format | undefined;
    /** What formats refused so far, by format and version of the value: not tried again. */
    readonly refusals: Map<string, unknown>;
  };
  readonly classes: ClassTable;
  /** Evaluates modules whose classes are not known yet, if there are any. */
  loadClasses(): Promise<boolean>;
  readonly executor: Executor;
  /** The user's own, told of runs and nodes. */
  readonly adapters: readonly Adapter[];
  readonly clock: Clock;
  /** Where declared files and variables are read. */
  readonly world: World;
  /** Computations under way in this process, by cache key. */
  readonly flights: Flights;
  /** Absent where no other process shares what is stored: then there is nobody to wait for. */
  readonly leases: LeasePeriods | undefined;
  readonly surroundings: Surroundings;
  readonly dataflow: RunBody["dataflow"];
  readonly dataflowId: number;
  readonly ownerId: number;
  readonly by: RunBody["by"];
  /** What the next run's record has to say once, e.g. of a cache that could not be opened. */
  readonly warnings: string[];
  /** A new run id: readable, sortable, unique. */
  newRunName(): string;
  publish(message: RunMessage): void;
  /** Does anybody hear what is published? */
  isHeard(): boolean;
  /** Which lines are printed as they happen, if any. */
  readonly logs: "info" | "debug" | undefined;
  log(line: string): void;
  /** Absent where it is neither kept nor shown again. */
  readonly replay: ReplayParts | undefined;
}

export interface RunOptions {
  readonly mode: CodeMode;
  /** What holds for nodes that read what no key holds, where they do not say it themselves. */
  readonly impure: Impure;
  /** Are values shown in records, in short? */
  readonly previews: boolean;
  /** Names that this run executes whatever is stored, or all of them. */
  readonly recompute: true | ReadonlySet<string>;
  /** Of every node and input. */
  readonly behaviors: ReadonlyMap<string, NodeBehavior>;
  readonly onError: "stop" | "continue";
  readonly concurrency: number;
  readonly limits: Limits;
  readonly strict: boolean;
  /** Names of inputs and overrides that no record may show. */
  readonly secrets: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
  /** What nodes draw their seeds from; undefined where none is given. */
  readonly seed: string | number | undefined;
  /** Is its moment remembered, for later runs of the same seed? */
  readonly keepsMoment: boolean;
}
