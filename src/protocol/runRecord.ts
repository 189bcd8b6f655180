// What is a run, as one JSON document? The record that kernel, browser, command line and exports share.

/** One letter per node: `g` given, `h` hit, `x` executed, `u` executed and unchanged, `f` failed, `s` skipped, `n` not needed, `p` pending, `w` waiting, `r` running. */
export type StatusLetter = "g" | "h" | "x" | "u" | "f" | "s" | "n" | "p" | "w" | "r";

/** One letter per node: `i` input, `n` node. */
export type KindLetter = "i" | "n";

/** `running` while it lasts; then how it ended. */
export type RunState = "running" | "done" | "failed" | "interrupted";

/** Why a node executed, as data: a code with its parameters, and the English sentence. */
export interface CueRecord {
  /** Stable code, e.g. `"code changed"`; a browser translates by it and falls back to `text`. */
  readonly cue: string;
  /** Key field that differs, e.g. `"code/rates"`, `"dep/processedData"`, `"environment/timezone"`. */
  readonly field?: string;
  /** Names from the node to the changed helper or constant. */
  readonly hops?: readonly string[];
  readonly before?: string;
  readonly after?: string;
  /** Where the changed text stands. Lines count from 1. */
  readonly where?: { readonly source: string; readonly line: number; readonly cell?: string };
  /** Digests (12 hex digits) of the changed text as it was and as it is, and the lines where it begins: the store keeps both, for a diff. */
  readonly texts?: {
    readonly before?: { readonly text: string; readonly line?: number };
    readonly after?: { readonly text: string; readonly line?: number };
  };
  /** Index of the node in which this change began. */
  readonly root?: number;
  readonly text: string;
}

/** A value as a person sees it: bounded in size, never the whole value. */
export interface Preview {
  readonly type: string;
  readonly text?: string;
  readonly shape?: readonly number[];
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly (string | number | boolean | null)[])[];
}

export interface NodeError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What there is to say about one node beyond the columns. */
export interface NodeDetail {
  /** Start, in ms after the run began. */
  readonly at?: number;
  /** Size of the stored bytes. */
  readonly size?: number;
  /** Where its body ran, e.g. `"main"`. */
  readonly on?: string;
  /** Why it ran in the main thread, where others were there for it. */
  readonly why?: string;
  /** How often its body was called, where more than once. */
  readonly attempts?: number;
  /** What the failed attempts before threw, the latest last; shortened, the oldest may be missing. */
  readonly failures?: readonly string[];
  readonly behavior?: string;
  /** Indices of the nodes whose values it was given. */
  readonly read?: readonly number[];
  readonly cues?: readonly CueRecord[];
  /** Said of a hit: "formerly `totals`". */
  readonly note?: { readonly cue: string; readonly before?: string; readonly after?: string; readonly text: string };
  readonly output?: { readonly digest: string; readonly bytes: number; readonly replayed: boolean };
  readonly preview?: Preview;
  readonly error?: NodeError;
  /** Why it was skipped, or why its value has no version. */
  readonly reason?: string;
  /** For whom it waits, e.g. `"waits for process 12 on box"`; gone once it does not wait any more. */
  readonly waits?: string;
  /** What its code reaches and its key cannot hold, in whole sentences: live constants, mutable state, dynamic code; what a check has found. */
  readonly marks?: readonly string[];
}

/** The shape of a dataflow: names, kinds and edges, once per shape. All arrays are parallel to `names`. */
export interface GraphRecord {
  readonly id: string;
  readonly modules: readonly { readonly name: string; readonly source: string; readonly cell?: string }[];
  readonly names: readonly string[];
  /** One `KindLetter` per node. */
  readonly kinds: string;
  /** Index into `modules`, or -1. */
  readonly module: readonly number[];
  /** Line of the node in its module's source, from 1; 0 where there is none. */
  readonly line: readonly number[];
  /** Indices of the nodes that each node reads. */
  readonly deps: readonly (readonly number[])[];
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A run without its graph, as it stands in a history beside a list of graphs. */
export interface RunBody {
  readonly v: 1;
  readonly type: "run";
  /** Run id: readable, sortable, unique. */
  readonly run: string;
  /** Number of the run in its store. */
  readonly n: number;
  /** Number of events folded in. */
  readonly seq: number;
  readonly state: RunState;
  readonly dataflow: { readonly id: string; readonly label: string; readonly notebook?: string };
  readonly by: {
    readonly cellar: string;
    readonly node: string;
    readonly cell?: string;
    readonly count?: number;
    readonly origin: "notebook" | "script" | "cli" | "rest";
    /** Fields of the environment that did not count. */
    readonly ignores?: readonly string[];
  };
  /** Start, in ms since the epoch. */
  readonly at: number;
  /** Duration in ms. */
  readonly ms: number;
  readonly saved: { readonly ms: number; readonly bytes: number };
  /** Run id of the run it is compared with. */
  readonly base?: string;
  readonly counts: {
    readonly given: number;
    readonly hit: number;
    readonly executed: number;
    readonly unchanged: number;
    readonly failed: number;
    readonly skipped: number;
  };
  /** Indices of the nodes that were asked for. */
  readonly asked: readonly number[];
  /** One `StatusLetter` per node. */
  readonly status: string;
  /** Cache key per node, 12 hex digits, or "". */
  readonly key: readonly string[];
  /** Data version per node, 12 hex digits, or "". */
  readonly data: readonly string[];
  /** Number of the run that made each value; 0 where there is none. */
  readonly from: readonly number[];
  /** Duration in ms of the execution that made each value. */
  readonly took: readonly number[];
  /** By node index, only where there is something to say. */
  readonly detail: Readonly<Record<string, NodeDetail>>;
  /** Lawful departures from the plan. */
  readonly departed: readonly { readonly node?: number; readonly reason: string }[];
  /** True where details were left out to keep a document small. */
  readonly trimmed: boolean;
  /** A warning of the cache, e.g. a store that could not be written. */
  readonly warnings?: readonly string[];
}

/** A whole run with its graph. */
export interface RunRecord extends RunBody {
  readonly graph: GraphRecord;
}

export const RUN_MIME = "application/vnd.cellar.run+json";
export const HISTORY_MIME = "application/vnd.cellar.history+json";
export const COMM_TARGET = "cellar.runs";
export const DATAFLOW_MIME = "application/vnd.cellar.dataflow+json";

/** A dataflow that has not run: what `%%cell_to_module --display` shows. */
export interface DataflowRecord {
  readonly v: 1;
  readonly type: "dataflow";
  readonly label: string;
  readonly graph: GraphRecord;
}
