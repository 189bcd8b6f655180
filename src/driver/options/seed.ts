// What may a seed of a run be?
import { cellarError } from "../../errors.ts";
import type { RunSeed } from "../../run/decide/runSeed.ts";

/** @throws CellarError `bad-option` for anything but a text or a finite number */
export function checkedSeed(seed: unknown): RunSeed {
  if (seed === undefined || typeof seed === "string" || (typeof seed === "number" && Number.isFinite(seed)))
    return seed;
  const told = typeof seed === "number" ? String(seed) : seed === null ? "null" : typeof seed;
  throw cellarError("bad-option", `{ seed } is a text or a finite number, e.g. { seed: 42 }, not ${told}.`);
}

/** An option that is left out where there is no seed. */
export function seeded(seed: RunSeed): { readonly seed?: string | number } {
  return seed === undefined ? {} : { seed };
}
