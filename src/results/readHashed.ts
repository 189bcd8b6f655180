// What bytes does a large file hold, and what is their digest? The one is read while the other is computed.
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { HashedBytes } from "../contracts.ts";
import { isEnoent } from "../errors.ts";

/** So many bytes are read while those before them are hashed. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** What a format is shown to tell where the body begins. */
const HEAD_BYTES = 512;

/**
 * All bytes of a file in two buffers of their own, and their digest; undefined if there is no such file. A file that ends
 * earlier than its size said gives what there was: its digest shows it.
 *
 * @param bodyAt where the second buffer begins, told by the first bytes; 0 for a file that is not to be divided
 */
export async function readHashed(
  file: string,
  bodyAt: (start: Uint8Array) => number,
): Promise<HashedBytes | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if (isEnoent(error)) return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const start = Buffer.allocUnsafeSlow(Math.min(HEAD_BYTES, size));
    const known = await fill(handle, start, 0, start.length, 0);
    const at = known < start.length ? 0 : Math.min(bodyAt(start), start.length);
    const head = Uint8Array.prototype.slice.call(start, 0, at);
    const body = Buffer.allocUnsafeSlow(size - at);
    const digest = createHash("sha256").update(head);
    let filled = 0;
    let piece = fill(handle, body, 0, PIECE_BYTES, at);
    for (;;) {
      const read = await piece;
      if (read === 0) break;
      const from = filled;
      filled += read;
      piece = fill(handle, body, filled, PIECE_BYTES, at + filled);
      // A read that fails meanwhile is told when its turn has come.
      piece.catch(() => {});
      digest.update(body.subarray(from, filled));
    }
    return { head, body: body.subarray(0, filled), bytesDigest: digest.digest("hex") };
  } finally {
    await handle.close();
  }
}

/** Reads until `most` bytes are there, or the buffer or the file ends; how many there were. */
async function fill(handle: FileHandle, into: Uint8Array, from: number, most: number, at: number): Promise<number> {
  const length = Math.min(most, into.length - from);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(into, from + filled, length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
