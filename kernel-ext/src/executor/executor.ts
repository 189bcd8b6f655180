// How is a cell run? Convert it, bring what it imports, evaluate it, await what it gives.
import path from "node:path";
import type { Loader } from "../engine/engine.ts";
import { compileError } from "../errors/compileError.ts";
import type { EvaluatedCode } from "../errors/evaluated.ts";
import { Interrupted } from "../errors/interrupted.ts";
import { Reported } from "../errors/reported.ts";
import type { MainLock } from "../threads/breakLock.ts";
import type { SharedState } from "../threads/sharedState.ts";
import type { CellConverter } from "../typescript/converter.ts";
import { blankExports } from "./blankExports.ts";
import { evaluate, hashOf, shiftOf } from "./evaluate.ts";
import type { Session } from "./session.ts";
import { specifiersOf } from "./specifiersOf.ts";

/** tslab's converter puts one line before the text. */
export const CONVERTER_LINES = 1;

export interface CellText {
  readonly text: string;
  /** The same with its magics as the user wrote them, for excerpts. */
  readonly written: string;
  /** As errors name it: `In[3]`. */
  readonly label: string;
}

export interface Executor {
  /** The awaited value of the last expression. Names stay known where the cell fails half-way. */
  run(cell: CellText): Promise<unknown>;
  /** Like `run`, for an expression that must leave nothing behind. */
  evaluate(cell: CellText): Promise<unknown>;
}

export interface ExecutorParts {
  converter(): CellConverter;
  loader(): Promise<Loader>;
  readonly session: Session;
  readonly evaluated: EvaluatedCode;
  readonly folder: string;
  readonly shared: Pick<SharedState, "isInterrupted" | "signals" | "noticeSignals">;
  readonly lock: MainLock;
}

export function createExecutor({
  converter,
  loader,
  session,
  evaluated,
  folder,
  shared,
  lock,
}: ExecutorParts): Executor {
  return {
    run: (cell) => run(cell, true),
    evaluate: (cell) => run(cell, false),
  };

  async function run(cell: CellText, keepsNames: boolean): Promise<unknown> {
    const { convert, typescript } = converter();
    const { output, maps, ...converted } = convert(session.declarations, blankExports(typescript, cell.text));
    if (shared.isInterrupted) throw new Interrupted();
    if (converted.diagnostics.length > 0) throw new Reported(compileError(cell, converted.diagnostics));
    // Before it runs: what is half done when a cell fails or is stopped can be looked at in the next.
    if (keepsNames) session.declarations = converted.declarations;
    if (output === undefined) return undefined;
    const script = { file: path.join(folder, `${cell.label}.ts`), code: output, isAsync: converted.hasTopLevelAwait };
    evaluated.add(
      { file: script.file, hash: hashOf(script) },
      {
        name: cell.label,
        text: cell.written,
        maps,
        shift: shiftOf(script),
        prefixLines: CONVERTER_LINES,
      },
    );
    const specifiers = specifiersOf(output);
    const imports = specifiers.length > 0 || /\brequire\b/.test(output) ? await prepared(specifiers) : undefined;
    const done = evaluate(script, session.exports, (id) => imports?.require(id, folder), { lock, shared });
    if (script.isAsync) await done;
    return converted.lastExpression === undefined ? undefined : await takeVariable(converted.lastExpression);
  }

  async function prepared(specifiers: readonly string[]): Promise<Loader> {
    const ready = await loader();
    await ready.prepare(specifiers, folder);
    return ready;
  }

  function takeVariable(name: string): unknown {
    const value = session.variables[name];
    delete session.variables[name];
    // JavaScript names a function after the variable that it is put in; the user wrote none.
    if (typeof value === "function" && value.name === name) Object.defineProperty(value, "name", { value: "" });
    return value;
  }
}
