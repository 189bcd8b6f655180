// What can go wrong for a user, and how is it told? One union of codes, one constructor, guards.

/** Every error that Cellar raises on purpose carries one of these. */
export type ErrorCode =
  | "circular"
  | "duplicate"
  | "missing-dep"
  | "missing-input"
  | "unknown-node"
  | "unknown-run"
  | "unknown-value"
  | "unknown-pin"
  | "not-acceptable"
  | "unknown-key"
  | "no-value"
  | "bad-parameter"
  | "bad-modifier"
  | "bad-option"
  | "bad-source"
  | "load-failed"
  | "free-name"
  | "no-nodes"
  | "no-cache"
  | "node-failed"
  | "check-failed"
  | "timed-out"
  | "interrupted"
  | "unversionable"
  | "unstorable"
  | "missing-package"
  | "mutated-input"
  | "adapter-failed"
  | "corrupt-result"
  | "store"
  | "newer-store";

/** What Cellar throws: its message says what is wrong, where, and the remedy. */
export class CellarError extends Error {
  override readonly name = "CellarError";
  readonly code: ErrorCode;
  /** Where it happened, in the user's words: a module and a line, a node, a file. */
  readonly where: {
    readonly module?: string;
    readonly line?: number;
    readonly column?: number;
    readonly node?: string;
  };

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { where?: CellarError["where"] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.where = options.where ?? {};
  }
}

/** Builds an error that says what, where and the remedy. */
export function cellarError(
  code: ErrorCode,
  message: string,
  options?: ErrorOptions & { where?: CellarError["where"] },
): CellarError {
  const error = new CellarError(code, message, options);
  Error.captureStackTrace?.(error, cellarError);
  return error;
}

/** @param code only an error of this code; of any if absent */
export function isCellarError(error: unknown, code?: ErrorCode): error is CellarError {
  return error instanceof CellarError && (code === undefined || error.code === code);
}

export function isEnoent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}
