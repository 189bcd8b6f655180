// Which version of a package does this file get, and does anything native come with it? (R9)
import path from "node:path";
import { digestOf } from "../../identity/digest.ts";
import { folderVersion } from "./folderVersion.ts";
import { type FoundPackage, isInstalled, type Manifest, packageAt } from "./manifest.ts";

export interface PackageVersion {
  /** `name@1.2.3`, and `+<digest>` of the packages that it needs, where it needs any; a link counts by its files too. */
  readonly version: string;
  readonly native: boolean;
  readonly folder: string;
  /** False for a workspace or a link: then its files count as local ones. */
  readonly isInstalled: boolean;
}

/**
 * What was found stays found: after an upgrade beside a running process, memory still runs the old code. What was not
 * may be installed any time.
 */
const versions = new Map<string, PackageVersion>();
const found = new Map<string, FoundPackage>();

/** @param specifier as imported, e.g. `"lodash/fp"` or `"@scope/name"` */
export function packageVersion(specifier: string, from: string): PackageVersion | undefined {
  const name = packageName(specifier);
  const key = `${name}\0${from}`;
  const version = versions.get(key) ?? findVersion(name, from);
  if (version !== undefined) versions.set(key, version);
  return version;
}

export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function findVersion(name: string, from: string): PackageVersion | undefined {
  const top = findPackage(name, from);
  if (top === undefined) return undefined;
  const reached = new Map<string, FoundPackage>();
  const stack = [top];
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (reached.has(at.folder)) continue;
    reached.set(at.folder, at);
    const { dependencies, optionalDependencies, peerDependencies } = at.manifest;
    for (const dep of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const next = findPackage(dep, at.folder);
      if (next !== undefined) stack.push(next);
    }
  }
  const needs = [...reached.values()]
    .filter((p) => p !== top)
    .map(nameAndVersion)
    .sort();
  const tail = needs.length === 0 ? "" : `+${digestOf("packages/1", needs.join("\n")).slice(0, 16)}`;
  return {
    version: `${nameAndVersion(top)}${tail}`,
    native: [...reached.values()].some(({ manifest }) => isNative(manifest)),
    folder: top.folder,
    isInstalled: isInstalled(top.folder),
  };
}

function nameAndVersion({ folder, manifest }: FoundPackage): string {
  const named = `${manifest.name ?? "unnamed"}@${manifest.version ?? "0.0.0"}`;
  return isInstalled(folder) ? named : `${named}:${folderVersion(folder)}`;
}

function isNative({ gypfile, cpu, os, dependencies }: Manifest): boolean {
  const builders = ["bindings", "node-gyp-build", "prebuild-install", "node-addon-api", "cmake-ts"];
  return (
    gypfile === true || cpu !== undefined || os !== undefined || builders.some((b) => dependencies?.[b] !== undefined)
  );
}

/** The nearest `node_modules/<name>` above a folder, as Node finds it. */
function findPackage(name: string, from: string): FoundPackage | undefined {
  const key = `${name}\0${from}`;
  const at = found.get(key) ?? lookUp(name, from);
  if (at !== undefined) found.set(key, at);
  return at;
}

function lookUp(name: string, from: string): FoundPackage | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = packageAt(path.join(folder, "node_modules", name));
    if (found !== undefined || path.dirname(folder) === folder) return found;
  }
}
