// Which TypeScript is a cell written in? The options that differ from tslab's.
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";

const require = createRequire(import.meta.url);

/**
 * Strict, but a notebook is also a place to try things: see `isTolerated`.
 * `cellar` and `tslab` are the kernel's own, so that a notebook anywhere on disk can import them with types.
 */
export function compilerOptions(typescript: typeof ts): ts.CompilerOptions {
  return {
    lib: ["lib.esnext.d.ts"],
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    // The loader finds `./util.ts` as it finds `./util`.
    allowImportingTsExtensions: true,
    strict: true,
    useUnknownInCatchVariables: false,
    checkJs: false,
    inlineSourceMap: true,
    types: ["node", fileURLToPath(new URL("../display/globals", import.meta.url))],
    typeRoots: [typesFolder()],
    paths: ownPackages(),
  };
}

/** `@types/node` as installed with the kernel; tslab's copy is for another Node. */
function typesFolder(): string {
  return path.dirname(path.dirname(require.resolve("@types/node/package.json")));
}

function ownPackages(): Record<string, string[]> {
  const engine = path.dirname(require.resolve("cellar/package.json"));
  const { exports } = require("cellar/package.json") as { exports: Record<string, { types?: string } | string> };
  const entries = Object.entries(exports).flatMap(([name, entry]) => {
    const types = typeof entry === "string" ? undefined : entry.types;
    return types === undefined ? [] : [[path.posix.join("cellar", name), [path.join(engine, types)]] as const];
  });
  return {
    ...Object.fromEntries(entries),
    tslab: [fileURLToPath(new URL("../display/tslab.d.ts", import.meta.url))],
  };
}

/** Implicit `any` and untyped packages: inference is as in strict code, but nobody must write types to try something. */
const TOLERATED = new Set([
  7005, 7006, 7008, 7010, 7011, 7013, 7014, 7016, 7017, 7018, 7019, 7020, 7031, 7032, 7033, 7034, 7051,
]);

export function isTolerated(diagnostic: { readonly code: number }): boolean {
  return TOLERATED.has(diagnostic.code);
}
