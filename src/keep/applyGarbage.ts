// How does garbage go, while runs of this and of other processes go on? Marked now, deleted when nobody can be reading it.
import type { FoundGarbage } from "./garbagePlan.ts";
import type { GarbageRule } from "./garbageRule.ts";
import { type KeepParts, nextTurn } from "./keepParts.ts";
import { type Swept, sweepMarked } from "./sweepMarked.ts";

/** What became of a garbage plan. */
export interface Collection {
  /** Values that are marked now: no plan sees them any more. Fewer than were planned where some were used or pinned meanwhile. */
  readonly marked: number;
  /** Bytes of their payloads; they are free after 60 s, once the runs that are under way have ended. */
  readonly markedBytes: number;
  /** What had been marked before, and is deleted now. */
  readonly swept: Swept;
}

/** Marks in steps of this many, so that no other process waits long for the lock. */
const MARKS_PER_STEP = 500;

/** @throws CellarError `store`; what was marked by then stays so, and applying again goes on */
export async function applyGarbage(found: FoundGarbage, rule: GarbageRule, parts: KeepParts): Promise<Collection> {
  const marked = new Set<string>();
  let markedBytes = 0;
  for (let at = 0; at < found.rows.length; at += MARKS_PER_STEP) {
    const step = found.rows.slice(at, at + MARKS_PER_STEP);
    for (const payload of await parts.metadata.markPayloads(step, parts.clock.now(), rule.keepRuns ?? 0)) {
      marked.add(payload.dataVersion);
      markedBytes += payload.sizeBytes;
    }
    await nextTurn();
  }
  // What nodes printed goes after their values.
  await parts.metadata.markReplays(parts.results.name, parts.clock.now());
  return { marked: marked.size, markedBytes, swept: await sweepMarked(parts) };
}
