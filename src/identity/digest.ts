// What is the digest of these bytes or this text? One algorithm everywhere (R5).
import { hash } from "node:crypto";
import type { Digest } from "../contracts.ts";

/**
 * sha-256 of a text whose kind and format version lead, so that no two kinds of pre-image can be equal.
 *
 * @param kind e.g. `"key/1"`
 * @returns 64 hex digits
 */
export function digestOf(kind: string, text: string): Digest {
  return hash("sha256", `${kind}\n${text}`, "hex");
}

/** The 12 hex digits that people see. Versions that are not digests (opaque ones) are shown whole. */
export function shortDigest(version: string | undefined): string {
  if (version === undefined) return "";
  return version.length === 64 ? version.slice(0, 12) : version;
}
