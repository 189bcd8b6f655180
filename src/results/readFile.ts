// What bytes does a file hold, however large it is?
import fs from "node:fs";
import { isEnoent } from "../errors.ts";

/** Most bytes that one call reads. */
const BYTES_PER_CALL = 1024 * 1024 * 1024;

/**
 * All bytes of a file in a buffer of their own, aligned for every typed array; undefined if there is no such file.
 * (The built-in call refuses files above 2 GiB, and may give a part of a buffer that it shares.)
 */
export function readFile(file: string): Uint8Array | undefined {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, "r");
  } catch (error) {
    if (isEnoent(error)) return undefined;
    throw error;
  }
  try {
    const bytes = Buffer.allocUnsafeSlow(fs.fstatSync(descriptor).size);
    let filled = 0;
    while (filled < bytes.length) {
      const length = Math.min(BYTES_PER_CALL, bytes.length - filled);
      const read = fs.readSync(descriptor, bytes, filled, length, filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  } finally {
    fs.closeSync(descriptor);
  }
}
