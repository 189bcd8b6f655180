// What does a folder hold that a saver wrote? The names and contents of all files in it and below.
import { readdirSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";
import { digestOf } from "../identity/digest.ts";
import type { FileState } from "../run/decide/outside.ts";
import { type DeclaredFile, file } from "../values/declaredFile.ts";

/**
 * A link to a file counts by what it leads to, a link to a folder by where it leads.
 *
 * @returns undefined for what is no folder
 */
export async function folderState(
  folder: DeclaredFile,
  stateOf: (file: DeclaredFile) => Promise<FileState>,
): Promise<FileState | undefined> {
  if (!isFolder(folder.path)) return undefined;
  const lines: string[] = [];
  let sizeBytes = 0;
  const rest = [""];
  for (let within = rest.pop(); within !== undefined; within = rest.pop()) {
    for (const entry of readdirSync(path.join(folder.path, within), { withFileTypes: true })) {
      const name = path.posix.join(within, entry.name);
      const at = path.join(folder.path, name);
      if (entry.isDirectory()) {
        rest.push(name);
        lines.push(JSON.stringify([name]));
      } else if (entry.isSymbolicLink() && isFolder(at)) lines.push(JSON.stringify([name, readlinkSync(at)]));
      else {
        const state = await stateOf(file(at)).catch(() => undefined); // a pipe, a link to nothing, a file of somebody else
        sizeBytes += state?.sizeBytes ?? 0;
        lines.push(JSON.stringify([name, state?.digest ?? null]));
      }
    }
  }
  return { digest: digestOf("saved-folder/1", lines.sort().join("\n")), sizeBytes, stamp: "" };
}

const isFolder = (at: string): boolean => statSync(at, { throwIfNoEntry: false })?.isDirectory() === true;
