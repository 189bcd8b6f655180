// Where does a body run, who is at work, and what has another thread or machine to know? The contract of executors, and its nouns.
import type { Digest } from "./rows.ts";

/** Stores and executors may answer at once (embedded) or by promise (remote). */
export type Awaitable<T> = T | Promise<T>;

/** The module of a node, as it can be made again elsewhere. */
export interface WorkModule {
  /** Unique in this process: one evaluation of one text. */
  readonly id: number;
  readonly name: string;
  /** Id of the cell or path of the file, relative and `/`-separated. */
  readonly origin: string;
  readonly cell: string | undefined;
  /** Folder in which its imports are resolved. */
  readonly folder: string;
  /** Under which it is evaluated; absent where no loader of ours evaluates it. */
  readonly fileName?: string;
  readonly text: string;
  /** What its text says, with the JavaScript to evaluate; survives as JSON. */
  readonly facts: object;
}

/** A function of a module, and how a node calls it. */
export interface WorkCall {
  /** Its exported name. */
  readonly name: string;
  /** Which of its variants, from 1, where `oneOf` holds several. */
  readonly variant?: number;
  /** Which value each argument is, by its place; in the order of the values where absent. */
  readonly order?: readonly number[];
  /** Does it yield? Then its value is the list of what it yields. */
  readonly yields: boolean;
  /** Looks at what it gave, and throws what the body would have thrown of it. */
  readonly check: (given: unknown) => unknown;
  readonly module: WorkModule;
  readonly codeVersion: Digest;
  /** Why it gives the same in this thread only, in words, where that is so (R8). */
  readonly stays?: string;
}

/** Where a body ran, as the record tells it. */
export interface WorkPlace {
  readonly on: string;
  /** Why it had to be there, if it could not leave this thread. */
  readonly why?: string;
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

/** One call of a node's body, here or elsewhere. */
export interface Work {
  readonly node: string;
  /** Takes the values; runs in this thread. */
  readonly body: (...values: never[]) => unknown;
  /** What is called elsewhere; absent where no function of a module is, e.g. where a field is taken out of a value. */
  readonly called?: WorkCall;
  /** What this process says of itself, by name: a thread or machine where any of it differs refuses the work (R11). */
  readonly surroundings: Readonly<Record<string, string>>;
  readonly classes: ClassTable;
  /** Ends it: the run is stopped, or its time is up. */
  readonly signal: AbortSignal | undefined;
  /** Called once it begins elsewhere, after all that it had to wait for: its time runs from then on. `body` calls it itself. */
  readonly began: () => void;
  /**
   * Prints here what was printed elsewhere, so that it is known whose it is; absent where nobody wants to know.
   *
   * @param by which code has printed it there
   */
  readonly heard?: (by: "body" | "other" | "nobody can tell", print: () => void) => void;
}

/** Where a node's body runs. */
export interface Executor {
  readonly name: string;
  /** Why this body must run in this thread, in words; undefined where it may leave. Absent where none leaves. */
  mayLeave?(work: Pick<Work, "node" | "called">): string | undefined;
  /**
   * Calls the body; its result may be a promise. What a generator yields may come as the list of it.
   *
   * @param told where the body runs, or ran; called before the result is there, the last call counts
   */
  call(work: Work, values: readonly unknown[], told: (place: WorkPlace) => void): unknown;
  /** Gives back what it holds, once what runs on it has ended; it may be used again afterwards. */
  close?(): Awaitable<void>;
}

/** A process as other processes can recognise it. */
export interface Owner {
  readonly host: string;
  /** Boot of the machine and process namespace: process ids mean something only within it; "" where it cannot be known. */
  readonly boot: string;
  readonly pid: number;
  /** Start of the process, in a unit of its machine: tells a process from a later one with the same id. */
  readonly pidStarted: number;
}
