// Which function of ours is on the stack, the one that V8 gives of a promise included?

type Prepare = NonNullable<ErrorConstructor["prepareStackTrace"]>;

/** How the user's errors are written, while ours is: kept where V8 unwinds the code in between, so that nothing is put back. */
interface Kept {
  readonly prepare: Prepare | undefined;
  readonly limit: number;
}

let kept: Kept | undefined;
let probe: Error | undefined;
let wanted = "";
let found: string | undefined;

/**
 * The name of the innermost function on the stack whose name begins like this.
 *
 * V8 tells of an `await`ed promise who awaits it: where exactly one does, also by `then()`, `Promise.all` and `for await`.
 *
 * @see https://v8.dev/blog/fast-async "zero-cost async stack traces"
 */
export function functionOnStack(beginning: string): string | undefined {
  putBack(); // what was unwound amid this function
  wanted = beginning;
  found = undefined;
  kept = { prepare: Error.prepareStackTrace, limit: Error.stackTraceLimit };
  try {
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    Error.prepareStackTrace = prepare;
    probe = new Error();
    void probe.stack;
  } finally {
    putBack();
  }
  return found;
}

function prepare(error: Error, frames: NodeJS.CallSite[]): unknown {
  if (error === probe) {
    found =
      frames.map((frame) => frame.getFunctionName()).find((name) => name?.startsWith(wanted) === true) ?? undefined;
    return "";
  }
  const { prepare: theirs, limit } = kept ?? { prepare: undefined, limit: 10 };
  putBack();
  const shown = frames.slice(0, limit);
  return theirs === undefined ? asUsual(error, shown) : theirs(error, shown);
}

function putBack(): void {
  if (kept === undefined) return;
  const { prepare: theirs, limit } = kept;
  // Who set another one meanwhile wants that one.
  if (Error.prepareStackTrace === prepare) {
    if (theirs === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = theirs;
  }
  if (Error.stackTraceLimit === Number.POSITIVE_INFINITY) Error.stackTraceLimit = limit;
  probe = undefined;
  kept = undefined; // last: it may be unwound too, and is done again then
}

/** As V8 writes it where nobody says how. */
function asUsual(error: Error, frames: readonly NodeJS.CallSite[]): string {
  return [Error.prototype.toString.call(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n");
}
