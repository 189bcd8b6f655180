// Why does a node execute that had not been decided to when the run began? Said before it begins.

import type { ExecutionParts } from "../executionParts.ts";
import { withItemChanges } from "../items/changedItems.ts";

/** @param isStill asked after the store has answered: is it still to be said? */
export async function tellExecution(x: ExecutionParts, i: number, isStill: () => boolean = () => true): Promise<void> {
  const { resolution, teller, journal } = x;
  await x.begin();
  await teller.tell([i]);
  if (!isStill()) return;
  journal.change(i, {
    status: "w",
    key: resolution.keys[i],
    detail: { cues: withItemChanges(x, i, teller.cuesOf(i)) },
  });
}
