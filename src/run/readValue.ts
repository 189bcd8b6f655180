// What is the value of this version? Bytes are fetched, checked against their digest, and only then decoded.
import { hash } from "node:crypto";
import type { Digest, Payload, ResultStore } from "../contracts.ts";
import { isCellarError } from "../errors.ts";
import { isClassChanged } from "../values/decode.ts";
import type { RunParts } from "./parts.ts";
import type { LostHow } from "./resolution.ts";
import type { StoreSnapshot } from "./storeSnapshot.ts";

export type Reading = { readonly value: unknown; readonly sizeBytes: number } | { readonly lost: LostHow };

/**
 * Reads a stored value; never gives anything in place of a lost one.
 *
 * @param trouble told of a store that fails; may throw to end the run
 */
export async function readValue(
  parts: RunParts,
  snapshot: StoreSnapshot,
  version: Digest,
  trouble: (error: unknown) => void,
): Promise<Reading> {
  const found = snapshot.payloadOf(version);
  const payload = found instanceof Promise ? await found : found;
  if (payload === undefined) return { lost: (await snapshot.collectedOf(version)) ?? "missing" };
  const bytes = await fetchBytes(parts.results, payload, trouble);
  if (!(bytes instanceof Uint8Array)) {
    // What is damaged is put away, so that the next execution can write it anew.
    if (bytes.lost === "corrupt") await discard(parts.results, payload);
    return bytes;
  }
  const format = parts.formats.named(payload.format);
  if (format === undefined) return { lost: "missing" };
  const decode = () => decodeChecked(bytes, payload, (b) => format.decode(b, parts.classes));
  const reading = decode();
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
  trouble: (error: unknown) => void,
): Promise<Uint8Array | { lost: LostHow }> {
  let bytes: Uint8Array | undefined;
  try {
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

function decodeChecked(bytes: Uint8Array, payload: Payload, decode: (bytes: Uint8Array) => unknown): Reading {
  try {
    return { value: decode(bytes), sizeBytes: payload.sizeBytes };
  } catch (error) {
    if (isClassChanged(error)) return { lost: "class changed" };
    if (isCellarError(error, "corrupt-result")) return { lost: "corrupt" };
    throw error;
  }
}
