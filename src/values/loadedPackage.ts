// Where is a package that we use only with users who have it?
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cellarError } from "../errors.ts";

const here = createRequire(import.meta.url);
const found = new Map<string, unknown>();
const folders: string[] = [];

/** Names a folder (of a notebook, a script) from which packages may be loaded that no one has loaded yet; the newest is asked first. */
export function resolvePackagesFrom(folder: string): void {
  if (folders[0] !== folder) folders.unshift(folder);
}

/**
 * The exports of a CommonJS package if this process has loaded it already, by `require` or `import`; never loads anything.
 *
 * @param entry the file of the package that holds its exports, e.g. `"bin/index.js"`
 */
export function loadedPackage(name: string, entry: string): unknown {
  const known = found.get(name);
  if (known !== undefined) return known;
  const end = path.join(path.sep, "node_modules", name, entry);
  for (const file in here.cache) {
    if (!file.endsWith(end)) continue;
    const module = here.cache[file];
    if (module?.loaded !== true) continue;
    found.set(name, module.exports);
    return module.exports;
  }
  return undefined;
}

/**
 * The exports of a package: the loaded one, else loaded now, as seen from the named folders, the working directory, or Cellar itself.
 *
 * @param name the package, or one of its entries
 * @throws `missing-package` naming the package where it can't be found
 */
export function requirePackage(name: string, entry: string): unknown {
  const loaded = loadedPackage(name, entry);
  if (loaded !== undefined) return loaded;
  let cause: unknown;
  for (const load of places()) {
    try {
      const exports: unknown = load(name);
      found.set(name, exports);
      return exports;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
      cause = error;
    }
  }
  throw missing(name, cause);
}

/**
 * The exports of an ES module in a package, found in the same places.
 *
 * @param file relative to the package's folder
 * @throws `missing-package` naming the package where it can't be found
 */
export async function importPackage(name: string, file: string): Promise<unknown> {
  for (const load of places()) {
    for (const folder of load.resolve.paths(name) ?? []) {
      const place = path.join(folder, name, file);
      if (existsSync(place)) return import(pathToFileURL(place).href);
    }
  }
  throw missing(name, undefined);
}

function places(): readonly NodeJS.Require[] {
  return [...folders, process.cwd(), undefined].map((folder) =>
    folder === undefined ? here : createRequire(pathToFileURL(path.join(folder, "package.json"))),
  );
}

function missing(name: string, cause: unknown): Error {
  const whole = name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
  return cellarError(
    "missing-package",
    `The package ${whole} is needed for this value, and is not installed here. Install it with \`npm install ${whole}\`.`,
    { cause },
  );
}
