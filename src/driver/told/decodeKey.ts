// What is a cache key made of? The node, its code version, and the versions of what it reads.
import type { Binding, Digest, MetadataStore } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import type { PastRun } from "../../run/record/pastRun.ts";
import { wholeDigest } from "../stores/wholeDigest.ts";

export interface DecodedKey {
  readonly cacheKey: Digest;
  /** Of the node that executed it last; it need not be part of the key. */
  readonly nodeName: string;
  readonly codeVersion: Digest;
  /** By parameter: nodes, inputs, and defaults that apply. */
  readonly dependenciesDataVersions: Readonly<Record<string, string>>;
  /** Parameters as they stand in the key, with the kind of each binding. */
  readonly bindings: readonly Binding[];
  /** E.g. Node's version and the time zone; empty where the store does not know it. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Takes a key apart. Keys of which nothing is stored, since their value had no version, are known as long as the driver.
 *
 * @param runs this driver's own
 * @throws CellarError `unknown-key`, `bad-option`
 */
export async function decodeKey(metadata: MetadataStore, runs: readonly PastRun[], asked: string): Promise<DecodedKey> {
  const own = ownKey(runs, asked);
  const cacheKey = own?.cacheKey ?? (await wholeDigest(metadata, "key", asked));
  const [recipe] = await metadata.recipesOf([cacheKey]);
  if (recipe === undefined) {
    if (own !== undefined) return own;
    throw cellarError(
      "unknown-key",
      `No cache key \`${cacheKey.slice(0, 12)}\` is stored: it was never computed, or deleted.`,
    );
  }
  const [entry] = await metadata.entriesOf([cacheKey]);
  const [environment = {}] = await metadata.environmentsOf([recipe.environment]);
  return {
    cacheKey,
    nodeName: entry?.node ?? recipe.firstName,
    codeVersion: recipe.codeVersion,
    dependenciesDataVersions: versionsIn(recipe.bindings),
    bindings: recipe.bindings,
    environment,
  };
}

function ownKey(runs: readonly PastRun[], asked: unknown): DecodedKey | undefined {
  if (typeof asked !== "string" || asked.length < 12) return undefined;
  for (const { record, versionsOf } of runs.toReversed()) {
    for (const [i, short] of record.key.entries()) {
      if (short === "" || !asked.startsWith(short)) continue;
      const nodeName = record.graph.names[i]!;
      const { key, code, bindings } = versionsOf(nodeName)!;
      if (key === undefined || code === undefined || bindings === undefined || !key.startsWith(asked)) continue;
      const dependenciesDataVersions = versionsIn(bindings);
      return { cacheKey: key, nodeName, codeVersion: code, dependenciesDataVersions, bindings, environment: {} };
    }
  }
  return undefined;
}

function versionsIn(bindings: readonly Binding[]): Readonly<Record<string, string>> {
  return Object.fromEntries(bindings.map(([parameter, , version]) => [parameter, version]));
}
