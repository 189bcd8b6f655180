// Can this value never change again? Plain objects and arrays are frozen to the bottom; the rest cannot be.

/**
 * Freezes a value of plain objects, arrays and primitives.
 *
 * @returns false, with nothing frozen, where anything in it cannot be frozen: a Map, a Date, a typed array, an instance
 */
export function deepFreeze(value: unknown): boolean {
  const seen = new Set<object>();
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    if (item === null || typeof item !== "object") {
      if (typeof item === "function") return false;
      continue;
    }
    if (seen.has(item)) continue;
    const prototype = Object.getPrototypeOf(item);
    if (prototype !== Object.prototype && prototype !== null && !Array.isArray(item)) return false;
    seen.add(item);
    for (const key of Reflect.ownKeys(item)) {
      const property = Object.getOwnPropertyDescriptor(item, key)!;
      if (property.get !== undefined || property.set !== undefined) return false;
      stack.push(property.value);
    }
  }
  for (const object of seen) Object.freeze(object);
  return true;
}
