// How does tslab's converter watch for changes? Its host, with our options and a timer of its own for each purpose.
import type ts from "typescript";
import type { HiddenModules } from "./hiddenModules.ts";
import { createImportResolver } from "./resolveImports.ts";

type CreateHost = typeof ts.createWatchCompilerHost;
type AnyHost = ReturnType<CreateHost> & Required<Pick<ts.WatchHost, "setTimeout" | "clearTimeout">>;

/**
 * A `createWatchCompilerHost` for tslab. TypeScript keeps two timers, one to update the program and one to look again for
 * imports that were missing; tslab's host has room for one and throws ever after (yunabe/tslab #97).
 * `lookAgain` is to be called before each use of the converter: it runs the second kind, and imports are looked up anew.
 */
export function createWatchHost(typescript: typeof ts, options: ts.CompilerOptions, hidden: HiddenModules) {
  const waiting = new Set<{ callback: () => void }>();
  const ours = new WeakSet<object>();
  const imports = createImportResolver(typescript);
  return { createWatchCompilerHost, lookAgain };

  function createWatchCompilerHost(
    roots: string[],
    theirs: ts.CompilerOptions,
    system: ts.System,
    ...rest: unknown[]
  ): AnyHost {
    hidden.install(system);
    const create = typescript.createWatchCompilerHost as unknown as (...args: unknown[]) => AnyHost;
    // Gone since TypeScript 5.5; tslab still sets it.
    const { noImplicitUseStrict: _, ...kept } = theirs;
    const host = create(roots, { ...kept, ...options }, system, ...rest);
    imports.install(host);
    skipJsDocAtFirst(typescript, host);
    const { setTimeout: setTheirs, clearTimeout: clearTheirs } = host;
    host.setTimeout = (callback, ms, ...args) => {
      if (callback.name === "updateProgramWithWatchStatus") return setTheirs(callback, ms, ...args);
      const timer = { callback: () => callback(...args) };
      waiting.add(timer);
      ours.add(timer);
      return timer;
    };
    host.clearTimeout = (timer) => {
      if (ours.has(timer)) waiting.delete(timer);
      else clearTheirs(timer);
    };
    return host;
  }

  function lookAgain(): void {
    imports.startAnew();
    hidden.lookAgain();
    for (const timer of [...waiting]) {
      waiting.delete(timer);
      timer.callback();
    }
  }
}

/**
 * The first program holds nothing but the types of the language and of Node: to parse their comments takes a sixth of the
 * kernel's start. `commentOf` finds them when a user asks; all other files are parsed whole.
 */
function skipJsDocAtFirst(typescript: typeof ts, host: AnyHost): void {
  const { createProgram } = host;
  host.createProgram = (roots, options, compilerHost, before, ...rest) => {
    const { ParseNone, ParseAll } = typescript.JSDocParsingMode;
    if (compilerHost) compilerHost.jsDocParsingMode = before ? ParseAll : ParseNone;
    return createProgram(roots, options, compilerHost, before, ...rest);
  };
}
