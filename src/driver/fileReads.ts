// What does a local file read that no key holds, itself or through what it imports (R12)?
import path from "node:path";
import type { FoundRead } from "../identity/foundRead.ts";
import type { FileFacts } from "../source/index.ts";
import type { Link } from "./link.ts";

/** A file of a snapshot: the other files of it are told by name, and speak for themselves. */
interface ImportingFile {
  readonly facts: FileFacts | undefined;
  readonly imports: ReadonlyMap<string, string | Link>;
}

/** All that the files of a snapshot read: each file counts as a whole. */
export function fileReads(files: ReadonlyMap<string, ImportingFile>): readonly FoundRead[] {
  return [...files].flatMap(([file, { facts, imports }]) => {
    const within = path.basename(file.split("\0", 1)[0]!);
    const linked = [...imports.values()].flatMap((to): readonly FoundRead[] => {
      const version = typeof to === "string" ? undefined : to.version();
      return version?.kind === "file" || version?.kind === "cell" ? (version.reads ?? []) : [];
    });
    return [...(facts?.reads ?? []).map((read) => ({ ...read, within })), ...linked];
  });
}
