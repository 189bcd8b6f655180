// How is a value made that nobody can change? Its records and lists are frozen, as deep as they go.
import { types } from "node:util";

/** Freezes in place what can be frozen; bytes of typed arrays, and what Maps, Sets and Dates hold inside, cannot. */
export function frozen(value: unknown): unknown {
  const seen = new Set<object>();
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const at = stack.pop();
    if (typeof at !== "object" || at === null || seen.has(at) || types.isProxy(at)) continue;
    seen.add(at);
    if (at instanceof Map) stack.push(...at.keys(), ...at.values());
    else if (at instanceof Set) stack.push(...at);
    if (ArrayBuffer.isView(at)) continue; // cannot be frozen
    for (const { value: held } of Object.values(Object.getOwnPropertyDescriptors(at))) stack.push(held);
    Object.freeze(at);
  }
  return value;
}
