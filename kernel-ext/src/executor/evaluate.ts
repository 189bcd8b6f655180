// How is the JavaScript of a cell run? As a function in this realm, so that the user can stop it at any time.
import { createHash } from "node:crypto";
import vm from "node:vm";
import { isInterrupted } from "../errors/interrupted.ts";
import type { MainLock } from "../threads/breakLock.ts";
import type { SharedState } from "../threads/sharedState.ts";

/** Where the one script that calls cells finds the cell to call. */
const CALL = Symbol.for("cellar.kernel.call");
const caller = new vm.Script(`globalThis[Symbol.for("cellar.kernel.call")]()`, { filename: "node:internal/cellar" });

export interface Script {
  readonly file: string;
  /** CommonJS */
  readonly code: string;
  readonly isAsync: boolean;
}

/** Characters before the code's first line. */
export function shiftOf(script: Pick<Script, "isAsync">): number {
  return openingOf(script).length;
}

/** As V8 tells it of each stack frame. */
export function hashOf(script: Pick<Script, "code" | "isAsync">): string {
  return createHash("sha256").update(wrap(script)).digest("hex");
}

function wrap(script: Pick<Script, "code" | "isAsync">): string {
  return `${openingOf(script)}${script.code}\n})`;
}

function openingOf({ isAsync }: Pick<Script, "isAsync">): string {
  return `(${isAsync ? "async " : ""}function (exports, require) { `;
}

/** Returns the promise of an async script. A signal stops the synchronous part with a plain, catchable error. */
export function evaluate(
  script: Script,
  exports: object,
  require: (id: string) => unknown,
  stopping: Stopping,
): unknown {
  // displayErrors would put Node's own excerpt, with its own line numbers, before the stack.
  const wrapped = new vm.Script(wrap(script), {
    filename: script.file,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const run = wrapped.runInThisContext({ displayErrors: false }) as (...args: unknown[]) => unknown;
  return runInterruptible(() => run(exports, require), stopping);
}

export interface Stopping {
  readonly lock: MainLock;
  readonly shared: Pick<SharedState, "signals" | "noticeSignals">;
}

/**
 * Runs `work` so that SIGINT stops its synchronous part. Node takes away all listeners of the signal before it begins to
 * watch for it, and gives them back afterwards: no signal may come in between.
 */
function runInterruptible<T>(work: () => T, { lock, shared }: Stopping): T {
  const watched = () => {
    lock.release();
    try {
      return work();
    } finally {
      lock.hold();
    }
  };
  lock.hold();
  const before = shared.signals;
  let isStopped = false;
  try {
    return callWatched(watched) as T;
  } catch (error) {
    isStopped = isInterrupted(error);
    throw error;
  } finally {
    if (shared.signals !== before) {
      shared.noticeSignals();
      if (!isStopped) swallowSignal();
    }
    lock.release();
  }
}

function callWatched(work: () => unknown): unknown {
  Object.defineProperty(globalThis, CALL, { value: work, configurable: true, enumerable: false });
  return caller.runInThisContext({ breakOnSigint: true, displayErrors: false });
}

/** More than Node's thread that watches for signals takes to wake up, on a busy machine too. */
const WAKING_MS = 2000;

/**
 * Where work ends by itself just as the signal comes, Node's watching thread may not have woken up yet: what it was told
 * stays in its semaphore (`SigintWatchdogHelper`), and would stop whatever is watched next.
 */
function swallowSignal(): void {
  const end = performance.now() + WAKING_MS;
  try {
    callWatched(() => {
      while (performance.now() < end);
    });
  } catch (error) {
    if (!isInterrupted(error)) throw error;
  }
}
