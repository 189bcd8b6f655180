// What is the value of this version? Bytes are fetched, checked against their digest, and only then decoded.
import { hash } from "node:crypto";
import type { Digest, Format, HashedBytes, Payload, ResultStore } from "../../contracts.ts";
import { isCellarError } from "../../errors.ts";
import { isClassChanged } from "../../values/decode.ts";
import { versionOf } from "../../values/version.ts";
import type { LostHow } from "../decide/resolution.ts";
import type { StoreSnapshot } from "../decide/storeSnapshot.ts";
import { ItemList } from "../items/itemList.ts";
import type { RunParts } from "../parts.ts";

/** From here on, reading and hashing at once is worth the turns of the event loop that it takes. */
const LARGE_BYTES = 1 << 20;
const undivided = () => 0;

export type Reading = { readonly value: unknown; readonly sizeBytes: number } | { readonly lost: LostHow };

/**
 * Reads a stored value from any of its payloads, which are interchangeable (R19); never gives anything in place of a lost one.
 *
 * @param trouble told of a store that fails; may throw to end the run
 */
export async function readValue(
  parts: RunParts,
  snapshot: StoreSnapshot,
  version: Digest,
  trouble: (error: unknown) => void,
): Promise<Reading> {
  const found = snapshot.payloadsOf(version);
  const payloads = found instanceof Promise ? await found : found;
  if (payloads.length === 0) return { lost: (await snapshot.collectedOf(version)) ?? "missing" };
  let first: Reading | undefined;
  for (const payload of payloads) {
    const reading = await readPayload(parts, payload, trouble);
    if (!("lost" in reading)) return reading;
    first ??= reading;
  }
  return first ?? { lost: "missing" };
}

async function readPayload(parts: RunParts, payload: Payload, trouble: (error: unknown) => void): Promise<Reading> {
  const format = parts.formats.named(payload.format);
  if (format === undefined) return { lost: "missing" };
  const bytes = await fetchBytes(parts.results, payload, format, trouble);
  if ("lost" in bytes) {
    // What is damaged is put away, so that the next execution can write it anew.
    if (bytes.lost === "corrupt") await discard(parts.results, payload);
    return bytes;
  }
  const decode = () => decodeChecked(bytes, payload, format, parts, trouble);
  const reading = await decode();
  if (!("lost" in reading) || reading.lost !== "class changed") return reading;
  return (await classesLoaded(parts)) ? decode() : reading;
}

async function classesLoaded(parts: RunParts): Promise<boolean> {
  try {
    return await parts.loadClasses();
  } catch {
    return false; // a module that cannot be evaluated: the node that executes instead says so
  }
}

async function fetchBytes(
  results: ResultStore,
  payload: Payload,
  format: Format,
  trouble: (error: unknown) => void,
): Promise<Uint8Array | HashedBytes | { lost: LostHow }> {
  let bytes: Uint8Array | undefined;
  try {
    if (payload.sizeBytes >= LARGE_BYTES && results.getHashed !== undefined) {
      const divide = format.decodeParts === undefined ? undefined : format.bodyAt;
      const hashed = await results.getHashed(payload.bytesDigest, divide ?? undivided);
      if (hashed !== undefined) return hashed.bytesDigest === payload.bytesDigest ? hashed : { lost: "corrupt" };
    }
    const answer = results.get([payload.bytesDigest]);
    bytes = (answer instanceof Promise ? await answer : answer)[0];
  } catch (error) {
    // The bytes may be sound: they stay where they are, and the node executes.
    trouble(error);
    return { lost: "unreadable" };
  }
  if (bytes === undefined) return { lost: "missing" };
  return hash("sha256", bytes, "hex") === payload.bytesDigest ? bytes : { lost: "corrupt" };
}

async function discard(results: ResultStore, payload: Payload): Promise<void> {
  try {
    await results.delete([payload.bytesDigest]);
  } catch {
    // A store that cannot delete either will say so when it is written to.
  }
}

async function decodeChecked(
  bytes: Uint8Array | HashedBytes,
  payload: Payload,
  format: Format,
  { formats, classes, metadata }: RunParts,
  trouble: (error: unknown) => void,
): Promise<Reading> {
  try {
    const decoding =
      bytes instanceof Uint8Array
        ? format.decode(bytes, classes)
        : bytes.head.byteLength > 0
          ? format.decodeParts!(bytes.head, bytes.body, classes)
          : format.decode(bytes.body, classes);
    const value = decoding instanceof Promise ? await decoding : decoding;
    if (format.name === formats.standard.name || isOf(value, payload)) return { value, sizeBytes: payload.sizeBytes };
  } catch (error) {
    if (isClassChanged(error)) return { lost: "class changed" };
    if (isCellarError(error, "missing-package")) {
      trouble(error);
      return { lost: "unreadable" };
    }
    if (!isCellarError(error, "corrupt-result")) throw error;
  }
  // The bytes are those that were written, and no longer mean what they meant: e.g. to another version of a package.
  if (format.name !== formats.standard.name) await metadata.deletePayloads([payload]);
  return { lost: "corrupt" };

  /** Other formats depend on the packages that read them. */
  function isOf(value: unknown, { dataVersion }: Payload): boolean {
    if (value instanceof ItemList) return value.version === dataVersion;
    const versioned = versionOf(value, classes);
    return versioned.ok && versioned.version === dataVersion;
  }
}
