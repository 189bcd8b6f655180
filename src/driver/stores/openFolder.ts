// How is a folder of a cache opened? Made where it is missing, recovered from crashes.
import { statSync } from "node:fs";
import path from "node:path";
import type { Database } from "better-sqlite3";
import type { MetadataStore, ResultStore } from "../../contracts.ts";
import { sweepMarked } from "../../keep/sweepMarked.ts";
import { markDamage } from "../../metadata/damage.ts";
import { memoryMetadata } from "../../metadata/memory.ts";
import { openDatabase } from "../../metadata/openDatabase.ts";
import { ownerAlive, ownOwner } from "../../metadata/owner.ts";
import { isHeld, patienceOf } from "../../metadata/patience.ts";
import { recover } from "../../metadata/recover.ts";
import { sqliteMetadata } from "../../metadata/sqlite.ts";
import { storeTrouble } from "../../metadata/storeTrouble.ts";
import { systemClock } from "../../metadata/systemClock.ts";
import { memoryResults } from "../../results/memory.ts";
import { type PackedResults, packedResults } from "../../results/packed.ts";
import { type Flights, makeFlights } from "../../run/lease/flights.ts";
import { foldRun } from "./foldRun.ts";
import { leasePeriods } from "./leasePeriods.ts";

/** A place of results and metadata that this process has open; drivers share it. */
export interface OpenFolder {
  readonly path: string;
  readonly metadata: MetadataStore;
  readonly flights: Flights;
  /** Said once, to the first driver. */
  readonly warnings: string[];
  results(compress: boolean): ResultStore;
  /** Ends when what garbage collection had marked before, and is due, is deleted. */
  readonly swept: Promise<void>;
  /** Is it still what lies at its path? Somebody may have deleted the folder meanwhile. */
  isPresent(): boolean;
}

const FILE = "metadata.db";

/**
 * Opens an existing folder.
 *
 * @throws CellarError `store`, `newer-store`
 */
export function openFolder(folder: string): OpenFolder {
  const file = path.join(folder, FILE);
  const { db, warnings } = openDatabase(file);
  try {
    const metadata = sqliteMetadata(db, { clock: systemClock, owner: ownOwner(), beatMs: leasePeriods().beatMs });
    const results = [false, true].map((compress) => resultsOf(db, folder, compress));
    const recovered = recover(db, { clock: systemClock, owner: ownOwner(), fold: foldRun });
    const inode = inodeOf(file);
    // What cannot be deleted now costs room, and nothing else: whoever writes next tells of the store's trouble.
    const keep = { metadata, results: results[0]!, sharesDatabase: true, clock: systemClock };
    const swept = sweepMarked(keep).then(nothing, nothing);
    return {
      path: folder,
      metadata,
      flights: makeFlights(),
      warnings: [...warnings, ...recovered.warnings, ...sweep(results[0]!)],
      results: (compress) => results[compress ? 1 : 0]!,
      isPresent: () => inodeOf(file) === inode,
      swept,
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** What stands in for a folder that cannot be opened, until it can. */
export function openMemory(folder: string): OpenFolder {
  const results = memoryResults();
  return {
    path: folder,
    metadata: memoryMetadata(),
    flights: makeFlights(),
    warnings: [],
    results: () => results,
    isPresent: () => true,
    swept: Promise.resolve(),
  };
}

function nothing(): void {}

function resultsOf(db: Database, folder: string, compress: boolean): PackedResults {
  const patience = patienceOf(db);
  const results = packedResults({
    db,
    folder: path.join(folder, "results"),
    owner: ownOwner(),
    compress,
    onFailure: (error) => {
      markDamage(db, error);
      patience.failed(error);
      return isHeld(error) ? storeTrouble(error, db.name) : undefined;
    },
  });
  return { ...results, renewPatience: patience.renew };
}

/** Litter that cannot be swept away costs room, and nothing else. */
function sweep(results: PackedResults): readonly string[] {
  const own = ownOwner();
  try {
    results.sweep((other, lastSignAt) => ownerAlive(other, lastSignAt, own, systemClock.now()));
    return [];
  } catch (error) {
    return [`Unfinished files could not be removed: ${(error as Error).message}`];
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
