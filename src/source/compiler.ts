// Where does TypeScript come from? Loaded on first use, so that a process that only executes never pays for it.
import { createRequire } from "node:module";
import type ts from "typescript";

const require = createRequire(import.meta.url);
let loaded: typeof ts | undefined;

/** The compiler, loaded once. */
export function compiler(): typeof ts {
  loaded ??= require("typescript") as typeof ts;
  return loaded;
}
