// Which TypeScript does the kernel use? The stock one, loaded once, also where tslab asks for its own fork.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { requireCached, writeCodeCache } from "./codeCache.ts";
import { compilerOptions } from "./compilerOptions.ts";

const require = createRequire(import.meta.url);

/** tslab's fork by name; `tslab` resolves it from its own folder. */
const FORK = "@tslab/typescript-for-tslab";

/** Loads TypeScript; required, not imported, because Node would search the 9 MB for export names. */
export function stockTypescript(): typeof ts {
  return requireCached(typescriptFile(), typescriptVersion()) as typeof ts;
}

/** Makes `stockTypescript` faster from now on, for this Node. */
export function prepareTypescript(): void {
  writeCodeCache(typescriptFile(), typescriptVersion(), (typescript) => {
    // What the kernel does when it starts: so that these functions are in the cache.
    const options = compilerOptions(typescript as typeof ts);
    const empty = fileURLToPath(new URL("../display/globals.d.ts", import.meta.url));
    (typescript as typeof ts).createProgram([empty], options).getTypeChecker();
  });
}

function typescriptFile(): string {
  return require.resolve("typescript");
}

export function typescriptVersion(): string {
  return (require("typescript/package.json") as { version: string }).version;
}

/** tslab's modules, by their file in `tslab/dist`; only to be called when TypeScript is in place. */
export function requireTslab(file: "converter.js"): typeof import("tslab/dist/converter.js");
export function requireTslab(file: "jupyter.js"): typeof import("tslab/dist/jupyter.js");
export function requireTslab(file: "public.js"): typeof import("tslab/dist/public.js");
export function requireTslab(file: string): unknown {
  return require(`tslab/dist/${file}`);
}

/** tslab knows module names of ASCII letters only; the kernel decides by itself. */
export function allowAnyModuleName(): void {
  const checks = require("tslab/dist/util.js") as { isValidModuleName: (name: string) => boolean };
  checks.isValidModuleName = () => true;
}

/** From now on, whoever in tslab requires the fork is given `replacement`. */
export function putInPlaceOfFork(replacement: object): void {
  const fromTslab = createRequire(require.resolve("tslab/package.json"));
  const file = fromTslab.resolve(FORK);
  const { Module } = require("node:module") as { Module: new (id: string) => NodeJS.Module };
  const entry = new Module(file);
  entry.filename = file;
  entry.loaded = true;
  entry.exports = replacement;
  require.cache[file] = entry;
}
