// Which version has the code of this folder? For packages that are links to folders where somebody works.
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { digestOf } from "../../identity/digest.ts";

const CODE = /\.([cm]?[jt]sx?|json|node|wasm)$/;

/** Versions stay for the life of the process: Node keeps what it has loaded. */
const versions = new Map<string, string>();

/** Digest of all files of code in a folder and below, those of installed packages left out. */
export function folderVersion(folder: string): string {
  const known = versions.get(folder) ?? digestOf("folder/1", linesOf(folder, "", new Set()).join("\n"));
  versions.set(folder, known);
  return known;
}

/** @param above real paths of the folders that lead here, so that circles of links end */
function linesOf(folder: string, prefix: string, above: ReadonlySet<string>): string[] {
  const real = realpathSync(folder);
  if (above.has(real)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      if (name === "node_modules" || name.startsWith(".")) return [];
      const at = path.join(folder, name);
      const kind = statSync(at, { throwIfNoEntry: false });
      if (kind?.isDirectory() === true) return linesOf(at, `${prefix}${name}/`, new Set([...above, real]));
      return kind?.isFile() === true && CODE.test(name)
        ? [`${prefix}${name}\0${digestOf("bytes/1", readFileSync(at, "latin1"))}`]
        : [];
    });
}
