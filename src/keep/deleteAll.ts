// How is a cache emptied while runs and other drivers use it?
import { inOneStep, type KeepParts } from "./keepParts.ts";

/**
 * Deletes every result and every run that has ended, pins included. Runs that are under way end as they would have: what they
 * had decided to read and find gone executes instead.
 *
 * @throws CellarError `store`; then nothing, or not everything, is deleted
 */
export async function deleteAll(parts: Omit<KeepParts, "clock">): Promise<void> {
  const { metadata, results } = parts;
  await inOneStep<void>(parts, {
    atOnce() {
      void metadata.deleteAll();
      void results.deleteAll();
    },
    async inTurn() {
      await metadata.deleteAll();
      await results.deleteAll();
    },
  });
}
