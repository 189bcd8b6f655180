// What does a package say of itself, and to which package does a folder belong?
import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly gypfile?: boolean;
  readonly cpu?: readonly string[];
  readonly os?: readonly string[];
}

export interface FoundPackage {
  /** Its real path, links followed. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The package of exactly this folder. */
export function packageAt(folder: string): FoundPackage | undefined {
  try {
    const real = realpathSync(folder);
    return { folder: real, manifest: JSON.parse(readFileSync(path.join(real, "package.json"), "utf8")) as Manifest };
  } catch {
    return undefined; // not there, or no package: the next folder up may have it
  }
}

/** The package that a folder belongs to, as Node finds it for `#name` and for a package that imports itself. */
export function packageAround(folder: string): FoundPackage | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (path.basename(at) === "node_modules") return undefined;
    const found = packageAt(at);
    if (found !== undefined || path.dirname(at) === at) return found;
  }
}

export const isInstalled = (file: string): boolean => file.split(path.sep).includes("node_modules");
