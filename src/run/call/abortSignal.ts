// How does a body learn that it is to stop? It asks for the signal of its own call, while it is being called.
import { cellarError } from "../../errors.ts";

interface Calls {
  /** Of the body that is on the stack. */
  signal: (() => AbortSignal) | undefined;
  /** Bodies of this thread that have begun, and neither ended nor been given up. */
  atWork: number;
}

/** One for all copies of the engine in a thread. A body is found by the stack, not by what follows it asynchronously. */
const CALLS = Symbol.for("cellar.calls");
const world = globalThis as { [CALLS]?: Calls };
const calls: Calls = world[CALLS] ?? { signal: undefined, atWork: 0 };
world[CALLS] = calls;

/**
 * The signal of the node's body that is being called: aborted when its time is up (`timeout()`), and when its run is stopped.
 * It is to be asked for at the begin of the body, before its first `await`: `fetch(url, { signal: abortSignal() })`. It is no
 * parameter and enters no key.
 *
 * On a worker thread it is never aborted: there the thread itself is ended. Neither is it where a function is called by
 * itself, e.g. in a test.
 *
 * @throws CellarError `bad-option` after an `await` of a body, where nobody can tell whose signal is meant
 */
export function abortSignal(): AbortSignal {
  if (calls.signal !== undefined) return calls.signal();
  if (calls.atWork === 0) return new AbortController().signal;
  throw cellarError(
    "bad-option",
    "abortSignal() was called outside of a body, or after an `await`: take it at the begin, `const signal = abortSignal();`, and hand it on.",
  );
}

/**
 * Calls a body of which `abortSignal()` gives this signal; what it returns may be a promise.
 *
 * @param whenOver gets what is to be called once that promise is settled. Without it the promise itself is asked; then two
 *   wait for it, and V8 does not tell any more who
 */
export function callWith<T>(signal: AbortSignal | undefined, body: () => T, whenOver?: (ended: () => void) => void): T {
  const before = calls.signal;
  let own = signal;
  calls.signal = () => {
    own ??= new AbortController().signal;
    return own;
  };
  calls.atWork++;
  let isOver = false;
  const ended = (): void => {
    if (isOver) return;
    isOver = true;
    calls.atWork--;
    signal?.removeEventListener("abort", ended);
  };
  signal?.addEventListener("abort", ended);
  let returned: T | undefined;
  try {
    returned = body();
    return returned;
  } finally {
    calls.signal = before;
    if (returned instanceof Promise && whenOver !== undefined) whenOver(ended);
    else if (returned instanceof Promise) returned.then(ended, ended);
    else ended();
  }
}
