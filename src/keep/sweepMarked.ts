// Which marked payloads can go for good? Those marked 60 s ago, once every run that lived then has ended.
import type { DuePayloads } from "../contracts.ts";
import { inOneStep, type KeepParts, nextTurn } from "./keepParts.ts";

/** Runs that have no row yet, and readers between a decision and a read, are through by then. */
export const GRACE_MS = 60_000;
/** How long the rows of a collected value stay, so that a node can hit unread, or say why it executes. */
const ROWS_MS = 365 * 24 * 3_600_000;
/** A step holds the write lock of the store. */
const PAYLOADS_PER_STEP = 200;

export interface Swept {
  readonly payloads: number;
  readonly bytes: number;
  /** Marked payloads that must wait. */
  readonly left: number;
}

/**
 * Deletes what is due. Bytes go before their rows: a process that is killed in between leaves rows that are marked, and the
 * next sweep ends its work. Where both stores share a database, it is one step, which a killed process never took.
 *
 * @throws CellarError `store`
 */
export async function sweepMarked(parts: KeepParts): Promise<Swept> {
  const { metadata, results, clock } = parts;
  const swept = { payloads: 0, bytes: 0, left: 0 };
  const when = () => ({ markedBefore: clock.now() - GRACE_MS, now: clock.now(), limit: PAYLOADS_PER_STEP });
  // Most often nothing is marked: then nobody has to wait for the lock.
  swept.left = (await metadata.duePayloads(results.name, { ...when(), limit: 0 })).left;
  while (swept.left > 0) {
    const { payloads, orphaned, left } = await inOneStep<DuePayloads>(parts, {
      atOnce() {
        const due = metadata.duePayloads(results.name, when()) as DuePayloads;
        void results.delete(due.orphaned);
        void metadata.dropPayloads(due.payloads);
        return due;
      },
      async inTurn() {
        const due = await metadata.duePayloads(results.name, when());
        if (due.orphaned.length > 0) await results.delete(due.orphaned);
        await metadata.dropPayloads(due.payloads);
        return due;
      },
    });
    const sizes = new Map(payloads.map(({ bytesDigest, sizeBytes }) => [bytesDigest, sizeBytes]));
    swept.payloads += payloads.length;
    swept.bytes += orphaned.reduce((sum, digest) => sum + sizes.get(digest)!, 0);
    swept.left = left;
    if (payloads.length < PAYLOADS_PER_STEP) break;
    await nextTurn();
  }
  if (swept.payloads > 0) swept.left += await metadata.markReplays(results.name, clock.now());
  await metadata.dropCollected(clock.now() - ROWS_MS);
  return swept;
}
