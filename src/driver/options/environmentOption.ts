// What does `withCache({ environment })` leave out of the keys?
import { cellarError } from "../../errors.ts";
import { IGNORED_FIELD, type Surroundings } from "../../identity/environment.ts";
import { didYouMean } from "../../nearest.ts";
import { shown } from "./refuseOptions.ts";

/** Fields that may be left out; the others say how code and values are read at all. */
const FIELDS = ["node", "timezone", "locale", "icu", "tz", "platform", "arch", "cwd"] as const;
export type EnvironmentField = (typeof FIELDS)[number];

/** Which fields of the environment do not count, e.g. `{ timezone: "ignore" }`. */
export type EnvironmentOption = { readonly [Field in EnvironmentField]?: "ignore" };

/** @throws CellarError `bad-option` that names the nearest field */
export function ignoredFields(given: EnvironmentOption | undefined): readonly EnvironmentField[] {
  const entries = Object.entries(given ?? {}).filter(([, said]) => said !== undefined);
  for (const [field, said] of entries) {
    const list = FIELDS.map((name) => `\`${name}\``).join(", ");
    if (!FIELDS.includes(field as EnvironmentField))
      throw cellarError(
        "bad-option",
        `withCache({ environment }) has no field \`${field}\` to leave out.${didYouMean(field, FIELDS)} Fields are ${list}.`,
      );
    if (said !== "ignore")
      throw cellarError(
        "bad-option",
        `withCache({ environment: { ${field} } }) is "ignore" or left out, not ${shown(said)}.`,
      );
  }
  return entries.map(([field]) => field as EnvironmentField);
}

const widened = new WeakMap<Surroundings, Map<string, Surroundings>>();

/** The surroundings without what does not count; the same object for the same ones, as code versions are kept by it. */
export function withoutFields(now: Surroundings, fields: readonly EnvironmentField[]): Surroundings {
  if (fields.length === 0) return now;
  const known = widened.get(now) ?? new Map<string, Surroundings>();
  widened.set(now, known);
  const name = [...fields].sort().join();
  const made = known.get(name) ?? { ...now, ...Object.fromEntries(fields.map((field) => [field, IGNORED_FIELD])) };
  known.set(name, made);
  return made;
}
