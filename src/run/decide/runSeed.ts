// What do nodes get that draw numbers or ask for the time? A seed of their own and one moment, the same for the same run seed.
import type { Binding, Digest } from "../../contracts.ts";
import type { RunBinding } from "../../dataflow/madeNode.ts";
import { digestOf } from "../../identity/digest.ts";
import type { Preview } from "../../protocol/index.ts";

/** As it was given to the run; undefined where none was. */
export type RunSeed = string | number | undefined;

export interface BoundByRun {
  readonly binding: Binding;
  readonly value: number;
  readonly preview: Preview;
}

/** `1` and `"1"` are two seeds. */
export function seedDigest(seed: RunSeed): Digest {
  return digestOf("run-seed/1", seed === undefined ? "" : JSON.stringify(seed));
}

/**
 * What a parameter is bound to by the run (R32).
 *
 * @param moment ms since the epoch: what time it is in this run
 */
export function boundByRun(
  parameter: string,
  what: RunBinding,
  node: string,
  seed: RunSeed,
  moment: number,
): BoundByRun {
  if (what === "now") {
    const preview = { type: "time", text: new Date(moment).toISOString() };
    return { binding: [parameter, "now", digestOf("now/1", String(moment))], value: moment, preview };
  }
  const digest = digestOf("seed/1", `${seedDigest(seed)}\0${node}`);
  const preview = { type: "seed", text: seed === undefined ? "none" : JSON.stringify(seed) };
  return { binding: [parameter, "seed", digest], value: seedNumber(digest), preview };
}

/** A whole number from 0 to 2³² − 1, as generators of random numbers take it. */
function seedNumber(digest: Digest): number {
  return Number.parseInt(digest.slice(0, 8), 16);
}
