// What are the exports of this JavaScript? Evaluated as CommonJS in this realm, so that values are ordinary ones.
import vm from "node:vm";
import { IMPORT } from "../source/index.ts";

export type Require = (specifier: string) => unknown;
export type Exports = Record<string, unknown>;

/** What `import(specifier, options)` means; `load` is Node's own. */
export type Import = (
  load: (options?: unknown) => Promise<unknown>,
  specifier: string,
  options?: unknown,
) => Promise<unknown>;

const PARAMETERS = `exports, require, module, __filename, __dirname, ${IMPORT}`;

/**
 * Evaluates emitted code once.
 *
 * @param topLevelAwait code that awaits at its top level is evaluated by promise
 */
export function evaluate(
  js: string,
  options: {
    readonly fileName: string;
    readonly folder: string;
    readonly require: Require;
    readonly import: Import;
    readonly topLevelAwait: boolean;
    readonly exports?: Exports;
  },
): Exports | Promise<Exports> {
  const head = `(${options.topLevelAwait ? "async " : ""}function (${PARAMETERS}) { `;
  const script = new vm.Script(`${head}${js}\n})`, {
    filename: options.fileName,
    columnOffset: -head.length,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const run = script.runInThisContext({ displayErrors: false }) as (...args: unknown[]) => unknown;
  const module = { exports: options.exports ?? {} };
  const { require, fileName, folder } = options;
  const done = run.call(module.exports, module.exports, require, module, fileName, folder, options.import);
  return options.topLevelAwait ? Promise.resolve(done).then(() => module.exports) : module.exports;
}
