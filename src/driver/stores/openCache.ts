// How is a cache opened? Once per folder and process, and replaced by memory where it cannot be.
import { realpathSync } from "node:fs";
import path from "node:path";
import type { MetadataStore, ResultStore } from "../../contracts.ts";
import { cellarError, isCellarError } from "../../errors.ts";
import { prepareCacheFolder } from "../../results/prepareCacheFolder.ts";
import { type Flights, makeFlights } from "../../run/lease/flights.ts";
import { givenStore } from "./givenStore.ts";
import { type OpenFolder, openFolder, openMemory } from "./openFolder.ts";

export interface OpenCache {
  /** Folder of the cache; undefined where both stores were given. */
  readonly path: string | undefined;
  readonly metadata: MetadataStore;
  readonly results: ResultStore;
  /** Are both stores this cache's own, in one database? */
  readonly sharesDatabase: boolean;
  readonly flights: Flights;
  /** Said once, in the first record that follows. */
  readonly warnings: string[];
  /** False where its folder was deleted: then it must be opened anew. */
  isPresent(): boolean;
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

/** How many have a folder open. */
const users = new Map<OpenFolder, number>();
/** By real path, so that a link to a folder is the same folder. */
const folders = new Map<string, OpenFolder>();
/** What stands in for folders that could not be opened, by path. */
const memories = new Map<string, OpenFolder>();
/** Stores that were given by the user share their flights too. */
const flightsOf = new WeakMap<MetadataStore, Flights>();

/**
 * Opens a cache, or joins the one that this process has open in that folder.
 *
 * @param root folder in which a relative path, and the default `.cellar`, lies
 * @throws CellarError `bad-option` for an empty path; `newer-store`; `store` where `strict` is asked for
 */
export function openCache(place: CachePlace, root: string): OpenCache {
  const { metadataStore, resultStore } = place;
  if (metadataStore !== undefined && resultStore !== undefined) return openGiven(metadataStore, resultStore);
  if (place.path === "")
    throw cellarError("bad-option", 'withCache({ path: "" }) names no folder: leave it out, or name one.');
  const { folder, warnings, close } = joinFolder(path.resolve(root, place.path ?? ".cellar"), place.strict === true);
  return {
    path: folder.path,
    metadata: metadataStore === undefined ? folder.metadata : givenStore(metadataStore),
    results: resultStore === undefined ? folder.results(place.compress === true) : givenStore(resultStore),
    sharesDatabase: metadataStore === undefined && resultStore === undefined,
    flights: folder.flights,
    warnings,
    isPresent: folder.isPresent,
    close,
  };
}

/** A store that lies in a folder which others may have open too: they wait for each other's computations. */
export function shareFlights(metadata: MetadataStore, { flights }: OpenFolder): void {
  flightsOf.set(metadata, flights);
}

function openGiven(metadataStore: MetadataStore, resultStore: ResultStore): OpenCache {
  const flights = flightsOf.get(metadataStore) ?? makeFlights();
  flightsOf.set(metadataStore, flights);
  return {
    path: undefined,
    metadata: givenStore(metadataStore),
    results: givenStore(resultStore),
    sharesDatabase: false,
    flights,
    warnings: [],
    isPresent: () => true,
    close: async () => {},
  };
}

export interface JoinedFolder {
  readonly folder: OpenFolder;
  readonly warnings: string[];
  /** Gives it back; the last one closes it. */
  close(): Promise<void>;
}

/**
 * Opens a folder, or joins those who have it open in this process.
 *
 * @param wanted absolute path
 * @param strict throws where memory would stand in for a folder that cannot be opened
 * @throws CellarError `newer-store`; `store` where `strict` is asked for
 */
export function joinFolder(wanted: string, strict: boolean): JoinedFolder {
  const { folder, warnings } = join(wanted, strict);
  users.set(folder, (users.get(folder) ?? 0) + 1);
  let closed = false;
  return {
    folder,
    warnings,
    async close() {
      if (closed) return;
      closed = true;
      await leave(folder);
    },
  };
}

/** A folder that could not be opened is tried again by each who asks. */
function join(wanted: string, strict: boolean): Omit<JoinedFolder, "close"> {
  try {
    prepareCacheFolder(wanted);
    const folder = presentFolder(realpathSync(wanted));
    memories.delete(wanted);
    return { folder, warnings: folder.warnings.splice(0) };
  } catch (error) {
    if (strict || isCellarError(error, "newer-store") || !isCellarError(error, "store")) throw error;
    // A cache that cannot be opened must not keep a dataflow from running (R35).
    const memory = memories.get(wanted) ?? openMemory(wanted);
    memories.set(wanted, memory);
    return { folder: memory, warnings: [`${error.message} Until then results are kept in memory only.`] };
  }
}

function presentFolder(real: string): OpenFolder {
  const known = folders.get(real);
  if (known?.isPresent() === true) return known;
  const folder = openFolder(real);
  folders.set(real, folder);
  return folder;
}

async function leave(folder: OpenFolder): Promise<void> {
  const left = users.get(folder)! - 1;
  users.set(folder, left);
  if (left > 0) return;
  users.delete(folder);
  for (const open of [folders, memories]) for (const [place, other] of open) if (other === folder) open.delete(place);
  await folder.swept;
  await folder.metadata.close();
}
