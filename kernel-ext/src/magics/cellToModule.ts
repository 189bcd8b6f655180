// %%cell_to_module: how does a cell become a dataflow module that later cells can use by name?

import type { LoadedModule } from "../engine/engine.ts";
import { codeFrame } from "../errors/codeFrame.ts";
import { type CompiledText, compileError } from "../errors/compileError.ts";
import { plain } from "../errors/describeError.ts";
import { Reported, usageError } from "../errors/reported.ts";
import type { CellText } from "../executor/executor.ts";
import { bindModule } from "./bindModule.ts";
import { displayDataflow } from "./displayDataflow.ts";
import type { Bench, Magic } from "./magic.ts";
import { withNameableTypes } from "./nameableTypes.ts";

const DISPLAY = "--display";

export const cellToModule: Magic = {
  name: "cell_to_module",
  kind: "cell",
  summary: "Makes the cell a dataflow module: each exported function is a node, its parameters name what it needs.",
  words: ["name"],
  flags: [{ name: DISPLAY, short: "-d", help: "Shows the dataflow of the module." }],
  async run({ words, flags, cell }, bench) {
    const name = checkedName(words[0]!);
    checkTypes(name, cell, bench);
    bench.written.set(cell.text, cell.written);
    const module = await load(name, cell, bench);
    bench.modules.set(name, cell.text);
    bindModule(module, bench);
    if (flags.has(DISPLAY)) await displayDataflow(module, bench);
  },
};

function checkedName(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw usageError(`"${name}" cannot name a module: use letters, digits and _, and no digit first.`);
}

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
    throw located(error, asWritten(cell));
  }
}

/** An error that knows its line in the module is shown with it; any other as it is. */
function located(error: unknown, { label, text }: CompiledText): unknown {
  const { where, message, name } = error as { where?: Where; message: string; name: string };
  if (where?.line === undefined) return error;
  const { line, column = 1 } = where;
  const place = `:${line}:${column} `;
  // The engine names the module where the user sees a cell.
  const told = message.startsWith(`${where.module}${place}`)
    ? message.slice(`${where.module}${place}`.length)
    : message;
  const report = plain(name, `${label}${place}${told}`);
  return new Reported({ ...report, traceback: [...report.traceback, ...codeFrame(text, { line, column, length: 1 })] });
}

interface Where {
  readonly module?: string;
  readonly line?: number;
  readonly column?: number;
}

const CANNOT_FIND_NAME = 2304;

function adviceFor(code: number, message: string, { session }: Bench): string | undefined {
  const name = code === CANNOT_FIND_NAME ? /'([^']+)'/.exec(message)?.[1] : undefined;
  if (name === undefined || !Object.hasOwn(session.variables, name)) return undefined;
  return `A module sees only its own names and imports, and \`${name}\` is a name of another cell: make it a parameter.`;
}

/** With its first line as the user wrote it, for excerpts. */
function asWritten({ label, written }: CellText): CompiledText {
  return { label, text: written };
}
