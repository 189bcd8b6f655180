// Which kinds of value can a format never hold, whatever is in them? Known before a node runs, where its type says what it returns.

const PRIMITIVES = ["number", "string", "boolean", "bigint"];
const OBJECTS = ["Map", "Set", "Date", "RegExp", "URL", "DataView"];
const NUMBERS = [
  ...["Int8Array", "Uint8Array", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
  ...["Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
];
const BYTES = ["Buffer", "ArrayBuffer", "Uint8ClampedArray"];

const TABLE = new Set([...PRIMITIVES, ...OBJECTS, ...NUMBERS, ...BYTES]);
const NEVER: Readonly<Record<string, ReadonlySet<string>>> = {
  json: new Set(["bigint", ...OBJECTS, ...NUMBERS, ...BYTES]),
  csv: TABLE,
  parquet: TABLE,
  arrow: TABLE,
  excel: TABLE,
  orc: TABLE,
  hdf5: new Set([...PRIMITIVES, ...OBJECTS, "list"]),
  file: new Set([
    ...["number", "boolean", "bigint", "list", "Uint8ClampedArray"],
    ...OBJECTS,
    ...NUMBERS.filter((kind) => kind !== "Uint8Array"),
  ]),
};

/** @param kind as a function's type names it, e.g. `"Map"` or `"list"` */
export function neverHolds(format: string, kind: string): boolean {
  return Object.hasOwn(NEVER, format) && NEVER[format]!.has(kind);
}
