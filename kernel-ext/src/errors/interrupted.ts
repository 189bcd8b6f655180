// How does a cell end that the user stopped?

/** Thrown where user code waits in the kernel, e.g. in `input()`. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("The cell was stopped. Its variables and modules are kept.");
  }
}

/** Also Node's own error for a script that was stopped by a signal. */
export function isInterrupted(error: unknown): boolean {
  try {
    return (
      error instanceof Interrupted ||
      (error as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED"
    );
  } catch {
    return false; // what throws when it is looked at, as a Proxy may, was thrown by the user
  }
}
