// How does a local file that a cell imports become a module that a driver can be built from? Its exports are its namespace.
import { pathToFileURL } from "node:url";
import type { ImportVersion } from "../../identity/codeVersion.ts";
import { evaluatedModule } from "../loaded/evaluatedModule.ts";
import { classes } from "./classes.ts";
import { makeConstants } from "./constants.ts";
import type { Exports } from "./evaluate.ts";
import { HIDDEN, type Hidden, valueIn } from "./makeModule.ts";

export interface EvaluatedImport {
  readonly file: string;
  readonly text: string;
  readonly exports: Exports;
  /** Names whose values are looked at before anybody can have changed them. */
  readonly watched: readonly string[];
  importVersionOf(specifier: string): ImportVersion;
  /** What is kept behind an import, as far as it is loaded. */
  dataBehind(specifier: string): Iterable<unknown>;
}

/** Takes out of the exports what is there for the engine alone; CommonJS that is written as such has nothing of the kind. */
export function keepImported({ file, text, exports, watched, importVersionOf, dataBehind }: EvaluatedImport): void {
  if (!Object.hasOwn(exports, HIDDEN)) return;
  const hidden = exports[HIDDEN] as Hidden;
  delete exports[HIDDEN];
  const constants = makeConstants((name) => valueIn(hidden, name), classes);
  constants.watch(watched);
  const world = { importVersionOf, dataBehind, lookAgain() {} };
  evaluatedModule({ namespace: exports, url: pathToFileURL(file).href, text, hidden, constants, world });
}
