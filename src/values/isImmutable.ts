// Can nobody change this value, so that it may be lent without a check?

/** True for all primitives. Frozen objects count as mutable: what hangs below them may not be frozen. */
export function isImmutable(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}
