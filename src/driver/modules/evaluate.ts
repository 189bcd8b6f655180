// What are the exports of this JavaScript? Evaluated as CommonJS in this realm, so that values are ordinary ones.
import { createHash } from "node:crypto";
import vm from "node:vm";
import { IMPORT } from "../../source/index.ts";

export type Require = (specifier: string) => unknown;
export type Exports = Record<string, unknown>;

/** What `import(specifier, options)` means; `load` is Node's own. */
export type Import = (
  load: (options?: unknown) => Promise<unknown>,
  specifier: string,
  options?: unknown,
) => Promise<unknown>;

const PARAMETERS = `exports, require, module, __filename, __dirname, ${IMPORT}`;

export interface Asked {
  readonly fileName: string;
  readonly folder: string;
  readonly require: Require;
  readonly import: Import;
  readonly topLevelAwait: boolean;
  readonly exports?: Exports;
}

/**
 * Evaluates emitted code once.
 *
 * @param topLevelAwait code that awaits at its top level is evaluated by promise
 */
export function evaluate(js: string, options: Asked): Exports | Promise<Exports> {
  const script = new vm.Script(scriptOf(js, options), {
    filename: options.fileName,
    columnOffset: -headOf(options).length,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const run = script.runInThisContext({ displayErrors: false }) as (...args: unknown[]) => unknown;
  const module = { exports: options.exports ?? {} };
  const { require, fileName, folder } = options;
  const done = run.call(module.exports, module.exports, require, module, fileName, folder, options.import);
  return options.topLevelAwait ? Promise.resolve(done).then(() => module.exports) : module.exports;
}

/** As V8 tells which script a stack frame belongs to: an edited text is evaluated under the file name that it had. */
export function scriptHash(js: string, asked: Pick<Asked, "topLevelAwait">): string {
  return createHash("sha256").update(scriptOf(js, asked)).digest("hex");
}

function scriptOf(js: string, asked: Pick<Asked, "topLevelAwait">): string {
  return `${headOf(asked)}${js}\n})`;
}

function headOf({ topLevelAwait }: Pick<Asked, "topLevelAwait">): string {
  return `(${topLevelAwait ? "async " : ""}function (${PARAMETERS}) { `;
}
