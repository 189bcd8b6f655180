// How does CommonJS code see an ES module that only import() can load?
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** The shape that TypeScript's emitted `__importDefault` expects: live exports, marked as an ES module. */
export function withDefault(namespace: object): object {
  const seen: Record<string, unknown> = {};
  for (const name of Object.keys(namespace)) {
    Object.defineProperty(seen, name, { get: () => (namespace as Record<string, unknown>)[name], enumerable: true });
  }
  Object.defineProperty(seen, "__esModule", { value: true });
  return seen;
}

const namespaces = new WeakMap<object, object>();

/** What `import()` gives of exports that were evaluated as CommonJS: one namespace for one module, with `default`. */
export function namespaceOf(exports: unknown): object {
  const known = isObject(exports) ? namespaces.get(exports) : undefined;
  if (known !== undefined) return known;
  const made: object = Object.create(null) as object;
  const from = isObject(exports) ? (exports as Record<string, unknown>) : {};
  for (const name of Object.keys(from)) Object.defineProperty(made, name, { get: () => from[name], enumerable: true });
  if (from["__esModule"] !== true) Object.defineProperty(made, "default", { value: exports, enumerable: true });
  Object.defineProperty(made, Symbol.toStringTag, { value: "Module" });
  if (isObject(exports)) namespaces.set(exports, made);
  return made;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** The address that `import()` takes for a package as seen from a folder. */
export function importTarget(specifier: string, from: string): string {
  try {
    return pathToFileURL(createRequire(path.join(from, "module.js")).resolve(specifier)).href;
  } catch {
    // Exported for import only: CommonJS resolution cannot see it, the manifest can.
    return pathToFileURL(importOnlyEntry(specifier, from)).href;
  }
}

function importOnlyEntry(specifier: string, from: string): string {
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const subpath = `.${specifier.slice(name.length)}`;
  const require = createRequire(path.join(from, "module.js"));
  for (const folder of require.resolve.paths(name) ?? []) {
    const root = path.join(folder, name);
    try {
      const manifest = require(path.join(root, "package.json")) as { exports?: unknown };
      const entry = importCondition(
        subpath === "." && !hasSubpaths(manifest.exports)
          ? manifest.exports
          : (manifest.exports as Record<string, unknown>)?.[subpath],
      );
      if (entry !== undefined) return path.join(root, entry);
    } catch {
      // not in this folder: look further up
    }
  }
  throw new Error(`Cannot find package '${specifier}' from ${from}`);
}

function hasSubpaths(exports: unknown): boolean {
  return typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
}

function importCondition(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (typeof entry !== "object" || entry === null) return undefined;
  const conditions = entry as Record<string, unknown>;
  for (const name of ["node", "import", "default"]) {
    const found = importCondition(conditions[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
