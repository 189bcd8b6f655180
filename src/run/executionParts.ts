// What does the execution of a run work with? Everything that was decided, and everything that has an effect.
import type { Closure } from "../dataflow/closure.ts";
import type { Calling } from "./adapters.ts";
import type { Board } from "./board/board.ts";
import type { Asked } from "./decide/ask.ts";
import type { Resolution } from "./decide/resolution.ts";
import type { StoreSnapshot } from "./decide/storeSnapshot.ts";
import type { RunOptions, RunParts } from "./parts.ts";
import type { Journal } from "./record/journal.ts";
import type { Recorder } from "./record/recorder.ts";
import type { Teller } from "./record/story.ts";
import type { Slots } from "./slots.ts";
import type { Ledger } from "./store/ledger.ts";
import type { Reading } from "./store/readValue.ts";

/** The execution of the items of one node. */
export interface ItemExecution {
  readonly board: Board;
  readonly errors: ReadonlyMap<number, unknown>;
  perform(): Promise<void>;
  stop(reason: string): void;
}

export interface ExecutionParts {
  readonly closure: Closure;
  readonly asked: Asked;
  readonly resolution: Resolution;
  readonly snapshot: StoreSnapshot;
  readonly teller: Teller;
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly parts: RunParts;
  readonly options: RunOptions;
  /** Undefined where there are none. */
  readonly adapters: Calling | undefined;
  /** How many bodies may run, shared by all that this run runs item by item. */
  readonly slots: Slots;
  /** Versions of items whose bytes were there and could not be read. */
  readonly lostItems: Set<string>;
  /** Runs what was decided of the items of one node. */
  readonly newExecution: (inner: ExecutionParts) => ItemExecution;
  /** Writes the run's row, where it has none yet: a run of hits needs it only once something executes after all. */
  begin(): Promise<void>;
  /** A stored value, also one that waits to be written. */
  read(version: string): Promise<Reading>;
}
