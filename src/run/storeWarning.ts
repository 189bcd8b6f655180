// What does a record say of a store that failed?
import { nodeError } from "./nodeError.ts";

const FAILURES = {
  metadata: "metadata could not be read or written",
  reading: "results could not be read",
  storing: "results could not be stored",
};

/** The same words for the same failure, so that it is said once. */
export function storeWarning(failed: keyof typeof FAILURES, error: unknown): string {
  return `${FAILURES[failed]} (${nodeError(error).message}); the run goes on without`;
}
