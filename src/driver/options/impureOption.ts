// What does `withCache({ impure })` say?
import { IMPURE, type Impure } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";

/** @throws CellarError `bad-option` that names the nearest word */
export function impureOption(given: Impure | undefined): Impure {
  if (given === undefined) return "trust";
  if (IMPURE.includes(given)) return given;
  const list = IMPURE.map((word) => `"${word}"`).join(", ");
  throw cellarError(
    "bad-option",
    `withCache({ impure }) is one of ${list}, not ${JSON.stringify(given)}.${didYouMean(String(given), IMPURE)}`,
  );
}
