// Which files did a saver write, and do they still hold what it wrote (R29)?
import type { Digest, Entry, MetadataStore, SavedFile } from "../contracts.ts";
import { digestOf } from "../identity/digest.ts";
import { file } from "../values/declaredFile.ts";
import type { ExecutionParts } from "./executionParts.ts";
import type { FileState, World } from "./outside.ts";

/** What is known of the files behind a stored value of a saver. */
export interface SavedState {
  /** Of paths and contents as they were saved; undefined where the saver names no file. */
  readonly digest: Digest | undefined;
  /** What became of one of them since, in words; undefined where all are as they were. */
  readonly change: string | undefined;
}

/** Files that the value of a saver names by `path` or `paths`, as far as they are there. */
export async function savedFilesIn(value: unknown, world: World): Promise<readonly SavedFile[]> {
  const saved: SavedFile[] = [];
  for (const path of pathsIn(value)) {
    const state = await stateOf(path, world);
    if (state !== undefined) saved.push({ path, digest: state.digest, sizeBytes: state.sizeBytes });
  }
  return saved;
}

/** Remembers what a saver has just written; to be called before its result can be found. */
export async function noteSaved(
  { parts, resolution }: Pick<ExecutionParts, "parts" | "resolution">,
  i: number,
  executionId: number,
  value: unknown,
): Promise<void> {
  const saved = await savedFilesIn(value, parts.world);
  resolution.saved[i] = digestOfSaved(saved);
  if (saved.length > 0) await parts.metadata.putSavedFiles(executionId, saved);
}

/** @param entry of a saver */
export async function savedState(
  entry: Entry,
  { metadata, world }: { readonly metadata: Pick<MetadataStore, "savedFilesOf">; readonly world: World },
): Promise<SavedState> {
  const saved = await metadata.savedFilesOf(entry.executionId);
  for (const { path, digest } of saved) {
    const now = await stateOf(path, world);
    if (now?.digest === digest) continue;
    const what = now === undefined ? "is gone" : "was changed";
    return { digest: digestOfSaved(saved), change: `the file \`${path}\`, saved by run ${entry.runId}, ${what}` };
  }
  return { digest: digestOfSaved(saved), change: undefined };
}

export function digestOfSaved(saved: readonly SavedFile[]): Digest | undefined {
  if (saved.length === 0) return undefined;
  return digestOf("saved/1", JSON.stringify(saved.map(({ path, digest }) => [path, digest])));
}

function pathsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { path, paths } = value as { readonly path?: unknown; readonly paths?: unknown };
  const named = [path, ...(Array.isArray(paths) ? (paths as readonly unknown[]) : [])];
  return [
    ...new Set(named.filter((one): one is string => typeof one === "string" && one !== "" && !one.includes("\0"))),
  ];
}

/** Undefined for what is no file of this machine, e.g. an address. */
async function stateOf(path: string, world: World): Promise<FileState | undefined> {
  try {
    return await world.stateOf(file(path));
  } catch {
    return undefined;
  }
}
