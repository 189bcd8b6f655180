// Which local file does a specifier mean? With or without its ending, and by what TypeScript compiles it to.
import { statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isInstalled } from "./manifest.ts";
import { packageVersion } from "./packageVersion.ts";
import { isOwnName, resolveWithNode } from "./resolveWithNode.ts";

const ENDINGS = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];
/** TypeScript's way to name a source by what it is compiled to. */
const COMPILED: Readonly<Record<string, string>> = { ".js": ".ts", ".mjs": ".mts", ".cjs": ".cts" };

/**
 * The local file that a specifier means, by its path or by a name that Node finds outside of `node_modules`: `#name`, the
 * package that the folder belongs to, a folder with a manifest. Undefined for installed packages, links, and nothing.
 */
export function resolveFile(specifier: string, from: string): string | undefined {
  const near = pathTo(specifier, from);
  if (near !== undefined || specifier.startsWith("file:")) return near;
  if (!isPath(specifier) && !isOwnName(specifier, from) && packageVersion(specifier, from) !== undefined)
    return undefined;
  const found = resolveWithNode(specifier, from);
  return found === undefined || isInstalled(found) || !isReadable(found) ? undefined : found;
}

const isReadable = (file: string): boolean => path.isAbsolute(file) && /\.([cm]?[jt]s|json)$/.test(file);
const isPath = (specifier: string): boolean => /^(\.{1,2}(\/|$)|\/|file:)/.test(specifier);

function pathTo(specifier: string, from: string): string | undefined {
  if (!isPath(specifier)) return undefined;
  const base = specifier.startsWith("file:") ? pathOf(specifier) : path.resolve(from, specifier);
  return base === undefined ? undefined : fileAt(base);
}

/** The file of this path, with or without its ending, or under the name of what it is compiled to. */
export function fileAt(base: string): string | undefined {
  const source = COMPILED[path.extname(base)];
  const candidates = ENDINGS.map((ending) => base + ending);
  if (source !== undefined) candidates.splice(1, 0, base.slice(0, -path.extname(base).length) + source);
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined; // of another host: nothing of ours
  }
}
