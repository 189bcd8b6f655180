// Which file does Node find for a specifier? Also where a package says it for `import` only.
import { createRequire } from "node:module";
import path from "node:path";
import { type FoundPackage, packageAround, packageAt } from "./manifest.ts";
import { packageName } from "./packageVersion.ts";

/** Real path of the file, or the name of a module of Node's own; undefined where there is nothing. */
export function resolveWithNode(specifier: string, from: string): string | undefined {
  try {
    return requireIn(from).resolve(specifier);
  } catch {
    // CommonJS resolution cannot see what is exported for import only; the manifest can.
    return importEntry(specifier, from);
  }
}

/** Does a specifier mean the package itself that this folder belongs to? */
export function isOwnName(specifier: string, from: string): boolean {
  if (specifier.startsWith("#")) return true;
  const own = packageAround(from)?.manifest;
  return own?.exports !== undefined && own.name === packageName(specifier);
}

const requireIn = (folder: string) => createRequire(path.join(folder, "module.js"));

/** What `import` finds by the manifests: a name may mean another file to `require`. */
export function importEntry(specifier: string, from: string): string | undefined {
  if (/^(\.|\/|file:)/.test(specifier)) return undefined;
  const own = packageAround(from);
  if (specifier.startsWith("#")) {
    const target = own === undefined ? undefined : importCondition(entryOf(own.manifest.imports, specifier));
    if (target === undefined) return undefined;
    return target.startsWith(".") ? path.join(own!.folder, target) : resolveWithNode(target, own!.folder);
  }
  const name = packageName(specifier);
  if (own !== undefined && isOwnName(specifier, from)) return exported(own, specifier.slice(name.length));
  for (const folder of requireIn(from).resolve.paths(name) ?? []) {
    const found = packageAt(path.join(folder, name));
    const entry = found === undefined ? undefined : exported(found, specifier.slice(name.length));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

function exported({ folder, manifest: { exports } }: FoundPackage, subpath: string): string | undefined {
  const entry = importCondition(subpath === "" && !hasSubpaths(exports) ? exports : entryOf(exports, `.${subpath}`));
  return entry === undefined ? undefined : path.join(folder, entry);
}

function hasSubpaths(exports: unknown): boolean {
  return typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
}

function entryOf(map: unknown, key: string): unknown {
  if (typeof map !== "object" || map === null) return undefined;
  const entries = map as Record<string, unknown>;
  if (Object.hasOwn(entries, key)) return entries[key];
  // Of several patterns, the one that says most.
  const patterns = Object.keys(entries).filter((pattern) => pattern.includes("*"));
  for (const pattern of patterns.sort((a, b) => b.indexOf("*") - a.indexOf("*"))) {
    const [head = "", tail = ""] = pattern.split("*");
    if (!key.startsWith(head) || !key.endsWith(tail) || key.length < head.length + tail.length) continue;
    const star = key.slice(head.length, key.length - tail.length);
    return withStar(entries[pattern], star);
  }
  return undefined;
}

function withStar(entry: unknown, star: string): unknown {
  const target = importCondition(entry);
  return target?.replaceAll("*", () => star);
}

function importCondition(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (Array.isArray(entry)) return entry.map(importCondition).find((each) => each !== undefined);
  if (typeof entry !== "object" || entry === null) return undefined;
  // In the order of the manifest, as Node takes them.
  for (const [name, inner] of Object.entries(entry)) {
    if (!["node", "import", "default", "module-sync", "node-addons"].includes(name)) continue;
    const found = importCondition(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
