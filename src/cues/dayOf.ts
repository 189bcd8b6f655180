// On which day was that? In UTC, so that a sentence reads the same everywhere.

/** @param at ms since the epoch; a store that others can write to may say anything */
export function dayOf(at: number): string {
  const day = new Date(at);
  return Number.isNaN(day.getTime()) ? "an unknown day" : day.toISOString().slice(0, 10);
}
