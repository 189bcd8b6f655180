// How long may a node's body take?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

/**
 * A node whose body takes longer fails, with the code `timed-out`. A body that waits learns it by `abortSignal()`, and is not
 * waited for. One that computes without a pause can only be stopped where it runs on a worker thread
 * (`withExecutor(workersExecutor())`), whose thread is ended; in the main thread it computes to its end, and what it gives is
 * not taken. The plan and the record say where that is so.
 *
 * With `retry()` the time is that of each attempt. It wins over `execute({ timeoutMs })`.
 *
 * Nothing of it enters the cache key.
 *
 * @param ms time from the begin of the body, in ms, written out as a literal
 * @param fn the node's function, last
 * @returns the function, called as before: by itself it takes what it takes
 * @throws CellarError `bad-modifier` when the module is read, for anything but a number of ms
 */
export function timeout<F extends AnyFunction>(ms: number, fn: F): Keep<F> {
  void ms;
  return wrap("timeout", fn) as Keep<F>;
}
