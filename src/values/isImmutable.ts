// Can nobody change this value, so that it may be lent without a check?
import { isDeclaredFile } from "./declaredFile.ts";

/**
 * True for all primitives, and for a declared file, which is frozen and has nothing below it. Other frozen objects count as
 * mutable: what hangs below them may not be frozen.
 */
export function isImmutable(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function") || isDeclaredFile(value);
}
