// How is a cache emptied, also while drivers have it open?
import { deleteAll } from "../../keep/deleteAll.ts";
import { theHost } from "../host.ts";
import { forgetSources } from "../modules/fillFacts.ts";
import { type CachePlace, openCache } from "./openCache.ts";

/**
 * Deletes every result and every run of a cache. Drivers that are open go on with the empty one.
 *
 * @param place as for `withCache`; the `.cellar` beside the notebook or script if absent
 * @throws CellarError `store`, `newer-store`, `bad-option`: then nothing, or not everything, is deleted
 */
export async function clearCache(
  place: Pick<CachePlace, "path" | "metadataStore" | "resultStore"> = {},
): Promise<void> {
  const cache = openCache(place, theHost().root);
  try {
    await deleteAll(cache);
    forgetSources(cache.metadata);
  } finally {
    await cache.close();
  }
}
