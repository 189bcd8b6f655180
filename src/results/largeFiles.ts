// Where are large results? In files named by the digest of their bytes.
import fs from "node:fs";
import { join } from "node:path";
import type { Digest, Encoded, HashedBytes, Owner } from "../contracts.ts";
import { isEnoent } from "../errors.ts";
import { gunzipped, gzipped } from "./gzip.ts";
import { readFile } from "./readFile.ts";
import { readHashed } from "./readHashed.ts";
import { ownerOfName, temporaryName } from "./temporaryName.ts";
import { writeFile } from "./writeFile.ts";

export interface LargeFiles {
  put(digest: Digest, encoded: Encoded): void;
  get(digest: Digest): Uint8Array | undefined;
  /** Of what lies in a file as it is, not packed. */
  getHashed(digest: Digest, bodyAt: (start: Uint8Array) => number): Promise<HashedBytes | undefined>;
  has(digest: Digest): boolean;
  /** The file that holds it, packed or not. */
  pathOf(digest: Digest): string | undefined;
  delete(digest: Digest): void;
  deleteAll(): void;
  /** Removes unfinished files of writers that no longer live; how many there were. */
  sweep(isAlive: (owner: Owner, lastSignAt: number) => boolean): number;
}

/**
 * @param folder made when the first file is written
 * @param owner this process; unfinished files bear its name
 * @param compress whether new files are packed; files are read whichever way they were written
 */
export function largeFiles(folder: string, owner: Owner, compress: boolean): LargeFiles {
  function pathsOf(digest: Digest): readonly [plain: string, packed: string] {
    const plain = join(folder, digest.slice(0, 2), digest);
    return [plain, `${plain}.gz`];
  }

  return {
    put(digest, { chunks, sizeBytes, isPlainFile }) {
      const [plain, packed] = pathsOf(digest);
      // A plain file of another size was cut short by a loss of power: it is written again.
      if (fs.existsSync(packed) || sizeOf(plain) === sizeBytes) return;
      const temporary = join(folder, temporaryName(owner));
      if (compress && isPlainFile !== true) writeFile(temporary, packed, gzipped(chunks));
      else writeFile(temporary, plain, chunks);
    },
    get(digest) {
      const [plain, packed] = pathsOf(digest);
      const bytes = readFile(plain);
      if (bytes !== undefined) return bytes;
      const packedBytes = readFile(packed);
      return packedBytes && gunzipped(packedBytes);
    },
    getHashed: (digest, bodyAt) => readHashed(pathsOf(digest)[0], bodyAt),
    has(digest) {
      return pathsOf(digest).some((path) => fs.existsSync(path));
    },
    pathOf(digest) {
      return pathsOf(digest).find((path) => fs.existsSync(path));
    },
    delete(digest) {
      for (const path of pathsOf(digest)) fs.rmSync(path, { force: true });
    },
    deleteAll() {
      // Files that others are writing stay: their names are no prefixes of digests. So do the folders: another process may be
      // about to put a file there.
      for (const prefix of namesIn(folder)) {
        if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
        for (const name of namesIn(join(folder, prefix))) {
          fs.rmSync(join(folder, prefix, name), { recursive: true, force: true });
        }
      }
    },
    sweep(isAlive) {
      let swept = 0;
      for (const name of namesIn(folder)) {
        const writer = ownerOfName(name);
        const file = join(folder, name);
        const stat = writer && fs.statSync(file, { throwIfNoEntry: false });
        if (writer === undefined || stat === undefined || isAlive(writer, stat.mtimeMs)) continue;
        fs.rmSync(file, { force: true });
        swept += 1;
      }
      return swept;
    },
  };
}

function sizeOf(path: string): number | undefined {
  return fs.statSync(path, { throwIfNoEntry: false })?.size;
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    // A file in the place of a folder is nobody's of ours.
    if (isEnoent(error) || (error as NodeJS.ErrnoException).code === "ENOTDIR") return [];
    throw error;
  }
}
