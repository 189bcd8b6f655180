// What does a local file read that no key holds, and which files may it name, itself or through what it imports (R12)?
import path from "node:path";
import type { ModuleVersion } from "../../identity/codeVersion.ts";
import type { FileFacts } from "../../source/index.ts";
import type { Link } from "../imports/link.ts";

/** A file of a snapshot: the other files of it are told by name, and speak for themselves. */
interface ImportingFile {
  readonly facts: FileFacts | undefined;
  readonly imports: ReadonlyMap<string, string | Link>;
}

type Found = Required<Pick<ModuleVersion, "reads" | "paths">>;

/** All that the files of a snapshot read and name: each file counts as a whole. */
export function fileReads(files: ReadonlyMap<string, ImportingFile>): Found {
  const found = [...files].flatMap(([file, { facts, imports }]): readonly Partial<Found>[] => {
    const within = path.basename(file.split("\0", 1)[0]!);
    const linked = [...imports.values()].flatMap((to) => {
      const version = typeof to === "string" ? undefined : to.version();
      return version?.kind === "file" || version?.kind === "cell" ? [version] : [];
    });
    const reads = (facts?.reads ?? []).map((read) => ({ ...read, within }));
    const paths = (facts?.paths ?? []).map((each) => ({ ...each, within }));
    return [{ reads, paths }, ...linked];
  });
  return { reads: found.flatMap(({ reads = [] }) => reads), paths: found.flatMap(({ paths = [] }) => paths) };
}
