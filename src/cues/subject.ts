// What do the cues look at? A node as it is now, and the key that it is compared with.
import type { Binding, CodeRow, Collected, Digest, Entry, Recipe } from "../contracts.ts";
import type { CueRecord, Preview } from "../protocol/index.ts";

/** What the gates need to know; nothing of the past. */
export interface GateFacts {
  readonly node: string;
  /** Who asked for an execution, e.g. `"execute({ recompute: true })"`. */
  readonly forced: string | undefined;
  /** Why no cache is used for it, if none is. */
  readonly disabled: string | undefined;
  /** Who says that its result is never stored and its changes not seen below, if anybody does. */
  readonly ignored: string | undefined;
  /** Where its code cannot be known. */
  readonly opaque: string | undefined;
  /** What it reads that its key does not hold, and who says that it then executes; undefined where it is trusted. */
  readonly impure: string | undefined;
  /** Names of deps whose values have no version that could be found again. */
  readonly opaqueDeps: readonly string[];
  readonly entry: Entry | undefined;
  /** What became of a file that it saved, in words. */
  readonly savedChange?: string | undefined;
  /** Age in ms from which a stored result is no longer taken, if any. */
  readonly ttlMs: number | undefined;
  /** ms since the epoch */
  readonly now: number;
  /** State of the stored bytes; `unread` where nobody needs them. */
  readonly bytes: "unread" | "present" | "missing" | "corrupt" | "unreadable" | "class changed" | Collected;
}

/** The fields of a key with all that explains them. */
export interface KeyStory {
  readonly recipe: Pick<Recipe, "codeVersion" | "environment" | "bindings">;
  readonly code: CodeRow | undefined;
  readonly environment: Readonly<Record<string, string>> | undefined;
}

/** How to look up what a digest stands for. */
export interface Lookup {
  text(digest: Digest): string | undefined;
  preview(version: string): Preview | undefined;
}

/** What the differences need to know. */
export interface DifferenceFacts {
  readonly node: string;
  readonly now: KeyStory;
  /** The baseline; undefined where the node was never seen. */
  readonly before: KeyStory | undefined;
  /** In words: "run 41 of this dataflow". */
  readonly baseline: string | undefined;
  /** Parameters that are bound to nodes (the others are inputs), with the index of the node. */
  readonly depOf: ReadonlyMap<string, number>;
  /** Parameter → the node or input that it is bound to; absent where it is a value written out. */
  readonly boundTo: ReadonlyMap<string, string>;
  /** Parameters whose values are given in the place of nodes. */
  readonly overridden: ReadonlySet<string>;
  /** Cues of nodes that executed before this one in the same run, by index. */
  readonly cuesOf: (index: number) => readonly CueRecord[];
  readonly lookup: Lookup;
  /** Where the module's source stands. */
  readonly where: { readonly source: string; readonly cell?: string } | undefined;
}

export type Gate = (now: GateFacts) => CueRecord | undefined;
export type Difference = (facts: DifferenceFacts) => readonly CueRecord[];

/** Bindings by parameter. */
export function byParameter(bindings: readonly Binding[]): ReadonlyMap<string, Binding> {
  return new Map(bindings.map((b) => [b[0], b]));
}
