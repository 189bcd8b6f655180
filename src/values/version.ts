// Which version has this value? Equal digests, equal values.
import type { ClassTable, Digest, Refusal } from "../contracts.ts";
import { Refused } from "./refusal.ts";
import { Sink } from "./sink.ts";
import { walk } from "./walk.ts";

export type Versioned =
  | { readonly ok: true; readonly version: Digest }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The data version of a value: sha-256 of its canonical bytes, which are hashed as they are made and not kept.
 * Whether an object is frozen, sealed or extensible is not part of its value.
 *
 * @param classes whose instances may be versioned by their own fields
 * @returns the version, or what stands where that has none (a function, a Promise, a class of no module …)
 */
export function versionOf(value: unknown, classes: ClassTable): Versioned {
  const sink = new Sink(false);
  try {
    walk(value, classes, sink);
    return { ok: true, version: sink.version() };
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  } finally {
    sink.release();
  }
}

/** The refusal that ended a walk; anything else is rethrown. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) throw error;
  return { path: error.path, what: error.what };
}
