// Does an array or a typed array have own properties besides its elements?
import { inspect } from "node:util";
import { hasOwn, ownKeysOf, symbolsOf } from "./natives.ts";
import { step } from "./refusal.ts";

const FEW = 24;

/** `inspect` is the one public door that lists non-index keys without listing the elements: constant time, no getter called. */
const options = {
  showHidden: true,
  customInspect: false,
  showProxy: true,
  getters: false,
  depth: 0,
  maxArrayLength: 0,
  maxStringLength: 0,
  sorted: false,
  colors: false,
  compact: true,
  breakLength: Number.POSITIVE_INFINITY,
  numericSeparator: false,
} as const;

/** What `inspect` says of an array that has elements only, around its length. */
const clean = inspect(new Array(1000).fill(0), options).split("1000");
const touchy = ["constructor", "length", "BYTES_PER_ELEMENT", "byteLength", "byteOffset", "buffer"];

/** The own keys of an array that are no elements; `length` is not among them. */
export function extraKeysOf(array: readonly unknown[]): readonly PropertyKey[] {
  const n = array.length;
  if (
    n > FEW &&
    symbolsOf(array).length === 0 &&
    !hasOwn(array, "constructor") &&
    inspect(array, options) === clean.join(String(n))
  )
    return none;
  const keys = ownKeysOf(array);
  const last = keys.length - 1;
  // elements come first, then the rest in order of creation: `length` is the oldest
  if (keys[last] === "length") return none;
  return keys.slice(keys.indexOf("length") + 1);
}

/**
 * The own keys of a typed array that are no elements.
 * @param same a fresh view of the same kind and length on the same buffer
 */
export function extraKeysOfView(
  view: ArrayBufferView,
  length: number,
  same: () => ArrayBufferView,
): readonly PropertyKey[] {
  if (length > FEW && symbolsOf(view).length === 0 && !touchy.some((key) => hasOwn(view, key))) {
    const other = same();
    if (ownKeysOf(other.buffer).length === 0 && inspect(view, options) === inspect(other, options)) return none;
  }
  return ownKeysOf(view).slice(length);
}

const none: readonly PropertyKey[] = [];

/** Path of the first extra key. */
export function firstStep(keys: readonly PropertyKey[]): string {
  return step(keys[0]!);
}
