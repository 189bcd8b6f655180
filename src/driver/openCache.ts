// How is a cache opened? Once per folder and process, recovered from crashes, and replaced by memory where it cannot be.
import path from "node:path";
import { performance } from "node:perf_hooks";
import type { Clock, MetadataStore, ResultStore } from "../contracts.ts";
import { isCellarError } from "../errors.ts";
import { markDamage } from "../metadata/damage.ts";
import { memoryMetadata } from "../metadata/memory.ts";
import { openDatabase } from "../metadata/openDatabase.ts";
import { ownerAlive, ownOwner } from "../metadata/owner.ts";
import { recover } from "../metadata/recover.ts";
import { sqliteMetadata } from "../metadata/sqlite.ts";
import { applyEvents, type RunEvent, type RunRecord } from "../protocol/index.ts";
import { memoryResults } from "../results/memory.ts";
import { packedResults } from "../results/packed.ts";
import { prepareCacheFolder } from "../results/prepareCacheFolder.ts";
import { type Flights, makeFlights } from "../run/flights.ts";

export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };

export interface OpenCache {
  /** Folder of the cache; undefined where stores were given. */
  readonly path: string | undefined;
  readonly metadata: MetadataStore;
  readonly results: ResultStore;
  /** Are both stores this cache's own, in one database? */
  readonly sharesDatabase: boolean;
  readonly flights: Flights;
  /** Said once, in the first record that follows. */
  readonly warnings: string[];
  /** Gives it back; the last one closes it. */
  close(): Promise<void>;
}

export interface CachePlace {
  readonly path?: string | undefined;
  readonly compress?: boolean | undefined;
  readonly metadataStore?: MetadataStore | undefined;
  readonly resultStore?: ResultStore | undefined;
  readonly strict?: boolean | undefined;
}

interface Shared {
  readonly cache: Omit<OpenCache, "close">;
  users: number;
}

const open = new Map<string, Shared>();
/** Stores that were given by the user share their flights too. */
const flightsOf = new WeakMap<MetadataStore, Flights>();

/**
 * Opens a cache, or joins the one that this process has open in that folder.
 *
 * @param root folder in which a relative path, and the default `.cellar`, lies
 * @throws CellarError `newer-store`; `store` where `strict` is asked for
 */
export function openCache(place: CachePlace, root: string): OpenCache {
  const given = place.metadataStore;
  if (given !== undefined && place.resultStore !== undefined) {
    const flights = flightsOf.get(given) ?? makeFlights();
    flightsOf.set(given, flights);
    return {
      path: undefined,
      metadata: given,
      results: place.resultStore,
      sharesDatabase: false,
      flights,
      warnings: [],
      close: async () => {},
    };
  }
  const folder = path.resolve(root, place.path ?? ".cellar");
  const key = `${folder}\0${place.compress === true}`;
  const shared = open.get(key) ?? { cache: openFolder(folder, place), users: 0 };
  open.set(key, shared);
  shared.users++;
  let closed = false;
  return {
    ...shared.cache,
    metadata: given ?? shared.cache.metadata,
    results: place.resultStore ?? shared.cache.results,
    sharesDatabase: shared.cache.sharesDatabase && given === undefined && place.resultStore === undefined,
    async close() {
      if (closed) return;
      closed = true;
      if (--shared.users > 0) return;
      open.delete(key);
      await shared.cache.results.close();
      await shared.cache.metadata.close();
    },
  };
}

function openFolder(folder: string, place: CachePlace): Omit<OpenCache, "close"> {
  const owner = ownOwner();
  const clock = systemClock;
  try {
    prepareCacheFolder(folder);
    const { db, warnings } = openDatabase(path.join(folder, "metadata.db"));
    const metadata = sqliteMetadata(db, { clock, owner });
    const results = packedResults({
      db,
      folder: path.join(folder, "results"),
      owner,
      compress: place.compress === true,
      onFailure: (error) => markDamage(db, error),
    });
    results.sweep((other, lastSignAt) => ownerAlive(other, lastSignAt, owner, clock.now()));
    const recovered = recover(db, { clock, owner, fold });
    return {
      path: folder,
      metadata,
      results,
      sharesDatabase: true,
      flights: makeFlights(),
      warnings: [...warnings, ...recovered.warnings],
    };
  } catch (error) {
    if (place.strict === true || isCellarError(error, "newer-store") || !isCellarError(error, "store")) throw error;
    // A cache that cannot be opened must not keep a dataflow from running (R35).
    const said = `${error.message} Until then results are kept in memory only.`;
    const metadata = memoryMetadata({ clock, owner });
    const results = memoryResults();
    return { path: folder, metadata, results, sharesDatabase: true, flights: makeFlights(), warnings: [said] };
  }
}

/** The record of a run whose process died: what its journal told, and that it was interrupted. */
function fold(startRecord: string, events: readonly string[]): string {
  const start = JSON.parse(startRecord) as RunRecord;
  const told = applyEvents(
    start,
    events.map((event) => JSON.parse(event) as RunEvent),
  );
  const status = told.status.replaceAll(/[pwr]/g, "s");
  const skipped = [...status].filter((letter) => letter === "s").length;
  return JSON.stringify({ ...told, state: "interrupted", status, counts: { ...told.counts, skipped } });
}
