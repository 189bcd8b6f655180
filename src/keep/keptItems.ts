// Which values are items of a stored list? Where the list stays, they stay: it is only their versions.
import type { Digest, ResultStore } from "../contracts.ts";
import { type ItemList, itemsFormat } from "../run/items/itemList.ts";
import type { Candidate } from "./garbagePlan.ts";

/** The same candidates; an item was needed when its list was, and is kept by what keeps that. */
export async function keptItems(all: readonly Candidate[], results: ResultStore): Promise<readonly Candidate[]> {
  const needed = new Map<Digest, Pick<Candidate, "usedAt" | "keptBy">>();
  for (const { rows, usedAt, keptBy } of all) {
    const payload = rows.find((row) => row.payload.format === itemsFormat.name)?.payload;
    if (payload === undefined) continue;
    for (const version of await versionsIn(payload.bytesDigest, results)) {
      const known = needed.get(version);
      const last = Math.max(usedAt, known?.usedAt ?? usedAt);
      needed.set(version, { usedAt: last, keptBy: known?.keptBy ?? keptBy });
    }
  }
  if (needed.size === 0) return all;
  return all.map((candidate) => {
    const list = needed.get(candidate.version);
    if (list === undefined) return candidate;
    const usedAt = Math.max(candidate.usedAt, list.usedAt);
    return { ...candidate, usedAt, keptBy: candidate.keptBy ?? list.keptBy };
  });
}

/** A list that cannot be read keeps nothing: its node executes again. */
async function versionsIn(bytesDigest: Digest, results: ResultStore): Promise<readonly Digest[]> {
  try {
    const [bytes] = await results.get([bytesDigest]);
    const list: ItemList | undefined = bytes === undefined ? undefined : itemsFormat.decode(bytes);
    return (list?.versions ?? []) as readonly Digest[];
  } catch {
    return [];
  }
}
