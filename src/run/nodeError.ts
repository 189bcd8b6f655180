// What does a record keep of an error that a body threw?
import type { NodeError } from "../protocol/index.ts";

export function nodeError(error: unknown): NodeError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  return { name: error.name, message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}
