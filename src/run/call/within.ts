// Has a body as much time as it wants? It is told when it is over, and not waited for any longer.
import { cellarError } from "../../errors.ts";

/** How long a body may take, and what stops it before. */
export interface Bounds {
  readonly node: string;
  /** From the moment it begins; as long as it likes where absent. */
  readonly timeoutMs: number | undefined;
  /** Of the run. */
  readonly signal: AbortSignal | undefined;
}

/** Bodies that are still at work although nobody waits for them, by what was thrown in their place. */
const leftAtWork = new WeakSet<object>();

/** Does the body that this error tells of still go on in this thread, with all that it was lent? */
export function isAtWork(error: unknown): boolean {
  return typeof error === "object" && error !== null && leftAtWork.has(error);
}

/**
 * Calls a body once, and gives what it returns: at once, or as a promise.
 *
 * @param call gets the signal that stops it, and what is to be called when the body begins, if ever
 * @throws CellarError `timed-out`, at once or in the promise
 */
export function within(
  { node, timeoutMs, signal }: Bounds,
  call: (signal: AbortSignal | undefined, began: () => void) => unknown,
): unknown {
  if (timeoutMs === undefined) return call(signal, () => {});
  const controller = new AbortController();
  const stopped = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) stopped();
  else signal?.addEventListener("abort", stopped, { once: true });
  let begunAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let giveUp: (error: unknown) => void = () => {};
  const expire = (): void => {
    if (isOver) return;
    const error = timedOut(node, timeoutMs);
    giveUp(error);
    controller.abort(error);
  };
  const began = (): void => {
    if (isOver) return;
    clearTimeout(timer); // it began elsewhere before, and could not be done there
    begunAt = performance.now();
    // What came in meanwhile, while another body kept the thread busy, is looked at first.
    timer = setTimeout(() => setImmediate(expire), timeoutMs);
  };
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", stopped);
  };
  let returned: unknown;
  try {
    returned = call(controller.signal, began);
  } catch (error) {
    end();
    throw error;
  }
  if (!isThenable(returned)) {
    end();
    const tookMs = performance.now() - (begunAt ?? Number.POSITIVE_INFINITY);
    if (tookMs > timeoutMs) throw tooLate(node, timeoutMs, tookMs);
    return returned;
  }
  return new Promise((resolve, reject) => {
    giveUp = reject;
    Promise.resolve(returned).then(resolve, reject);
  }).finally(end);
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

function timedOut(node: string, timeoutMs: number): Error {
  const said = `\`${node}\` took longer than the ${timeoutMs} ms that its timeout gives it.`;
  const error = cellarError("timed-out", `${said} Give it more time: \`timeout(ms, fn)\`.`, { where: { node } });
  leftAtWork.add(error);
  return error;
}

function tooLate(node: string, timeoutMs: number, tookMs: number): Error {
  return cellarError(
    "timed-out",
    `\`${node}\` took ${Math.round(tookMs)} ms, longer than the ${timeoutMs} ms that its timeout gives it, and could not be stopped while it computed: its value is not taken. On a worker thread it is stopped in time: \`withExecutor(workersExecutor())\`.`,
    { where: { node } },
  );
}
