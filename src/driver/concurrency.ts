// How many bodies may run at once?
import { cellarError } from "../errors.ts";

/** @throws CellarError `bad-option` */
export function concurrencyOf({ concurrency = 16 }: { readonly concurrency?: number }): number {
  if (concurrency >= 1) return concurrency;
  throw cellarError("bad-option", `execute({ concurrency }) is a number from 1, not ${String(concurrency)}.`);
}
