// What do declared files and variables hold? Files are hashed, unless nothing can have changed since they were.
import { createHash } from "node:crypto";
import { type BigIntStats, createReadStream, readdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Clock, FileMemo, MetadataStore } from "../contracts.ts";
import { cellarError, isEnoent } from "../errors.ts";
import { digestOf } from "../identity/digest.ts";
import { didYouMean } from "../nearest.ts";
import type { FileState, World } from "../run/decide/outside.ts";
import type { DeclaredFile } from "../values/declaredFile.ts";
import { folderState } from "./folderState.ts";

/** Times of file systems are coarse: what was written so shortly before it was hashed may be written again unseen. */
const RACY_MS = 2_000;
/** How often a file is hashed that is written meanwhile. */
const MOST_TRIES = 3;

interface MemoStore extends Pick<MetadataStore, "fileMemosOf" | "putFileMemo"> {}

/**
 * @param memos where it is remembered what was hashed; nowhere if absent
 */
export function worldWith(clock: Pick<Clock, "now">, memos?: MemoStore): World {
  const world: World = {
    variables: () => process.env,
    folderOf: (folder) => folderState(folder, world.stateOf),
    stampOf(file) {
      try {
        return stampOf(statSync(file.path, { bigint: true }));
      } catch {
        return undefined; // gone, or not to be seen any more
      }
    },
    isThere(file) {
      try {
        return statSync(file.path, { throwIfNoEntry: false })?.isFile() === true;
      } catch {
        return false; // no path that a file could have, or not to be seen
      }
    },
    async stateOf(file) {
      const name = memoName(file, statOf(file));
      const [memo] = memos === undefined ? [] : await memos.fileMemosOf([name]);
      const now = statOf(file);
      if (memo !== undefined && isSame(memo, now) && isSettled(now, memo.hashedAt))
        return { digest: memo.digest, sizeBytes: memo.sizeBytes, stamp: stampOf(now) };
      const hashedAt = clock.now();
      const { state, stat } = await hashed(file);
      if (isSettled(stat, hashedAt)) await memos?.putFileMemo(memoOf(name, state, stat, hashedAt));
      return state;
    },
  };
  return world;
}

async function hashed(file: DeclaredFile): Promise<{ readonly state: FileState; readonly stat: BigIntStats }> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = statOf(file);
    const digest = await digestIn(file);
    const after = statOf(file);
    if (stampOf(before) === stampOf(after))
      return { state: { digest, sizeBytes: Number(after.size), stamp: stampOf(after) }, stat: after };
  }
  throw cellarError(
    "missing-input",
    `The file \`${file.written}\` is written to all the time, so that it has no content to count by. Copy it, or run again when it is done.`,
  );
}

/** Piece by piece: a file may be larger than the memory. */
async function digestIn(file: DeclaredFile): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return hash.digest("hex");
}

/** @throws CellarError `missing-input` for what is no file */
export function statOf(file: DeclaredFile): BigIntStats {
  let stat: BigIntStats;
  try {
    stat = statSync(file.path, { bigint: true });
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (stat.isFile()) return stat;
  const what = stat.isDirectory() ? "a folder" : "no regular file";
  const remedy = stat.isDirectory() ? "Name the files that are read, one by one." : "Its content cannot be told.";
  throw cellarError("missing-input", `\`${file.written}\` is ${what}, but file() takes a file. ${remedy}`);
}

function unreadable(file: DeclaredFile, cause: unknown): Error {
  const at = file.path === file.written ? "" : ` (${file.path})`;
  if (!isEnoent(cause)) {
    const why = (cause as Error).message;
    return cellarError("missing-input", `The file \`${file.written}\`${at} cannot be read: ${why}.`, { cause });
  }
  const near = didYouMean(path.basename(file.path), namesBeside(file));
  const remedy = near === "" ? " Paths are taken from the working directory." : near;
  return cellarError("missing-input", `There is no file \`${file.written}\`${at}.${remedy}`, { cause });
}

function namesBeside(file: DeclaredFile): readonly string[] {
  try {
    return readdirSync(path.dirname(file.path));
  } catch {
    return []; // the folder is missing too
  }
}

function stampOf({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string {
  return [size, mtimeNs, ctimeNs, ino, dev].join(" ");
}

/** No path stands in a store; another machine's file of the same path has another name. */
function memoName(file: DeclaredFile, { dev }: BigIntStats): string {
  return digestOf("file-memo/1", `${os.hostname()}\0${dev}\0${file.path}`);
}

function memoOf(name: string, state: FileState, stat: BigIntStats, hashedAt: number): FileMemo {
  const { mtimeNs, ctimeNs, ino } = stat;
  return {
    name,
    sizeBytes: state.sizeBytes,
    mtimeNs,
    ctimeNs,
    inode: BigInt.asIntN(64, ino),
    hashedAt,
    digest: state.digest,
  };
}

function isSame(memo: FileMemo, { size, mtimeNs, ctimeNs, ino }: BigIntStats): boolean {
  const isSameSize = BigInt(memo.sizeBytes) === size;
  return isSameSize && memo.mtimeNs === mtimeNs && memo.ctimeNs === ctimeNs && memo.inode === BigInt.asIntN(64, ino);
}

/** The rule of Git's index for racily clean entries; of `ctime` too, which nobody can set back. */
function isSettled({ mtimeNs, ctimeNs }: BigIntStats, hashedAt: number): boolean {
  const latest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return BigInt(Math.floor(hashedAt)) - latest / 1_000_000n > BigInt(RACY_MS);
}
