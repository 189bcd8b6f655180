// Is what nodes print kept and shown again? In notebooks unless told otherwise, in scripts where asked for.
import type { ResultStore } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import type { ReplayParts } from "../../run/parts.ts";
import type { Host } from "../host.ts";

export interface ReplayOptions {
  /** Shows it on a hit; true if absent. With `false` it is kept, and told in the record only. */
  readonly show?: boolean;
  /** Keeps it also in a result store that lies beyond this machine; false if absent. */
  readonly share?: boolean;
}

const FIELDS = ["show", "share"] as const;

/**
 * @returns undefined where nothing is kept and nothing is shown
 * @throws CellarError `bad-option`
 */
export function replayOption(
  given: boolean | ReplayOptions | undefined,
  host: () => Host,
  results: ResultStore,
): ReplayParts | undefined {
  checkReplayOption(given);
  const isNotebook = host().origin === "notebook";
  if (!(given ?? isNotebook)) return undefined;
  const { show = true, share = false } = typeof given === "object" ? given : {};
  if (results.isRemote === true && !share) return undefined;
  return {
    isShown: show,
    // Below Node 24, AsyncLocalStorage and an unwound cell together end a kernel.
    follows: !isNotebook || Number(process.versions.node.split(".")[0]) >= 24,
    display: (data, metadata) => host().display(data, metadata),
  };
}

/** @throws CellarError `bad-option` */
export function checkReplayOption(given: boolean | ReplayOptions | undefined): void {
  if (given === undefined || typeof given === "boolean") return;
  if (typeof given !== "object" || given === null)
    throw cellarError("bad-option", `withCache({ replay }) is true, false or { show, share }, not ${String(given)}.`);
  for (const [name, value] of Object.entries(given)) {
    if (!(FIELDS as readonly string[]).includes(name))
      throw cellarError("bad-option", `withCache({ replay }) knows no \`${name}\`.${didYouMean(name, FIELDS)}`);
    if (value !== undefined && typeof value !== "boolean")
      throw cellarError("bad-option", `withCache({ replay: { ${name} } }) is true or false, not ${String(value)}.`);
  }
}
