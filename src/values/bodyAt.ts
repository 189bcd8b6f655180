// Where in stored bytes does the one buffer or frame begin of which the value consists? It is read into memory of its own.
import { Reader } from "./reader.ts";
import { TAG } from "./tags.ts";

/** Content digest, size and payload digest of a kind. */
const KIND_HEAD = 32 + 8 + 32;

/**
 * @param start the first bytes of a stored value
 * @returns 0 where the value is anything else, or where its start can't be read
 */
export function bodyAt(start: Uint8Array): number {
  try {
    const reader = new Reader(start);
    const tag = reader.byte();
    if (tag === TAG.bytes) {
      reader.byte();
      reader.count();
      return reader.pos;
    }
    if (tag !== TAG.kind) return 0;
    reader.text();
    reader.count();
    reader.need(KIND_HEAD);
    return reader.pos + KIND_HEAD;
  } catch {
    return 0; // told when it is decoded
  }
}
