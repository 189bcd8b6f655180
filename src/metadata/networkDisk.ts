// Does this folder lie on a network disk, where SQLite's shared memory and locks cannot be relied on?
import { statfsSync } from "node:fs";
import { resolve } from "node:path";

/** Magic numbers of Linux file systems, from `linux/magic.h` and the file systems' own headers. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB"],
  [0xff534d42, "SMB"],
  [0x01021997, "9P"],
  [0x5346414f, "AFS"],
  [0x73757245, "Coda"],
  [0x00c36400, "Ceph"],
  [0x0bd00bd0, "Lustre"],
]);

/** File system number of a folder, as statfs says. */
export type FileSystemType = (folder: string) => number;

/**
 * The kind of network disk that a folder lies on, or undefined for a local one. Known by number on Linux and by
 * `\\server` on Windows; elsewhere numbers mean other things and every disk counts as local.
 */
export function networkDisk(folder: string, typeOf: FileSystemType = fileSystemType): string | undefined {
  if (process.platform === "win32") return resolve(folder).startsWith("\\\\") ? "SMB" : undefined;
  if (process.platform !== "linux") return undefined;
  return NETWORK_TYPES.get(typeOf(folder) >>> 0);
}

function fileSystemType(folder: string): number {
  return statfsSync(folder).type;
}
