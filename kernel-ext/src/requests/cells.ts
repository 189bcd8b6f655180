// How does a cell begin and end? It ends once: with a value, an error, or because the user stopped it.

import type { Input } from "../display/input.ts";
import { displaysItself, mimeBundle, textOf } from "../display/mimeBundle.ts";
import { describeError } from "../errors/describeError.ts";
import { Interrupted, isInterrupted } from "../errors/interrupted.ts";
import { Reported } from "../errors/reported.ts";
import type { CellText } from "../executor/executor.ts";
import type { Bench } from "../magics/magic.ts";
import { runWithMagics } from "../magics/runMagics.ts";
import type { MainLock } from "../threads/breakLock.ts";
import type { Content, JupyterError, ToMain, ToSockets } from "../threads/messages.ts";
import { pageFor } from "./page.ts";

type ExecuteRequest = Extract<ToMain, { type: "request" }>;

export interface RunningCell {
  readonly request: ExecuteRequest;
  readonly id: string | undefined;
  readonly count: number;
  /** Aborted when the user stops the cell: its runs stop too. */
  readonly signal: AbortSignal;
  /** Ends the cell, whatever it still does. */
  interrupt(): void;
}

export interface Cells {
  readonly running: RunningCell | undefined;
  execute(request: ExecuteRequest): void;
}

export interface CellParts {
  readonly bench: Bench;
  readonly input: Input;
  inspect(name: string): Content;
  readonly lock: MainLock;
  post(message: ToSockets): void;
}

/**
 * When V8 unwinds running code it drops all pending promise callbacks. So the end of a cell never hangs on a promise alone:
 * the message of the interrupt ends it, and what comes later is ignored.
 */
export function createCells({ bench, input, inspect, post, lock }: CellParts): Cells {
  const { output, originOf } = bench;
  let running: Me | undefined;
  return {
    get running() {
      return running;
    },
    execute(request) {
      const { content, metadata, count } = request;
      const code = String(content.code);
      const cell = { text: code, written: code, label: `In[${count}]` };
      input.isAllowed = content.allow_stdin === true;
      output.isSilent = request.silent;
      const stopping = new AbortController();
      const me: Me = {
        request,
        id: cellIdOf(metadata, content),
        count,
        signal: stopping.signal,
        stopRuns: () => stopping.abort(new Interrupted()),
        interrupt: () => fail(me, new Interrupted()),
      };
      running = me;
      const page = pageFor(cell.text);
      if (page !== undefined) return finish(me, { payload: [{ source: "page", start: 0, data: inspect(page) }] });
      const done = output.parent.runCell(request.id, () => runCell(me, cell));
      done.then(
        (end) => lock.whole(() => finish(me, end)),
        (error) => lock.whole(() => fail(me, error)),
      );
    },
  };

  async function runCell(me: Me, cell: CellText): Promise<Ending> {
    const value = await runWithMagics(cell, bench);
    const shown = await show(me, value);
    const expressions = await evaluateAll(me, Object.entries((me.request.content.user_expressions ?? {}) as Content));
    return { user_expressions: expressions, ...(shown !== undefined && { shown }) };
  }

  /** Publishes the value of the last expression; gives its text. */
  async function show(me: Me, value: unknown): Promise<string | undefined> {
    if (value === undefined) return undefined;
    const data = displaysItself(value) ? await mimeBundle(value) : { "text/plain": textOf(value) };
    if (running !== me) return undefined;
    output.publish({ kind: "execute_result", content: { execution_count: me.count, data, metadata: {} } });
    return String(data["text/plain"]);
  }

  async function evaluateAll(me: Me, expressions: readonly [string, unknown][]): Promise<Content> {
    const results: Record<string, unknown> = {};
    for (const [name, text] of expressions) {
      try {
        const value = await bench.executor.evaluate({
          text: String(text),
          written: String(text),
          label: `In[${me.count}] ${name}`,
        });
        results[name] = { status: "ok", data: await mimeBundle(value), metadata: {} };
      } catch (error) {
        results[name] = { status: "error", ...reportOf(error) };
      }
    }
    return results;
  }

  function finish(me: Me, { shown, ...ending }: Ending): void {
    if (running !== me) return;
    end();
    const content = { status: "ok", payload: [], user_expressions: {}, ...ending };
    post({ type: "reply", id: me.request.id, content, ...(shown !== undefined && { output: shown }) });
  }

  function fail(me: Me, error: unknown): void {
    if (running !== me) return;
    // Also where a signal unwound the cell's own code, so that it failed before the message of the interrupt came.
    if (isInterrupted(error)) me.stopRuns();
    const report = reportOf(error);
    try {
      post({ type: "publish", parent: me.request.id, kind: "error", content: { ...report } });
    } finally {
      end();
      const content = { status: "error", ...report, payload: [], user_expressions: {} };
      post({ type: "reply", id: me.request.id, content });
    }
  }

  function end(): void {
    running = undefined;
    output.isSilent = false;
  }

  function reportOf(error: unknown): JupyterError {
    return Reported.of(error) ?? describeError(error, originOf);
  }
}

interface Me extends RunningCell {
  stopRuns(): void;
}

interface Ending {
  readonly payload?: readonly Content[];
  readonly user_expressions?: Content;
  /** Text of the result, for the history. */
  readonly shown?: string;
}

/** JupyterLab sends the cell's id beside the request, newer clients in it. */
function cellIdOf(metadata: Content, content: Content): string | undefined {
  const id = metadata.cellId ?? metadata.cell_id ?? content.cell_id;
  return typeof id === "string" ? id : undefined;
}
