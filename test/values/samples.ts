// Which values must be told apart, and which must not?
import vm from "node:vm";

const shared = { a: 1 };
const ownAlias = (): unknown => {
  const list: unknown[] = [];
  list.push(list);
  return list;
};
const cycle = (): unknown => {
  const a: Record<string, unknown> = { name: "a" };
  const b = { name: "b", a };
  a["b"] = b;
  return a;
};
const withOwn = <T extends object>(value: T, key: PropertyKey, property: PropertyDescriptor): T =>
  Object.defineProperty(value, key, property);

/** Pairs of unlike values, by what tells them apart. */
export const differ: Readonly<Record<string, readonly [unknown, unknown]>> = {
  "a shared object and its copy": [
    [shared, shared],
    [shared, { a: 1 }],
  ],
  "a shared date and its copy": [((d) => [d, d])(new Date(1)), [new Date(1), new Date(1)]],
  "which of two is met again": [((a, b) => [a, b, a])({}, {}), ((a, b) => [a, b, b])({}, {})],
  "an object in itself and a copy of it": [ownAlias(), [ownAlias()]],
  "1 and '1'": [1, "1"],
  "1 and 1n": [1, 1n],
  "1 and true": [1, true],
  "0 and -0": [0, -0],
  "0 and false": [0, false],
  "null and undefined": [null, undefined],
  "NaN and null": [Number.NaN, null],
  "NaN and 'NaN'": [Number.NaN, "NaN"],
  "'' and []": ["", []],
  "[] and {}": [[], {}],
  "{} and a bare object": [{}, Object.create(null)],
  "[] and an empty Set": [[], new Set()],
  "an empty Map and an empty Set": [new Map(), new Set()],
  "a hole and undefined": [new Array(1), [undefined]],
  "a hole in the middle and undefined": [Object.assign(new Array(3), { 0: 1, 2: 3 }), [1, undefined, 3]],
  "lengths of holes": [new Array(1e9), new Array(1e9 + 1)],
  "an absent and an undefined field": [{}, { a: undefined }],
  "the order of keys": [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  "the order of a Map": [
    new Map([
      [1, 1],
      [2, 2],
    ]),
    new Map([
      [2, 2],
      [1, 1],
    ]),
  ],
  "the order of a Set": [new Set([1, 2]), new Set([2, 1])],
  "a Map and its entries": [new Map([[1, 2]]), [[1, 2]]],
  "nesting of lists": [
    [[1], [2]],
    [[1, 2], []],
  ],
  "where a text ends": [
    ["ab", "c"],
    ["a", "bc"],
  ],
  "where a key ends": [{ ab: "c" }, { a: "bc" }],
  "lone surrogates": ["\ud800", "\ud801"],
  "a lone surrogate and the replacement character": ["\ud800", "\ufffd"],
  "one text in UTF-16 as bytes of another": ["\ud800", "\x00\xd8"],
  "composed and decomposed letters": ["é", "e\u0301"],
  "a byte order mark": ["\ufeffa", "a"],
  "an own __proto__": [JSON.parse('{"__proto__":{"a":1}}'), {}],
  "a date and its number": [new Date(5), 5],
  "dates a millisecond apart": [new Date(5), new Date(6)],
  "an invalid date and the epoch": [new Date(Number.NaN), new Date(0)],
  patterns: [/a/, /b/],
  flags: [/a/g, /a/i],
  "a boxed and a bare number": [Object(1), 1],
  "boxed numbers": [Object(1), Object(2)],
  "a boxed text and its text": [Object("a"), "a"],
  "a registered symbol and its key": [Symbol.for("a"), "a"],
  "a well-known symbol and a registered one of its name": [Symbol.iterator, Symbol.for("iterator")],
  "bigints of opposite sign": [5n, -5n],
  "kinds of typed arrays": [new Uint8Array(8), new Int8Array(8)],
  "a typed array and a Buffer": [new Uint8Array([1]), Buffer.from([1])],
  "a buffer and a view of it": [new ArrayBuffer(2), new Uint8Array(2)],
  "a view and a DataView": [new Uint8Array(2), new DataView(new ArrayBuffer(2))],
  "equal bytes, other elements": [new Uint8Array([1, 0, 0, 0]), new Uint32Array([1])],
  "a text and its bytes": ["1", Buffer.from("1")],
  "large buffers in one byte": [new Uint8Array(50_000), new Uint8Array(50_000).fill(1, 49_999)],
  "classes of errors": [new TypeError("x"), new RangeError("x")],
  "messages of errors": [new Error("x"), new Error("y")],
  "causes of errors": [new Error("x", { cause: 1 }), new Error("x", { cause: 2 })],
  "no cause and an undefined one": [new Error("x"), new Error("x", { cause: undefined })],
  "codes of errors": [Object.assign(new Error("x"), { code: 1 }), new Error("x")],
  "an error's own name": [Object.assign(new Error("x"), { name: "Mine" }), new Error("x")],
  "an error and a record": [new Error("x"), { message: "x" }],
  "a match and its texts": ["abc".match(/b/), ["b"]],
  "places of matches": ["abab".match(/b/), "ab".match(/b/)],
  addresses: [new URL("http://a/"), new URL("http://b/")],
  "an address and its text": [new URL("http://a/"), "http://a/"],
  "a flat and a deep list": [
    [1, [2]],
    [1, 2],
  ],
  "records after a change of shape": [
    [{ a: 1 }, { b: 1 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }, { b: 1 }],
  ],
  "many rows, the last field of the last": [rows(1000), rows(1000, 1)],
};

function rows(n: number, last = 0): unknown {
  return Array.from({ length: n }, (_, id) => ({ id, name: `n${id % 7}`, last: id === n - 1 ? last : 0 }));
}

const nan = (bits: bigint): number => new Float64Array(new BigInt64Array([bits]).buffer)[0]!;

/** Pairs that are the same value. */
export const equal: Readonly<Record<string, readonly [unknown, unknown]>> = {
  "NaNs with other bits": [nan(0x7ff8000000000001n), nan(-0x7ffffffffffffn)],
  "dates made of NaNs with other bits": [new Date(nan(0x7ff8000000000001n)), new Date(Number.NaN)],
  "a text from pieces": [["a", "b"].join("").repeat(30), "ab".repeat(30)],
  "views at other offsets": [new Uint16Array([9, 1, 2]).subarray(1), new Uint16Array([1, 2])],
  "large views at other offsets": [new Uint8Array(60_000).subarray(10_000), new Uint8Array(50_000)],
  "a slice of the pool and a buffer of its own": [
    Buffer.from("ab"),
    Buffer.from(new TextEncoder().encode("ab").buffer),
  ],
  "a record of another realm": [vm.runInNewContext("({ a: [1, { b: 2 }] })"), { a: [1, { b: 2 }] }],
  "a Map of another realm": [vm.runInNewContext("new Map([[1, new Set([2])]])"), new Map([[1, new Set([2])]])],
  "built-ins of another realm": [
    vm.runInNewContext(
      "[new Date(5), /x/g, new TypeError('t'), new Float32Array(3), new ArrayBuffer(2), Object(1), 2n]",
    ),
    [new Date(5), /x/g, new TypeError("t"), new Float32Array(3), new ArrayBuffer(2), Object(1), 2n],
  ],
  "a long array of another realm": [
    vm.runInNewContext("Array.from({ length: 500 }, (_, i) => i)"),
    Array.from({ length: 500 }, (_, i) => i),
  ],
  "a long typed array of another realm": [vm.runInNewContext("new Int32Array(500)"), new Int32Array(500)],
  "a frozen and an open record": [Object.freeze({ a: Object.freeze([1]) }), { a: [1] }],
  "errors made in other places": [new Error("x"), ((): Error => new Error("x"))()],
  "a hidden message and a hidden cause": [
    new Error("x", { cause: 1 }),
    withOwn(new Error("x"), "cause", { value: 1, configurable: true, writable: true }),
  ],
  "records made in other ways": [{ a: 1, b: 2 }, Object.assign(Object.create(Object.prototype), { a: 1, b: 2 })],
  cycles: [cycle(), cycle()],
  "rows, however they came about": [rows(300), structuredClone(rows(300))],
};

class Mine {
  readonly a = 1;
}
class MyMap extends Map {}
class MyArray extends Array {}
class MyError extends Error {}
const called = (): never => {
  throw new Error("code of the value was called");
};
const getter = { get: called, enumerable: true, configurable: true };
const long = (): number[] => Array.from({ length: 100 }, (_, i) => i);

/** Values without a version: where, and what stands there. */
export const refused: Readonly<Record<string, readonly [make: () => unknown, path: string, what: string]>> = {
  "a function": [() => called, "", "a function"],
  "a method": [() => ({ rows: [{ f: called }] }), ".rows[0].f", "a function"],
  "a unique symbol": [() => ({ a: Symbol("a") }), ".a", "a unique symbol"],
  "a getter": [
    () => ({
      a: {
        get b() {
          return called();
        },
      },
    }),
    ".a.b",
    "an accessor",
  ],
  "a setter": [() => [{ set b(_: unknown) {} }], "[0].b", "an accessor"],
  "a getter in a list": [() => Object.defineProperty([1, 2, 3], 1, getter), "[1]", "an accessor"],
  "a getter in a long list": [() => Object.defineProperty(long(), 60, getter), "[60]", "an accessor"],
  "a setter in a long list": [
    () => Object.defineProperty(long(), 60, { set: called, enumerable: true, configurable: true }),
    "[60]",
    "an accessor",
  ],
  "a hidden property": [() => withOwn({}, "a", { value: 1 }), ".a", "a non-enumerable property"],
  "a hidden element": [() => withOwn(long(), 60, { value: 1, enumerable: false }), "[60]", "a non-enumerable property"],
  "a symbol as key": [() => ({ [Symbol("k")]: 1 }), "[Symbol(k)]", "a property with a symbol as its key"],
  "a list with a property": [
    () => ({ l: Object.assign([1], { extra: 1 }) }),
    ".l.extra",
    "an extra property of an array",
  ],
  "a long list with a property": [() => Object.assign(long(), { extra: 1 }), ".extra", "an extra property of an array"],
  "a long list with a hidden property": [
    () => withOwn(long(), "extra", { value: 1 }),
    ".extra",
    "an extra property of an array",
  ],
  "a long list with a symbol": [
    () => withOwn(long(), Symbol("k"), { value: 1 }),
    "[Symbol(k)]",
    "an extra property of an array",
  ],
  "a long list whose property is nasty": [
    () => Object.assign(long(), { extra: { constructor: withOwn(called, Symbol.hasInstance, getter) } }),
    ".extra",
    "an extra property of an array",
  ],
  "a template's strings": [() => ((s: TemplateStringsArray) => s)`a`, ".raw", "an extra property of an array"],
  "a Map with a property": [() => Object.assign(new Map(), { extra: 1 }), ".extra", "an extra property of a Map"],
  "a Set with a property": [() => Object.assign(new Set(), { extra: 1 }), ".extra", "an extra property of a Set"],
  "a Date with a property": [() => Object.assign(new Date(1), { extra: 1 }), ".extra", "an extra property of a Date"],
  "a RegExp with a property": [() => Object.assign(/a/, { extra: 1 }), ".extra", "an extra property of a RegExp"],
  "a typed array with a property": [
    () => Object.assign(new Uint8Array(2), { extra: 1 }),
    ".extra",
    "an extra property of a Uint8Array",
  ],
  "a long typed array with a property": [
    () => Object.assign(new Float64Array(500), { extra: 1 }),
    ".extra",
    "an extra property of a Float64Array",
  ],
  "a long Buffer with a hidden property": [
    () => withOwn(Buffer.alloc(500), "extra", { value: 1 }),
    ".extra",
    "an extra property of a Buffer",
  ],
  "an ArrayBuffer with a property": [
    () => Object.assign(new ArrayBuffer(2), { extra: 1 }),
    ".extra",
    "an extra property of an ArrayBuffer",
  ],
  "a RegExp that has searched": [() => Object.assign(/a/g, { lastIndex: 1 }), "", "a RegExp whose lastIndex is not 0"],
  "an overridden iterator": [
    () => Object.assign([1], { [Symbol.iterator]: called }),
    "[Symbol(Symbol.iterator)]",
    "an extra property of an array",
  ],
  "an overridden toJSON": [() => ({ toJSON: called }), ".toJSON", "a function"],
  "a Proxy": [
    () => ({ p: new Proxy({}, { get: called, getPrototypeOf: called, ownKeys: called, has: called }) }),
    ".p",
    "a Proxy",
  ],
  "a Proxy of a list": [() => new Proxy([1], {}), "", "a Proxy"],
  "a Promise": [() => ({ p: Promise.resolve(1) }), ".p", "a Promise"],
  "a generator": [() => (function* () {})(), "", "a generator"],
  "an iterator": [() => new Map().entries(), "", "an iterator"],
  "a WeakMap": [() => new WeakMap(), "", "a WeakMap"],
  "a WeakRef": [() => new WeakRef({}), "", "a WeakRef"],
  "shared memory": [() => new SharedArrayBuffer(2), "", "a SharedArrayBuffer"],
  "a view of shared memory": [
    () => new Uint8Array(new SharedArrayBuffer(2)),
    "",
    "a Uint8Array on a SharedArrayBuffer",
  ],
  "a buffer that can grow": [
    () => Reflect.construct(ArrayBuffer, [1, { maxByteLength: 2 }]),
    "",
    "a resizable ArrayBuffer",
  ],
  "a buffer that went to a worker": [
    () => {
      const b = new ArrayBuffer(2);
      structuredClone(b, { transfer: [b] });
      return b;
    },
    "",
    "an ArrayBuffer whose buffer was transferred away",
  ],
  "an instance of a class of no module": [() => [new Mine()], "[0]", "a Mine"],
  "a subclass of Map": [() => new MyMap(), "", "a MyMap"],
  "a subclass of Array": [() => new MyArray(), "", "a MyArray, a subclass of Array"],
  "a subclass of Error": [() => new MyError("x"), "", "a MyError"],
  "an object that poses as a Map": [() => Object.create(Map.prototype), "", "a Map that is not a real Map"],
  "a Map that poses as a record": [
    () => Object.setPrototypeOf(new Map([[1, 2]]), Object.prototype),
    "",
    "a Map with another prototype",
  ],
  "a Date that poses as a Map": [
    () => Object.setPrototypeOf(new Date(1), Map.prototype),
    "",
    "a Map that is not a real Map",
  ],
  "an error's function": [() => new Error("x", { cause: { f: called } }), ".cause.f", "a function"],
  "a key of a Map": [() => new Map([[called, 1]]), "<key 0>", "a function"],
  "a value of a Map": [() => new Map([["k", { f: called }]]), '.get("k").f', "a function"],
  "an item of a Set": [() => new Set([1, called]), "<item 1>", "a function"],
  "an odd key": [() => ({ "a b": called }), '["a b"]', "a function"],
  Math: [() => Math, "[Symbol(Symbol.toStringTag)]", "a property with a symbol as its key"],
};
