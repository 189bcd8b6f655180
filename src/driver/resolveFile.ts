// Which local file does a specifier mean? With or without its ending, and by what TypeScript compiles it to.
import { statSync } from "node:fs";
import path from "node:path";

const ENDINGS = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];
/** TypeScript's way to name a source by what it is compiled to. */
const COMPILED: Readonly<Record<string, string>> = { ".js": ".ts", ".mjs": ".mts", ".cjs": ".cts" };

/** The file that a relative or absolute specifier means; undefined where there is none. */
export function resolveFile(specifier: string, from: string): string | undefined {
  if (!/^(\.{1,2}(\/|$)|\/)/.test(specifier)) return undefined;
  const base = path.resolve(from, specifier);
  const source = COMPILED[path.extname(base)];
  const candidates = ENDINGS.map((ending) => base + ending);
  if (source !== undefined) candidates.splice(1, 0, base.slice(0, -path.extname(base).length) + source);
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
