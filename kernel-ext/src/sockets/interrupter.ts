// How is a running cell stopped with its variables kept? Three steps, each only if the one before had no answer.
import inspector from "node:inspector";
import type { ToMain } from "../threads/messages.ts";
import type { SharedState } from "../threads/sharedState.ts";
import { descendantsOf } from "./descendants.ts";

/** Time for a message or a signal to work before V8 is told to unwind. */
const PATIENCE_MS = 60;
/** How often to look again while V8 must not unwind. */
const RETRY_MS = 25;
/** The engine is loaded in a fraction of this, on a busy machine too; if not, user code in between is what does not end. */
const LOADING_PATIENCE_MS = 10_000;
/** How often child processes are told again while the main thread waits for one. */
const CHILDREN_MS = 250;
/** More than the main thread takes to change the handling of signals. */
const HANDLERS_MS = 2;
/** More than a signal takes to arrive. */
const SIGNAL_MS = 2;

export interface Interrupter {
  /** Stops the request `id` (0 = none: stops a runaway timer). */
  interrupt(id: number): void;
}

export function createInterrupter(pid: number, shared: SharedState, post: (message: ToMain) => void): Interrupter {
  const lock = shared.breakLock();
  let newest = { number: 0, id: 0 };
  /** All interrupts without an answer wait for one unwinding: a second would hit what comes behind them. */
  let patience: NodeJS.Timeout | undefined;
  let isUnwinding = false;
  return { interrupt };

  function interrupt(id: number): void {
    // One signal is enough; a second may come when the first has just unwound the cell and nobody handles it.
    const isFirst = isAcknowledged();
    newest = { number: newest.number + 1, id };
    // A cell that is being compiled is not begun.
    shared.isInterrupted = true;
    shared.interruptInput();
    // 1. A cell that awaits has a free event loop: a message is enough.
    post({ type: "interrupt", ...newest, terminated: false });
    // 2. Synchronous code of a cell runs under vm's breakOnSigint. On Windows a signal would end the process.
    if (process.platform !== "win32") {
      if (isFirst) signalMain();
      signalChildren();
    }
    // 3. Synchronous code after an await, in timers and callbacks: only V8 can stop it.
    if (isFirst) clearTimeout(patience);
    if (isFirst || (patience === undefined && !isUnwinding)) wait(PATIENCE_MS, 0);
  }

  function isAcknowledged(): boolean {
    return shared.acknowledged >= newest.number;
  }

  function signalChildren(): void {
    for (const child of descendantsOf(pid)) signal(child);
  }

  function signalMain(): void {
    if (!lock.take(HANDLERS_MS)) return;
    shared.addSignal();
    signal(pid);
    // It arrives on another thread: only then may that change its handlers.
    setTimeout(lock.give, SIGNAL_MS);
  }

  /** @param loadingMs how long the engine has been loaded meanwhile: what came before, e.g. a slow start, is none of it */
  function wait(ms: number, loadingMs: number): void {
    patience = setTimeout(() => terminate(loadingMs), ms);
  }

  function terminate(loadingMs: number): void {
    patience = undefined;
    if (isAcknowledged()) return;
    if (shared.isLoading && loadingMs < LOADING_PATIENCE_MS) {
      wait(RETRY_MS, loadingMs + RETRY_MS);
      return;
    }
    if (!lock.take(0)) {
      wait(RETRY_MS, loadingMs);
      return;
    }
    // With the lock in hand: it cannot be acknowledged now.
    if (isAcknowledged()) lock.give();
    else unwind();
  }

  function unwind(): void {
    isUnwinding = true;
    // Never kept open: a connected session slows console.log and delays the exit.
    const session = new inspector.Session();
    session.connectToMainThread();
    // What V8 cannot unwind waits outside of it: e.g. for a child process that had not begun when the others were told.
    const again = process.platform === "win32" ? undefined : setInterval(signalChildren, CHILDREN_MS);
    session.post("Runtime.terminateExecution", () => {
      clearInterval(again);
      session.disconnect();
      post({ type: "interrupt", ...newest, terminated: true });
      lock.give();
      isUnwinding = false;
    });
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // a child that ended meanwhile
  }
}
