// What must be known of a dataflow to decide what executes? Digests only: no values, no functions, no stores.
import type { Awaitable, Binding, Collected, Digest, Entry } from "../../contracts.ts";

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
  /** Who says that its changes are not to be seen below (R22). */
  readonly ignored: string | undefined;
  /** Age in ms from which a stored result is no longer taken. */
  readonly ttlMs: number | undefined;
  readonly opaque: string | undefined;
  /** It saves files, which are to hold what it saved (R29). */
  readonly isSaver?: boolean;
  /** Its value is made of the first that it reads: a saver's files stand behind it too. */
  readonly handsOn?: boolean;
  /** It is lent live values that are not looked at again (R20). */
  readonly isTrusted?: boolean;
  /** What it reads that no key holds, where that is not trusted. */
  readonly impure: string | undefined;
}

/** Nodes in topological order. */
export interface Question {
  /** `undefined` for an input. */
  readonly nodes: readonly (QuestionNode | undefined)[];
  readonly users: readonly (readonly number[])[];
  readonly asked: readonly number[];
  /** Version of each input; opaque ones begin with `opaque:`. */
  readonly given: readonly (string | undefined)[];
  /** Of each input: digest of the files that a saver saved beside it; of none if absent. */
  readonly givenSaved?: readonly (Digest | undefined)[];
  /** In the store; 0 where there is none. */
  readonly dataflowId: number;
  /** ms since the epoch: one moment for the whole run. */
  readonly now: number;
}

/** What metadata says, at the time of asking. */
export interface Snapshot {
  entryOf(key: Digest): Awaitable<Entry | undefined>;
  /** Are there stored bytes for these data versions? */
  hasBytes(versions: readonly Digest[]): Awaitable<readonly boolean[]>;
  /** Were the bytes of this version taken by garbage collection? */
  collectedOf(version: Digest): Awaitable<Collected | undefined>;
}

/** What stands for the value of an ignored node in the keys below it: its name, whatever its value (R22). */
export function ignoredVersion(node: string): string {
  return `ignored:${node}`;
}

/** Kinds of what is declared outside: their versions begin with them (R1). */
const OUTSIDE = ["file", "env"] as const;

/** A binding of a parameter to a dep of this version. */
export function bindingTo(parameter: string, version: string): Binding {
  if (version.startsWith("ignored:")) return [parameter, "ignored", version.slice("ignored:".length)];
  for (const kind of OUTSIDE)
    if (version.startsWith(`${kind}:`)) return [parameter, kind, version.slice(kind.length + 1)];
  return [parameter, isOpaque(version) ? "opaque" : "value", version];
}

/** A version that is new with each execution (R17): nothing computed from it can be found again. */
export function isOpaque(version: string): boolean {
  return version.startsWith("opaque:");
}
