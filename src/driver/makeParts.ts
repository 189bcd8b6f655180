// What does a run of this driver work with? Stores, clock and words of the moment, put together in one place.

import { createRequire } from "node:module";
import { formatNamed, structured } from "../formats/formats.ts";
import { digestOf } from "../identity/digest.ts";
import { systemClock } from "../metadata/systemClock.ts";
import { itemsFormat } from "../run/items/itemList.ts";
import type { RunParts } from "../run/parts.ts";
import { storeWarning } from "../run/record/storeWarning.ts";
import { tolerant } from "../run/tolerant.ts";
import type { DriverParts } from "./driver.ts";
import { theHost } from "./host.ts";
import { lineageOf } from "./lineage.ts";
import { hasListeners, publishRun } from "./messages.ts";
import { classesOf, loadClasses } from "./modules/classes.ts";
import { ignoredFields, withoutFields } from "./options/environmentOption.ts";
import { replayOption } from "./options/replayOption.ts";
import { runName } from "./runName.ts";
import { leasePeriods } from "./stores/leasePeriods.ts";
import type { OpenCache } from "./stores/openCache.ts";
import { readSurroundings } from "./surroundings.ts";
import { worldWith } from "./world.ts";

/** `refresh` gives what changes from run to run; parts that are not lasting are made again, since the store failed. */
export async function makeParts(
  { cache, label, modules, formats, adapters, executor }: DriverParts,
  { metadata, results, sharesDatabase, flights, warnings }: OpenCache,
): Promise<RunParts & { refresh(): Partial<RunParts>; readonly isLasting: boolean }> {
  const host = theHost();
  const { lineage, label: told } = lineageOf(label, modules);
  let isLasting = true;
  const failed = (error: unknown): void => {
    isLasting = false;
    const said = storeWarning("metadata", error);
    if (!warnings.includes(said)) warnings.push(said);
  };
  const store = cache.strict === true ? metadata : tolerant(metadata, failed);
  const dataflowId = await store.openDataflow(lineage, told, host.notebook);
  const ownerId = await store.openOwner();
  const ignored = ignoredFields(cache.environment);
  const by = {
    cellar: CELLAR_VERSION,
    node: process.versions.node,
    origin: host.origin,
    ...(ignored.length === 0 ? {} : { ignores: ignored }),
  };
  const dataflow = {
    id: digestOf("dataflow/1", lineage).slice(0, 8),
    label: told,
    ...(host.notebook === undefined ? {} : { notebook: host.notebook }),
  };
  const parts = {
    metadata,
    results,
    sharesDatabase,
    formats: {
      standard: structured,
      named: (name: string) => (name === itemsFormat.name ? itemsFormat : formatNamed(name)),
      of: (node: string) => formats.get(node),
      refusals: new Map<string, unknown>(),
    },
    classes: classesOf(modules),
    loadClasses: () => loadClasses(modules),
    executor,
    adapters,
    clock: systemClock,
    world: worldWith(systemClock, store),
    flights,
    leases: sharesDatabase && metadata.isShared ? leasePeriods() : undefined,
    warnings,
    surroundings: withoutFields(readSurroundings(), ignored),
    dataflow,
    dataflowId,
    ownerId,
    by,
    newRunName: () => runName(systemClock.now()),
    publish: publishRun,
    isHeard: hasListeners,
    logs: cache.log,
    log: (line: string) => theHost().log(line),
    replay: replayOption(cache.replay, theHost, results),
  };
  return {
    ...parts,
    isLasting,
    refresh: () => {
      const cell = theHost().cell();
      const told = {
        ...(cell?.id === undefined ? {} : { cell: cell.id }),
        ...(cell?.count === undefined ? {} : { count: cell.count }),
      };
      return { surroundings: withoutFields(readSurroundings(), ignored), by: { ...by, ...told } };
    },
  };
}

const CELLAR_VERSION = (createRequire(import.meta.url)("cellar/package.json") as { version: string }).version;
