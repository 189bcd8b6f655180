// How often is a node whose body fails tried again?
import type { AnyFunction } from "../module.ts";
import type { Keep } from "./types.ts";
import { wrap } from "./wrap.ts";

export interface RetryOptions {
  /** How often at most it is called again after a failure: with 3, it is called four times at most. 0 calls it once. */
  readonly times: number;
  /** Time in ms before it is called again for the first time; 1000 if absent. */
  readonly delayMs?: number;
  /** By how much each pause is longer than the one before; 2 if absent, 1 for equal ones. */
  readonly factor?: number;
  /** Longest pause in ms; 30000 if absent. */
  readonly maxDelayMs?: number;
  /** Up to which share, 0 to 1, each pause is shortened by chance, so that many don't come back at once; 0 if absent. */
  readonly jitter?: number;
  /** Names or codes of errors after which it is tried again, e.g. `["TimeoutError", "ECONNRESET"]`; after all if absent. */
  readonly only?: readonly string[];
}

/**
 * Calls a node's function again when it fails, after a pause that grows. Every attempt reads the values as they were, also
 * where a failed one has changed them. The run's record tells how many attempts there were and what the failed ones threw;
 * the node's duration is that of its last attempt. When the run is stopped there is no further one.
 *
 * With `timeout()`, whichever stands outside, the time is that of each attempt. It wins over `execute({ retry })`.
 *
 * Nothing of it enters the cache key.
 *
 * @param options written out as literals, since they are read from the text
 * @param fn the node's function, last
 * @returns the function, called as before: by itself it is called once
 * @throws CellarError `bad-modifier` when the module is read, for an unknown option or value
 */
export function retry<F extends AnyFunction>(options: RetryOptions, fn: F): Keep<F> {
  void options;
  return wrap("retry", fn) as Keep<F>;
}
