// How does CommonJS code see an ES module that only import() can load?
import path from "node:path";
import { pathToFileURL } from "node:url";
import { attachModule, moduleOf } from "../../dataflow/module.ts";
import { resolveWithNode } from "./resolveWithNode.ts";

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
  const module = isObject(exports) ? moduleOf(exports) : undefined;
  if (module !== undefined) attachModule(made, module);
  return made;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** The address that `import()` takes for a package as seen from a folder. */
export function importTarget(specifier: string, from: string): string {
  const found = resolveWithNode(specifier, from);
  if (found === undefined) throw new Error(`Cannot find package '${specifier}' from ${from}`);
  return path.isAbsolute(found) ? pathToFileURL(found).href : found;
}
