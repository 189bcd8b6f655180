// What is a running kernel? The parts of the main thread, put together.
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { MessagePort } from "node:worker_threads";
import { createComms } from "./comm/comms.ts";
import { registerRunsTarget } from "./comm/runsTarget.ts";
import { captureStreams } from "./display/captureStreams.ts";
import { createTslab } from "./display/createTslab.ts";
import { addGlobals } from "./display/globals.ts";
import { createInput } from "./display/input.ts";
import { createOutput } from "./display/output.ts";
import { createParent } from "./display/parent.ts";
import { importEngine } from "./engine/importEngine.ts";
import { notebookHost } from "./engine/notebookHost.ts";
import { createEvaluatedCode } from "./errors/evaluated.ts";
import { createPrepareStack } from "./errors/prepareStack.ts";
import { createExecutor } from "./executor/executor.ts";
import { createSession } from "./executor/session.ts";
import { magics } from "./magics/index.ts";
import type { Bench } from "./magics/magic.ts";
import { once } from "./once.ts";
import { type Cells, createCells } from "./requests/cells.ts";
import { createHandler } from "./requests/handler.ts";
import { serve } from "./serve.ts";
import { survive } from "./survive/survive.ts";
import type { MainLock } from "./threads/breakLock.ts";
import type { ToSockets } from "./threads/messages.ts";
import { openSharedState } from "./threads/sharedState.ts";
import { createCellConverter } from "./typescript/converter.ts";

/** Of `cellar/protocol`, which is not worth loading for one word. */
const RUNS_TARGET = "cellar.runs";

/** Answers what comes through `port`; returns when TypeScript is warm. `lock` is held until then. */
export function startKernel(port: MessagePort, buffer: SharedArrayBuffer, lock: MainLock): void {
  const folder = process.cwd();
  const shared = openSharedState(buffer);
  const post = (message: ToSockets) => port.postMessage(message);
  const output = createOutput(createParent(), shared, post);
  captureStreams(output);
  const survival = survive(output);
  const evaluated = createEvaluatedCode();
  const input = createInput(shared, post);
  const comms = createComms(output);
  const session = createSession();
  const converter = once(() => createCellConverter(lock));
  const engine = once(async () => {
    shared.isLoading = true;
    const imported = await importEngine().finally(() => {
      shared.isLoading = false;
    });
    imported.engine.setHost(notebookHost(output, () => cells.running));
    output.published = ({ kind, content }) => imported.engine.noteDisplay(kind, content);
    return imported;
  });
  const loader = once(async () => {
    converter(); // tslab can only be loaded when TypeScript is in its place
    const { engine: cellar, packages } = await engine();
    const opened = cellar.createLoader({
      root: folder,
      provide: { ...packages, tslab: createTslab(output, input, comms) },
    });
    evaluated.alsoAsk(({ file, hash }) => {
      const source = opened.sourceOf(file, hash);
      if (!source) return undefined;
      const text = source.text === undefined ? {} : { text: bench.written.get(source.text) ?? source.text };
      return { name: source.name, ...text, maps: [source.map], shift: 0, prefixLines: 0 };
    });
    return opened;
  });
  const bench: Bench = {
    magics,
    output,
    session,
    converter,
    loader,
    engine: async () => (await engine()).engine,
    executor: createExecutor({ converter, loader, session, evaluated, folder, shared, lock }),
    originOf: evaluated.originOf,
    written: new Map(),
    modules: new Map(),
    cellId: () => cells.running?.id,
  };
  const handler = once(() => createHandler(bench));
  const cells: Cells = createCells({ bench, input, inspect: (name) => handler().describe(name), post, lock });

  Error.prepareStackTrace = createPrepareStack(evaluated, hiddenFolders());
  addGlobals((question) => input.ask(question, false));
  serve(port, { cells, handler, comms, shared, lock, survival, output });
  // Before the first cell comes: reading Node's types takes most of a second.
  converter().convert("", "0");
  registerRunsTarget(comms, RUNS_TARGET, bench.engine);
  loader().catch((error: unknown) => output.print("stderr", `The engine could not be loaded: ${String(error)}\n`));
  // Last: from here on it may be stopped, and `isLoading` tells that the engine is being loaded.
  lock.release();
}

/** The kernel's own code and the engine's: their frames tell a user nothing. */
function hiddenFolders(): string[] {
  const own = path.dirname(fileURLToPath(import.meta.url));
  const engine = path.dirname(fileURLToPath(import.meta.resolve("cellar")));
  return [own, engine, path.join("node_modules", "tslab", "dist")];
}
