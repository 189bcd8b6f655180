// Which files did a saver write, and do they still hold what it wrote (R29)?
import { fileURLToPath } from "node:url";
import type { Digest, Entry, MetadataStore, SavedFile } from "../../contracts.ts";
import { digestOf } from "../../identity/digest.ts";
import { file } from "../../values/declaredFile.ts";
import type { FileState, World } from "../decide/outside.ts";
import type { ExecutionParts } from "../executionParts.ts";

/** The files that a saver wrote. */
export interface Saved {
  /** Of paths and contents as they were saved. */
  readonly digest: Digest;
  readonly files: readonly SavedFile[];
}

/** What is known of the files behind a stored value of a saver. */
export interface SavedState {
  /** Undefined where the saver names no file. */
  readonly saved: Saved | undefined;
  /** What became of one of them since, in words; undefined where all are as they were. */
  readonly change: string | undefined;
}

/** Files and folders that the value of a saver names by `path` or `paths`, as far as they are there. */
export async function savedFilesIn(value: unknown, world: World): Promise<readonly SavedFile[]> {
  const saved: SavedFile[] = [];
  for (const path of pathsIn(value)) {
    const state = await stateOf(path, world);
    if (state !== undefined) saved.push({ path, digest: state.digest, sizeBytes: state.sizeBytes });
  }
  return saved;
}

/**
 * Remembers what a saver has just written; to be called before its result can be found.
 *
 * @param executionId undefined where its result is not kept: then what reads it has to know all the same
 */
export async function noteSaved(
  { parts, resolution }: Pick<ExecutionParts, "parts" | "resolution">,
  i: number,
  executionId: number | undefined,
  files: readonly SavedFile[],
): Promise<void> {
  resolution.saved[i] = savedOf(files);
  if (executionId !== undefined && files.length > 0) await parts.metadata.putSavedFiles(executionId, files);
}

/** Of a saver whose value another run has made meanwhile. */
export async function noteJoined(
  { parts, resolution }: Pick<ExecutionParts, "parts" | "resolution">,
  i: number,
  entry: Entry,
): Promise<void> {
  if (resolution.question.nodes[i]!.isSaver === true) resolution.saved[i] = (await savedState(entry, parts)).saved;
}

/** @param entry of a saver */
export async function savedState(
  entry: Entry,
  { metadata, world }: { readonly metadata: Pick<MetadataStore, "savedFilesOf">; readonly world: World },
): Promise<SavedState> {
  const files = await metadata.savedFilesOf(entry.executionId);
  const saved = savedOf(files);
  for (const { path, digest } of files) {
    const now = await stateOf(path, world);
    if (now?.digest === digest) continue;
    const what = now === undefined ? "is gone" : "was changed";
    return { saved, change: `the file \`${path}\`, saved by run ${entry.runId}, ${what}` };
  }
  return { saved, change: undefined };
}

function savedOf(files: readonly SavedFile[]): Saved | undefined {
  if (files.length === 0) return undefined;
  return { digest: digestOf("saved/1", JSON.stringify(files.map(({ path, digest }) => [path, digest]))), files };
}

function pathsIn(value: unknown): readonly string[] {
  const told = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const named = told.flatMap((one) => {
    if (typeof one !== "object" || one === null) return [];
    const { path, paths } = one as { readonly path?: unknown; readonly paths?: unknown };
    return [path, ...(Array.isArray(paths) ? (paths as readonly unknown[]) : [paths])];
  });
  return [...new Set(named.flatMap(localPath))];
}

function localPath(named: unknown): readonly string[] {
  if (named instanceof URL || (typeof named === "string" && /^file:/i.test(named))) {
    try {
      return [fileURLToPath(named)];
    } catch {
      return []; // of another machine, or of another protocol
    }
  }
  return typeof named === "string" && named !== "" && !named.includes("\0") ? [named] : [];
}

/** Undefined for what is no file or folder of this machine, e.g. an address. */
async function stateOf(path: string, world: World): Promise<FileState | undefined> {
  try {
    return (await world.folderOf(file(path))) ?? (await world.stateOf(file(path)));
  } catch {
    return undefined;
  }
}
