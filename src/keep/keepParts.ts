// What does keeping work with? The two stores and the time.
import type { Clock, MetadataStore, ResultStore } from "../contracts.ts";

export interface KeepParts {
  readonly metadata: MetadataStore;
  readonly results: ResultStore;
  /** Do both stores answer at once from one database, so that rows and bytes can go in one step? */
  readonly sharesDatabase: boolean;
  readonly clock: Clock;
}

/** One step where the stores allow it, else one after the other. */
export async function inOneStep<T>(
  { metadata, sharesDatabase }: Pick<KeepParts, "metadata" | "sharesDatabase">,
  work: { readonly atOnce: () => T; readonly inTurn: () => Promise<T> },
): Promise<T> {
  return sharesDatabase && metadata.together !== undefined ? metadata.together(work.atOnce) : work.inTurn();
}

/** Lets others have their turn between two steps of long work. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
