// What does a record say of a store that failed?
import { isCellarError } from "../../errors.ts";
import { nodeError } from "./nodeError.ts";

const FAILURES = {
  metadata: "metadata could not be read or written",
  reading: "results could not be read",
  storing: "results could not be stored",
};

/** The same words for the same failure, so that it is said once: a database that another process holds fails for all its tables. */
export function storeWarning(failed: keyof typeof FAILURES, error: unknown): string {
  const what = isHeld(error) ? "the cache could not be written" : FAILURES[failed];
  return `${what} (${nodeError(error).message}); the run goes on without`;
}

function isHeld(error: unknown): boolean {
  const { code } = (error as { cause?: { code?: unknown } } | undefined)?.cause ?? {};
  return isCellarError(error, "store") && String(code).startsWith("SQLITE_BUSY");
}
