// What does an import that is no local file count as? The version of its package, or what a link to a folder holds.
import { isBuiltin } from "node:module";
import path from "node:path";
import type { ImportVersion, ModuleVersion } from "../../identity/codeVersion.ts";
import type { Mention } from "../../identity/environment.ts";
import { type PackageVersion, packageName, packageVersion } from "./packageVersion.ts";
import { resolveWithNode } from "./resolveWithNode.ts";

export type LinkedVersion = (linked: PackageVersion, specifier: string, from: string) => ModuleVersion;

/** Of code that was not read, all that it could say of its surroundings. */
const ALL: ReadonlySet<Mention> = new Set(["intl", "importMeta", "dirname", "cwd", "native"]);

/** Links may need each other in a circle; all files of their folders are counted without following what they import. */
export const byFolder: LinkedVersion = ({ version }) => ({ version, mentions: ALL, hasEffects: true });

export function packageImport(specifier: string, from: string, linkedVersion: LinkedVersion): ImportVersion {
  const found = packageVersion(specifier, from) ?? packageBehind(specifier, from);
  if (found === undefined) return { kind: "unresolved", why: `no package \`${packageName(specifier)}\` is installed` };
  if (found === "builtin") return { kind: "builtin" };
  if (found.isInstalled) return { kind: "package", version: found.version, native: found.native };
  return { kind: "file", ...linkedVersion(found, specifier, from), path: packageName(specifier) };
}

/** The installed package, or module of Node's own, that another name than its own leads to: `#name`. */
function packageBehind(specifier: string, from: string): PackageVersion | "builtin" | undefined {
  const file = resolveWithNode(specifier, from);
  if (file === undefined) return undefined;
  if (isBuiltin(file)) return "builtin";
  const at = file.lastIndexOf(`${path.sep}node_modules${path.sep}`);
  const inside = file.slice(at + "/node_modules/".length).replaceAll(path.sep, "/");
  return at < 0 ? undefined : packageVersion(inside, file.slice(0, at));
}
