// What does a cell say, and what is it in JavaScript? tslab's converter on stock TypeScript.

import path from "node:path";
import type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter.js";
import type ts from "typescript";
import type { MainLock } from "../threads/breakLock.ts";
import { compilerOptions } from "./compilerOptions.ts";
import { hasTopLevelAwait } from "./hasTopLevelAwait.ts";
import { createHiddenModules } from "./hiddenModules.ts";
import { createTranspiler, type SourceMaps } from "./keepMaps.ts";
import { missingInternals } from "./missingInternals.ts";
import { createShorthandFix } from "./shorthand.ts";
import { allowAnyModuleName, putInPlaceOfFork, requireTslab, stockTypescript } from "./stock.ts";
import { createWatchHost } from "./watchHost.ts";

export type { Diagnostic };

export interface Converted {
  readonly diagnostics: readonly Diagnostic[];
  /** CommonJS; absent where the cell has nothing to evaluate. */
  readonly output: string | undefined;
  readonly maps: SourceMaps;
  /** Declarations of all names known after this cell. */
  readonly declarations: string;
  readonly hasTopLevelAwait: boolean;
  /** Name under which the value of the last expression is exported. */
  readonly lastExpression: string | undefined;
}

export interface CellConverter {
  readonly typescript: typeof ts;
  /** `declarations` are those of the cells before. */
  convert(declarations: string, text: string): Converted;
  /** Makes `text` importable as `./name` and gives its mistakes. */
  addModule(name: string, text: string): readonly Diagnostic[];
  /** From now on `./name` means the local file of that name, or nothing. */
  removeModule(name: string): void;
  complete(declarations: string, text: string, position: number): ReturnType<Converter["complete"]>;
  inspect(declarations: string, text: string, position: number): ts.QuickInfo | undefined;
}

/** Takes most of a second: loads TypeScript and reads the types of Node. */
export function createCellConverter(lock: MainLock): CellConverter {
  const typescript = stockTypescript();
  const hidden = createHiddenModules(typescript);
  const watchHost = createWatchHost(typescript, compilerOptions(typescript), hidden);
  const transpiler = createTranspiler(typescript);
  putInPlaceOfFork({
    ...typescript,
    ...missingInternals(typescript),
    ...createShorthandFix(typescript),
    createWatchCompilerHost: watchHost.createWatchCompilerHost,
    transpileModule: transpiler.transpileModule,
  });
  allowAnyModuleName();
  const converter = compiling(() => requireTslab("converter.js").createConverter({ isJS: false, isBrowser: false }));
  return {
    typescript,
    convert: (declarations, text) => compiling(() => convert(declarations, text)),
    addModule: (name, text) =>
      compiling(() => {
        hidden.show(pathOf(name));
        return converter.addModule(name, text);
      }),
    removeModule: (name) => compiling(() => hidden.hide(pathOf(name))),
    complete: (declarations, text, position) => compiling(() => converter.complete(declarations, text, position)),
    inspect: (declarations, text, position) => compiling(() => converter.inspect(declarations, text, position)),
  };

  /** As tslab names the text of a module. */
  function pathOf(name: string): string {
    return path.posix.join(typescript.sys.getCurrentDirectory().replaceAll("\\", "/"), `${name}.ts`);
  }

  /** To unwind TypeScript in the middle would spoil its program for all later cells. */
  function compiling<T>(step: () => T): T {
    return lock.whole(() => {
      watchHost.lookAgain();
      return step();
    });
  }

  function convert(declarations: string, text: string): Converted {
    transpiler.forget();
    const result: ConvertResult = converter.convert(declarations, text);
    return {
      diagnostics: result.diagnostics,
      output: result.output,
      maps: transpiler.mapsOf(result.output ?? ""),
      declarations: result.declOutput ?? "",
      hasTopLevelAwait: hasTopLevelAwait(typescript, text),
      lastExpression: result.lastExpressionVar,
    };
  }
}
