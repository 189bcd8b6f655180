// How are large results packed, and unpacked again?
import { gunzipSync, gzipSync } from "node:zlib";

/** Bytes that are packed at once: so much memory is needed beside the value. */
const PACK_BYTES = 4 * 1024 * 1024;

/** The chunks packed, as gzip members one after another: gzip reads them as one, and no large chunk has to be joined. */
export function* gzipped(chunks: readonly Uint8Array[]): Iterable<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for (const chunk of chunks) {
    for (let start = 0; start < chunk.byteLength; start += PACK_BYTES) {
      const piece = chunk.subarray(start, start + PACK_BYTES);
      pieces.push(piece);
      size += piece.byteLength;
      if (size < PACK_BYTES) continue;
      yield pack(pieces);
      pieces = [];
      size = 0;
    }
  }
  if (size > 0) yield pack(pieces);
}

/** The bytes that were packed; those of a damaged file as they stand, so that their digest shows the damage. */
export function gunzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (code === "Z_DATA_ERROR" || code === "Z_BUF_ERROR") return bytes;
    throw error;
  }
}

/** Level 1: three times as fast as the default, for a sixth more bytes. */
function pack(pieces: readonly Uint8Array[]): Uint8Array {
  return gzipSync(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces), { level: 1 });
}
