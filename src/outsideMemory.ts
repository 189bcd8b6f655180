// What does a store remember of the world outside: what files held, and what time it was for a seed?
import type { Digest } from "./rows.ts";
import type { Awaitable } from "./work.ts";

/** What a file held when it was hashed, and what the file system said of it then. */
export interface FileMemo {
  /** Digest of where it lies: no path is kept. */
  readonly name: Digest;
  readonly sizeBytes: number;
  /** ns since the epoch */
  readonly mtimeNs: bigint;
  /** ns since the epoch */
  readonly ctimeNs: bigint;
  readonly inode: bigint;
  /** ms since the epoch */
  readonly hashedAt: number;
  /** sha-256 of the content */
  readonly digest: Digest;
}

export interface OutsideMemory {
  fileMemosOf(names: readonly Digest[]): Awaitable<readonly (FileMemo | undefined)[]>;
  putFileMemo(memo: FileMemo): Awaitable<void>;
  /**
   * What time it is in the runs of a dataflow that are given this seed: that of the first of them.
   *
   * @param seed digest of the seed
   * @param at ms since the epoch, where there was none
   * @param isKept whether `at` is to be remembered
   */
  momentOf(dataflowId: number, seed: Digest, at: number, isKept: boolean): Awaitable<number>;
}
