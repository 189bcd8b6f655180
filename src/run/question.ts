// What must be known of a dataflow to decide what executes? Digests only: no values, no functions, no stores.
import type { Awaitable, Binding, Collected, Digest, Entry } from "../contracts.ts";

export interface QuestionNode {
  readonly name: string;
  /** Parameters with the index of what each is bound to; what stands before in the list is computed before. */
  readonly bound: readonly { readonly parameter: string; readonly dep: number }[];
  /** Bindings that no other node decides: the defaults that apply. */
  readonly fixed: readonly Binding[];
  readonly codeVersion: Digest;
  readonly environment: Digest;
  /** The name, where it enters the key (R4). */
  readonly openName: string | undefined;
  readonly forced: string | undefined;
  readonly disabled: string | undefined;
  readonly opaque: string | undefined;
}

/** Nodes in topological order. */
export interface Question {
  /** `undefined` for an input. */
  readonly nodes: readonly (QuestionNode | undefined)[];
  readonly users: readonly (readonly number[])[];
  readonly asked: readonly number[];
  /** Version of each input; opaque ones begin with `opaque:`. */
  readonly given: readonly (string | undefined)[];
  /** In the store; 0 where there is none. */
  readonly dataflowId: number;
}

/** What metadata says, at the time of asking. */
export interface Snapshot {
  entryOf(key: Digest): Awaitable<Entry | undefined>;
  /** Are there stored bytes for these data versions? */
  hasBytes(versions: readonly Digest[]): Awaitable<readonly boolean[]>;
  /** Were the bytes of this version taken by garbage collection? */
  collectedOf(version: Digest): Awaitable<Collected | undefined>;
}

/** A version that is new with each execution (R17): nothing computed from it can be found again. */
export function isOpaque(version: string): boolean {
  return version.startsWith("opaque:");
}
