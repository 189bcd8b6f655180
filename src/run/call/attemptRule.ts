// Is a body that failed called again, and after which pause? What its node says, else what the run says.
import { callsFunction } from "../../dataflow/madeNode.ts";
import type { RetryOptions } from "../../dataflow/modifiers/retry.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { isCellarError } from "../../errors.ts";

/** What a run gives to nodes that say nothing of it themselves. */
export interface Limits {
  readonly timeoutMs?: number | undefined;
  readonly retry?: RetryOptions | undefined;
}

const NONE: Limits = {};

/** Only what calls a function can take long or fail by chance. */
export function limitsOf(node: FunctionNode, ofRun: Limits): Limits {
  if (!callsFunction(node)) return NONE;
  const { settings } = node;
  return { timeoutMs: settings.timeoutMs ?? ofRun.timeoutMs, retry: settings.retry ?? ofRun.retry };
}

/**
 * @param attempts how often it was called by now
 * @param chance from 0 up to 1: where within the jitter the pause lies
 * @returns the pause in ms; undefined where it has failed for good
 */
export function pauseAfter(
  error: unknown,
  attempts: number,
  retry: RetryOptions | undefined,
  chance: number,
): number | undefined {
  if (retry === undefined || attempts > retry.times || !isWorthIt(error, retry.only)) return undefined;
  const { delayMs = 1000, factor = 2, maxDelayMs = 30_000, jitter = 0 } = retry;
  return Math.min(maxDelayMs, delayMs * factor ** (attempts - 1)) * (1 - jitter * chance);
}

function isWorthIt(error: unknown, only: readonly string[] | undefined): boolean {
  // What is wrong with a modifier is as wrong the next time.
  if (isCellarError(error, "bad-modifier")) return false;
  return only === undefined || namesOf(error).some((name) => only.includes(name));
}

/** Of the error and of what caused it: `fetch` says `TypeError`, and `ECONNRESET` one below. */
function namesOf(error: unknown): readonly string[] {
  const names: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
    names.push(at.name, String((at as { readonly code?: unknown }).code));
  return names;
}
