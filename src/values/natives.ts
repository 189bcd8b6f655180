// Which functions of the language do we use? Saved when this file loads, so that later changes of prototypes reach no walk.

/** `f.call` as a plain function; keeps working when `Function.prototype.call` is replaced. */
function uncurry<R>(method: unknown): (self: unknown, ...args: unknown[]) => R {
  return Function.prototype.call.bind(method as () => R) as (self: unknown, ...args: unknown[]) => R;
}

function getterOf<R>(prototype: object, key: PropertyKey): (self: unknown) => R {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return get === undefined ? () => undefined as R : uncurry<R>(get);
}

export const {
  apply,
  ownKeys: ownKeysOf,
  getPrototypeOf: prototypeOf,
  getOwnPropertyDescriptor: descriptorOf,
  defineProperty,
} = Reflect;
export const { getOwnPropertyNames: namesOf, getOwnPropertySymbols: symbolsOf, hasOwn, is, values: valuesOf } = Object;
export const objectPrototype = Object.prototype;
export const arrayPrototype = Array.prototype;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { keyFor } = Symbol;

export const lookupGetter = uncurry<unknown>(Reflect.get(Object.prototype, "__lookupGetter__"));
export const functionText = uncurry<string>(Function.prototype.toString);
export const timeOf = uncurry<number>(Date.prototype.getTime);
export const isWellFormed = uncurry<boolean>(Reflect.get(String.prototype, "isWellFormed"));
export const bigintText = uncurry<string>(BigInt.prototype.toString);
export const hrefOf = getterOf<string>(URL.prototype, "href");

export const mapEach = uncurry<void>(Map.prototype.forEach);
export const setEach = uncurry<void>(Set.prototype.forEach);

export const numberIn = uncurry<number>(Number.prototype.valueOf);
export const stringIn = uncurry<string>(String.prototype.valueOf);
export const booleanIn = uncurry<boolean>(Boolean.prototype.valueOf);
export const bigintIn = uncurry<bigint>(BigInt.prototype.valueOf);
export const symbolIn = uncurry<symbol>(Symbol.prototype.valueOf);

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
/** `"Float64Array"`, or undefined if the value is no typed array. */
export const typedArrayName = getterOf<string | undefined>(typedArray, Symbol.toStringTag);
export const typedArrayLength = getterOf<number>(typedArray, "length");
const typedBuffer = getterOf<ArrayBufferLike>(typedArray, "buffer");
const typedOffset = getterOf<number>(typedArray, "byteOffset");
const typedBytes = getterOf<number>(typedArray, "byteLength");
const viewBuffer = getterOf<ArrayBufferLike>(DataView.prototype, "buffer");
const viewOffset = getterOf<number>(DataView.prototype, "byteOffset");
const viewBytes = getterOf<number>(DataView.prototype, "byteLength");
export const byteLengthOf = getterOf<number>(ArrayBuffer.prototype, "byteLength");
/** True for buffers that can grow, undefined where the language has none. */
export const isResizable = getterOf<boolean | undefined>(ArrayBuffer.prototype, "resizable");

export interface Span {
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
  readonly length: number;
}

/** The bytes that a typed array or DataView covers. Throws on a DataView of a detached buffer. */
export function spanOf(view: ArrayBufferView): Span {
  return typedArrayName(view) === undefined
    ? { buffer: viewBuffer(view), offset: viewOffset(view), length: viewBytes(view) }
    : { buffer: typedBuffer(view), offset: typedOffset(view), length: typedBytes(view) };
}

const flagGetters: readonly (readonly [string, (self: unknown) => boolean | undefined])[] = [
  ["d", getterOf(RegExp.prototype, "hasIndices")],
  ["g", getterOf(RegExp.prototype, "global")],
  ["i", getterOf(RegExp.prototype, "ignoreCase")],
  ["m", getterOf(RegExp.prototype, "multiline")],
  ["s", getterOf(RegExp.prototype, "dotAll")],
  ["u", getterOf(RegExp.prototype, "unicode")],
  ["v", getterOf(RegExp.prototype, "unicodeSets")],
  ["y", getterOf(RegExp.prototype, "sticky")],
];
export const patternOf = getterOf<string>(RegExp.prototype, "source");

/** The flags as they stand in the object, whatever its `flags` property says. */
export function flagsOf(pattern: object): string {
  let flags = "";
  for (let i = 0; i < flagGetters.length; i++) {
    const [letter, isOn] = flagGetters[i]!;
    if (isOn(pattern) === true) flags += letter;
  }
  return flags;
}

/** `Symbol.iterator` and its like: one symbol in all realms. */
const wellKnown = new Map<symbol, string>();
const wellKnownNames = new Map<string, symbol>();
for (const name of Object.getOwnPropertyNames(Symbol)) {
  const symbol: unknown = (Symbol as unknown as Record<string, unknown>)[name];
  if (typeof symbol === "symbol") {
    wellKnown.set(symbol, name);
    wellKnownNames.set(name, symbol);
  }
}
export const wellKnownName = (symbol: symbol): string | undefined => wellKnown.get(symbol);
export const wellKnownSymbol = (name: string): symbol | undefined => wellKnownNames.get(name);
