// What can be asked of the two stores by hand? A data version for a key, a value for a data version.
import type { Digest } from "../contracts.ts";
import { isCellarError } from "../errors.ts";
import type { FormatName } from "../formats/formats.ts";
import type { RunParts } from "../run/parts.ts";
import { forgetSources } from "./modules/fillFacts.ts";
import { knownFormat } from "./options/knownFormat.ts";
import { payloadOf, storedValue } from "./stores/storedValue.ts";
import { wholeDigest } from "./stores/wholeDigest.ts";

export interface MetadataFace {
  /**
   * The data version that a cache key leads to now; undefined where no result of it is known.
   *
   * @param cacheKey 64 hex digits, or the first 8 or more, as records show them
   */
  get(cacheKey: string): Promise<Digest | undefined>;
  /** Forgets all keys and runs. A run that is under way goes on; what is asked next executes. */
  deleteAll(): Promise<void>;
}

export interface ResultFace {
  /**
   * A stored value.
   *
   * @param dataVersion 64 hex digits, or the first 8 or more, as records show them
   * @throws CellarError `no-value` where none is stored, `corrupt-result` where its bytes are lost or damaged
   */
  get(dataVersion: string): Promise<unknown>;
  /** Are there bytes of this value? Nothing is read. */
  has(dataVersion: string): Promise<boolean>;
  /**
   * The file in which its bytes lie; undefined where they lie in none of their own, as small ones of the default format do,
   * or nowhere. To be read, not changed: bytes that were changed are found out, and computed again.
   *
   * @param options `format`: the file in that format, where the value was saved in several
   * @throws CellarError `bad-option` for what is no format, with the nearest name
   */
  pathOf(dataVersion: string, options?: { readonly format?: FormatName }): Promise<string | undefined>;
  /** Deletes all values. What needs one executes again. */
  deleteAll(): Promise<void>;
}

type Now = () => Promise<RunParts>;

export function metadataFace(now: Now): MetadataFace {
  return {
    async get(cacheKey) {
      const { metadata } = await now();
      const key = await ifStored(wholeDigest(metadata, "key", cacheKey));
      const [entry] = key === undefined ? [] : await metadata.entriesOf([key]);
      return entry?.dataVersion;
    },
    async deleteAll() {
      const { metadata } = await now();
      await metadata.deleteAll();
      forgetSources(metadata);
    },
  };
}

export function resultFace(now: Now): ResultFace {
  async function found(dataVersion: string, format?: string) {
    const parts = await now();
    const version = await ifStored(wholeDigest(parts.metadata, "value", dataVersion));
    const payload = version === undefined ? undefined : await payloadOf(parts, version, format);
    return { parts, payload };
  }
  return {
    async get(dataVersion) {
      const parts = await now();
      const version = await wholeDigest(parts.metadata, "value", dataVersion);
      return storedValue(parts, version, `the data version \`${version.slice(0, 12)}\``);
    },
    async has(dataVersion) {
      const { parts, payload } = await found(dataVersion);
      return payload !== undefined && (await parts.results.has([payload.bytesDigest]))[0] === true;
    },
    async pathOf(dataVersion, { format } = {}) {
      const name = format === undefined ? undefined : knownFormat(format, "pathOf({ format }) is").name;
      const { parts, payload } = await found(dataVersion, name);
      return payload === undefined ? undefined : await parts.results.pathOf?.(payload.bytesDigest);
    },
    async deleteAll() {
      await (await now()).results.deleteAll();
    },
  };
}

/** Nothing where nothing of that name is stored; what is no digest at all stays an error. */
async function ifStored(digest: Promise<Digest>): Promise<Digest | undefined> {
  try {
    return await digest;
  } catch (error) {
    if (isCellarError(error, "unknown-key") || isCellarError(error, "no-value")) return undefined;
    throw error;
  }
}
