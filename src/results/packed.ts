// Where are the bytes of a cache on this disk? Small ones packed in a table, large ones and those of other programs in files.
import type { Database } from "better-sqlite3";
import type { Digest, Encoded, Owner, ResultStore } from "../contracts.ts";
import { type CellarError, cellarError } from "../errors.ts";
import { largeFiles } from "./largeFiles.ts";
import { smallBytes } from "./smallBytes.ts";

export interface PackedResultsOptions {
  /** Holds the table of small results; stays open when the store is closed. */
  readonly db: Database;
  /** Folder of the large ones; made when it is first needed. */
  readonly folder: string;
  /** This process: unfinished files bear its name. */
  readonly owner: Owner;
  /** Whether new large files are packed with gzip; false if absent. */
  readonly compress?: boolean;
  /** Largest size, in bytes, that goes into the table; 16 KiB if absent. */
  readonly smallBytes?: number;
  /** Told of every failure, e.g. to mark a damaged database; what it gives is thrown instead. */
  readonly onFailure?: (error: unknown) => CellarError | undefined;
}

export interface PackedResults extends ResultStore {
  /**
   * Removes the unfinished files of processes that died while writing; how many there were. To be called at opening.
   *
   * @param isAlive whether a process lives whose last sign of life is that old, in ms since the epoch
   */
  sweep(isAlive: (owner: Owner, lastSignAt: number) => boolean): number;
}

/**
 * The results of a cache on this disk, done when a call returns. Bytes that are there already are not written again:
 * whoever finds bytes that do not have their digest deletes them before it puts them anew.
 *
 * @throws from every method: `store`, with the cause, e.g. when the disk is full
 */
export function packedResults(options: PackedResultsOptions): PackedResults {
  const { db, folder, owner, compress = false, smallBytes: limit = 16 * 1024 } = options;
  const small = smallBytes(db);
  const large = largeFiles(folder, owner, compress);
  /** Whoever chose a format for other programs wants to find it as a file, however small it is. */
  const needsFile = ({ sizeBytes, isPlainFile }: Encoded): boolean => isPlainFile === true || sizeBytes > limit;

  function told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw options.onFailure?.(error) ?? trouble(error, folder);
    }
  }

  async function toldLater<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw options.onFailure?.(error) ?? trouble(error, folder);
    }
  }

  return {
    name: "local",
    put(items) {
      told(() => {
        for (const { digest } of items) {
          if (!isDigest(digest))
            throw cellarError("store", `\`${digest}\` is not a digest: nothing is stored under it.`);
        }
        for (const { digest, encoded } of items) if (needsFile(encoded)) large.put(digest, encoded);
        small.put(items.filter(({ encoded }) => !needsFile(encoded)));
      });
    },
    get(digests) {
      return told(() =>
        digests.map((digest) => (isDigest(digest) ? (small.get(digest) ?? large.get(digest)) : undefined)),
      );
    },
    getHashed: (digest, bodyAt) => (isDigest(digest) ? toldLater(large.getHashed(digest, bodyAt)) : undefined),
    has(digests) {
      return told(() => digests.map((digest) => isDigest(digest) && (small.has(digest) || large.has(digest))));
    },
    delete(digests) {
      told(() => {
        const sound = digests.filter(isDigest);
        small.delete(sound);
        sound.forEach(large.delete);
      });
    },
    deleteAll() {
      told(() => {
        small.deleteAll();
        large.deleteAll();
      });
    },
    pathOf: (digest) => told(() => (isDigest(digest) ? large.pathOf(digest) : undefined)),
    sweep: (isAlive) => told(() => large.sweep(isAlive)),
    close() {},
  };
}

/** Digests become file names: nothing else may. */
function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{64}$/.test(text);
}

function trouble(error: unknown, folder: string): CellarError {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const full = code === "ENOSPC" || code === "EDQUOT" || code === "SQLITE_FULL";
  const what = full ? "the disk is full" : message;
  const remedy = full ? "Free some space" : "Check that the folder can be written";
  return cellarError(
    "store",
    `The results in ${folder}: ${what}. ${remedy}, or choose another folder: withCache({ path }).`,
    { cause: error },
  );
}
