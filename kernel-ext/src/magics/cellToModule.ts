// %%cell_to_module: how does a cell become a dataflow module that later cells can use by name?

import util from "node:util";
import type { LoadedModule } from "../engine/engine.ts";
import { codeFrame } from "../errors/codeFrame.ts";
import { type CompiledText, compileError } from "../errors/compileError.ts";
import { plain } from "../errors/describeError.ts";
import { Reported } from "../errors/reported.ts";
import type { CellText } from "../executor/executor.ts";
import { bindModule } from "./bindModule.ts";
import { displayDataflow } from "./displayDataflow.ts";
import type { Bench, Magic } from "./magic.ts";
import { checkedName } from "./moduleName.ts";
import { withNameableTypes } from "./nameableTypes.ts";

const DISPLAY = "--display";

export const cellToModule: Magic = {
  name: "cell_to_module",
  kind: "cell",
  summary: "Makes the cell a dataflow module: each exported function is a node, its parameters name what it needs.",
  words: ["name"],
  flags: [{ name: DISPLAY, short: "-d", help: "Shows the dataflow of the module." }],
  async run({ words, flags, cell }, bench) {
    const name = checkedName(words[0]!, bench.converter().typescript);
    checkTypes(name, cell, bench);
    bench.written.set(cell.text, cell.written);
    const module = await load(name, cell, bench);
    bench.modules.set(name, cell.text);
    bindModule(module, bench);
    if (flags.has(DISPLAY)) await displayDataflow(module, bench);
  },
};

/** As TypeScript and stacks name the module. */
function fileOf(name: string): string {
  return `${name}.ts`;
}

/** The converter keeps the module's text: later cells import it with its types. */
function checkTypes(name: string, cell: CellText, bench: Bench): void {
  const diagnostics = declare(name, cell.text, bench);
  if (diagnostics.length === 0) return;
  takeBack(name, bench);
  const own = diagnostics.map(({ fileName, ...diagnostic }) =>
    fileName === undefined || fileName === fileOf(name) ? diagnostic : { ...diagnostic, fileName },
  );
  throw new Reported(
    compileError(asWritten(cell), own, ({ code, messageText }) => adviceFor(code, messageText, bench)),
  );
}

function declare(name: string, text: string, { converter }: Bench) {
  const { addModule, typescript } = converter();
  return addModule(name, withNameableTypes(typescript, text));
}

/** Later cells go on with the module that is still loaded, or without one: a local file of that name is meant again. */
function takeBack(name: string, bench: Bench): void {
  const before = bench.modules.get(name);
  if (before === undefined) bench.converter().removeModule(name);
  else declare(name, before, bench);
}

async function load(name: string, cell: CellText, bench: Bench): Promise<LoadedModule> {
  const loader = await bench.loader();
  const cellId = bench.cellId();
  try {
    return await loader.loadModule(cell.text, { name, ...(cellId !== undefined && { cell: cellId }) });
  } catch (error) {
    takeBack(name, bench);
    throw located(error, name, asWritten(cell));
  }
}

/** An error that knows its line in the module is shown with it; one of a file that it imports names that file itself. */
function located(error: unknown, module: string, { label, text }: CompiledText): unknown {
  if (!isCellarError(error)) return error;
  const { where, message, name } = error;
  if (where.line === undefined) return error;
  if (where.module !== undefined && where.module !== module) return new Reported(plain(name, message));
  const { line, column = 1 } = where;
  const place = `:${line}:${column} `;
  // The engine names the module where the user sees a cell.
  const told = message.startsWith(`${where.module}${place}`)
    ? message.slice(`${where.module}${place}`.length)
    : message;
  const report = plain(name, `${label}${place}${told}`);
  return new Reported({ ...report, traceback: [...report.traceback, ...codeFrame(text, { line, column, length: 1 })] });
}

interface LocatedError {
  readonly name: string;
  readonly message: string;
  readonly where: { readonly module?: string; readonly line?: number; readonly column?: number };
}

/** By its name: the class is the engine's, which is loaded later. Anything else may throw when it is looked at. */
function isCellarError(error: unknown): error is LocatedError {
  return util.types.isNativeError(error) && error.constructor.name === "CellarError" && "where" in error;
}

const CANNOT_FIND_NAME = 2304;
const CANNOT_FIND_MODULE = 2307;

function adviceFor(code: number, message: string, { session, modules }: Bench): string | undefined {
  const quoted = /'([^']+)'/.exec(message)?.[1];
  if (code === CANNOT_FIND_MODULE && quoted !== undefined && modules.has(quoted))
    return `\`${quoted}\` is a module of this notebook: import it from "./${quoted}".`;
  const name = code === CANNOT_FIND_NAME ? quoted : undefined;
  if (name === undefined || !Object.hasOwn(session.variables, name)) return undefined;
  return `A module sees only its own names and imports, and \`${name}\` is a name of another cell: make it a parameter.`;
}

/** With its first line as the user wrote it, for excerpts. */
function asWritten({ label, written }: CellText): CompiledText {
  return { label, text: written };
}
