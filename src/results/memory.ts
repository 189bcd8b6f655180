// Where are the bytes of a cache that ends with the process? In a map.
import type { Digest, Encoded, ResultStore } from "../contracts.ts";

/** For `withCache({ resultStore })`. Holds copies and hands out copies: nobody can change a stored value, and none keeps another's buffer alive. */
export function memoryResults(): ResultStore {
  const bytes = new Map<Digest, Uint8Array>();
  return {
    name: "memory",
    put(items) {
      for (const { digest, encoded } of items) {
        if (!bytes.has(digest)) bytes.set(digest, joined(encoded));
      }
    },
    get: (digests) => digests.map((digest) => bytes.get(digest)?.slice()),
    has: (digests) => digests.map((digest) => bytes.has(digest)),
    delete(digests) {
      for (const digest of digests) bytes.delete(digest);
    },
    deleteAll: () => bytes.clear(),
    close: () => bytes.clear(),
  };
}

function joined({ chunks, sizeBytes }: Encoded): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
