// How do bytes become a file that is never seen half-written?
import fs from "node:fs";
import { dirname } from "node:path";

/** Most parts that one system call takes. */
const PARTS_PER_CALL = 1024;
/** Enough for one call: chunks that are made while they are written do not gather in memory. */
const BYTES_PER_CALL = 8 * 1024 * 1024;
/** How often a file is put into its folder before that is an error. */
const TURNS = 5;

/**
 * Writes chunks one after another under a temporary name, then renames: the file is there wholly or not at all. Done
 * before it returns, so that nobody changes a chunk meanwhile. Not flushed to the disk: a loss of power can leave it
 * short, which its digest shows.
 *
 * @param temporary a name in the folder of all files, which is made if it is missing
 * @param file where the bytes are to be, on the same disk
 */
export function writeFile(temporary: string, file: string, chunks: Iterable<Uint8Array>): void {
  const descriptor = openNew(temporary);
  try {
    try {
      writeAll(descriptor, chunks);
    } finally {
      fs.closeSync(descriptor);
    }
    renameInto(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

function openNew(temporary: string): number {
  try {
    return fs.openSync(temporary, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    fs.mkdirSync(dirname(temporary), { recursive: true, mode: 0o700 });
    return fs.openSync(temporary, "wx", 0o600);
  }
}

/** Another process that empties the cache may remove the folder again between the two calls; an empty folder in the file's place gives way. */
function renameInto(temporary: string, file: string): void {
  for (let turn = 1; ; turn++) {
    try {
      fs.renameSync(temporary, file);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== "ENOENT" && code !== "EISDIR") || turn === TURNS) throw error;
      if (code === "EISDIR") fs.rmdirSync(file);
      else fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    }
  }
}

function writeAll(descriptor: number, chunks: Iterable<Uint8Array>): void {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (const chunk of chunks) {
    if (chunk.byteLength === 0) continue;
    parts.push(chunk);
    size += chunk.byteLength;
    if (parts.length < PARTS_PER_CALL && size < BYTES_PER_CALL) continue;
    writeParts(descriptor, parts);
    parts = [];
    size = 0;
  }
  writeParts(descriptor, parts);
}

/** A call may write less than it was given (at most 2 GiB): go on where it stopped. */
function writeParts(descriptor: number, parts: Uint8Array[]): void {
  let rest = parts;
  while (rest.length > 0) {
    let wrote = fs.writevSync(descriptor, rest);
    let done = 0;
    while (done < rest.length && wrote >= rest[done]!.byteLength) {
      wrote -= rest[done]!.byteLength;
      done += 1;
    }
    rest = rest.slice(done);
    if (wrote > 0) rest[0] = rest[0]!.subarray(wrote);
  }
}
