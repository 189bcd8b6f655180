// Which byte stands for what? The alphabet of the value format, version 1; a change needs a new version in HEADER.

/** Begins every value: what it is, and the version of the format. */
export const HEADER = "cellar value/1\0";

/** 0x80 + n is the number n, 0 ≤ n < 128. All counts are LEB128; all numbers are little-endian. */
export const TAG = {
  undefined: 0x75, // u
  null: 0x30, // 0
  true: 0x54, // T
  false: 0x46, // F
  int: 0x69, // i  int32
  double: 0x64, // d  float64; never NaN, never a number that `int` can write
  nan: 0x4e, // N
  bigint: 0x42, // B  hex text
  text: 0x73, // s  UTF-8 of a well-formed string
  text16: 0x53, // S  UTF-16 of a string with lone surrogates
  symbolFor: 0x79, // y  registered symbol, key
  symbolNamed: 0x77, // w  well-known symbol, name
  seen: 0x72, // r  an object met before, by its visit number
  record: 0x6f, // o  plain object: shape, values
  bare: 0x6e, // n  object without prototype: shape, values
  instance: 0x63, // c  class identity, shape, values
  array: 0x61, // a  length, elements
  holes: 0x68, // h  a run of missing elements: its length
  match: 0x78, // x  array that a RegExp made: code of the extra keys, length, elements, their values
  map: 0x6d, // m  size, keys and values in turn
  set: 0x74, // t  size, items
  date: 0x44, // D  float64, NaN where invalid
  pattern: 0x67, // g  RegExp: source, flags
  error: 0x65, // e  built-in class, count, (key, enumerable)…, values
  boxed: 0x62, // b  primitive
  url: 0x55, // U  href
  bytes: 0x76, // v  view code, byte length, bytes
  kind: 0x6b, // k  name, version, digest of the logical content; then, not part of the version: length, digest, payload
} as const;

/** Codes of buffers and views; the place in the list is the code. */
export const VIEWS = [
  "ArrayBuffer",
  "DataView",
  "Buffer",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "Float16Array",
] as const;

export const ERRORS = [
  "Error",
  "TypeError",
  "RangeError",
  "SyntaxError",
  "ReferenceError",
  "EvalError",
  "URIError",
  "AggregateError",
] as const;

/** Shapes with more keys are written out each time and get no number. */
export const MAX_SHAPE = 64;

/** Lists of extra keys that arrays made by a RegExp have, in this order; the place is written. */
export const MATCH_KEYS: readonly (readonly string[])[] = [
  ["index", "input", "groups"],
  ["index", "input", "groups", "indices"],
  ["groups"],
];
