// Which value is stored under this version, and where?
import type { Digest, Payload } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { type StoreSnapshot, storeSnapshot } from "../../run/decide/storeSnapshot.ts";
import { ItemList } from "../../run/items/itemList.ts";
import { numberOf } from "../../run/items/itemsFailed.ts";
import type { RunParts } from "../../run/parts.ts";
import { readValue } from "../../run/store/readValue.ts";

/**
 * Reads and decodes a value; its bytes are checked first.
 *
 * @param named in words, for errors: "`total` in run …"
 * @throws CellarError `no-value` where nothing is stored, `corrupt-result` where bytes are lost or damaged, `store`
 */
export async function storedValue(parts: RunParts, version: Digest, named: string): Promise<unknown> {
  const snapshot = snapshotOf(parts);
  if ((await snapshot.payloadsOf(version)).length === 0) {
    throw cellarError(
      "no-value",
      `No value is stored for ${named}: it was never stored, or it was deleted. Execute its node again.`,
    );
  }
  const reading = await readValue(parts, snapshot, version, (error) => {
    throw error;
  });
  if (!("lost" in reading))
    return reading.value instanceof ItemList ? itemValues(parts, reading.value, named) : reading.value;
  const what = reading.lost === "class changed" ? "hold instances of a class that has changed" : `are ${reading.lost}`;
  throw cellarError(
    "corrupt-result",
    `The stored bytes of ${named} ${what}. Execute its node again: what it gives is stored anew.`,
  );
}

/** Of a node that is computed item by item, the values of all items. */
async function itemValues(parts: RunParts, { versions }: ItemList, named: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const [at, version] of versions.entries())
    values.push(await storedValue(parts, version!, `item ${numberOf(at)} of ${named}`));
  return values;
}

/** The payload from which a value would be read, or the one in that format. */
export async function payloadOf(parts: RunParts, version: Digest, format?: string): Promise<Payload | undefined> {
  const payloads = await snapshotOf(parts).payloadsOf(version);
  return format === undefined ? payloads[0] : payloads.find((payload) => payload.format.split(" ")[0] === format);
}

function snapshotOf({ metadata, results, formats }: RunParts): StoreSnapshot {
  return storeSnapshot(
    metadata,
    results,
    [],
    ({ format, formatVersion }) => formats.named(format)?.version === formatVersion,
    formats.standard.name,
  );
}
