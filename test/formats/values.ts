// Which values are formats tried with? What each makes must come back equal, or be refused.
import * as arrow from "apache-arrow";
import pl from "nodejs-polars";
import { differ, equal } from "../values/samples.ts";

const days = [new Date(5), null, new Date(-86_400_001), new Date(1_600_000_000_123)];

/** Of every plain type that polars has. */
export const wide = () =>
  pl
    .DataFrame({
      n: [1.5, -0, null, 4e300],
      text: ["short", null, 'with "quotes", commas\r\nand lines', ""],
      day: days,
      yes: [true, null, false, true],
      big: [1n, null, (1n << 63n) - 1n, 0n],
    })
    .withColumns(
      pl.col("big").cast(pl.Int64).alias("int64"),
      pl.col("big").cast(pl.UInt64).alias("uint64"),
      pl.col("day").cast(pl.Date).alias("date"),
      pl.col("day").cast(pl.Datetime("us", "UTC")).alias("utc"),
      pl.col("day").cast(pl.Datetime("ns", "Europe/Paris")).alias("paris"),
      pl.col("text").cast(pl.Categorical).alias("category"),
      pl.col("yes").cast(pl.Int8).alias("int8"),
      pl.col("yes").cast(pl.UInt32).alias("uint32"),
      pl.col("n").cast(pl.Float32).alias("float32"),
      pl.lit(null).alias("nothing"),
    )
    .drop("big");

const column = (type: arrow.DataType, values: unknown[]) =>
  new arrow.Table({ c: arrow.vectorFromArray(values, type) as arrow.Vector });

export const frames: Readonly<Record<string, () => unknown>> = {
  "a frame of all plain types": wide,
  "a frame without rows": () => wide().head(0),
  "a frame with NaN and infinities": () => pl.DataFrame({ n: [Number.NaN, Infinity, -Infinity, null] }),
  "a frame with times of day": () => pl.DataFrame({ d: days }).select(pl.col("d").cast(pl.Time)),
  "a frame with durations": () =>
    pl.DataFrame({ d: days }).select(
      pl
        .col("d")
        .sub(pl.lit(new Date(0)))
        .alias("since"),
    ),
  "a frame with lists": () => pl.DataFrame({ ok: [1, 2], l: [[1, 2], []] }),
  "a frame with structs": () => pl.DataFrame([pl.DataFrame({ a: [1, 2], b: ["x", null] }).toStruct("s")]),
  "a frame of empty texts": () => pl.DataFrame({ t: ["", ""] }),
  "a frame of one column with nulls": () => pl.DataFrame({ t: [null, "a", null] }),
  "a frame whose columns are named like methods": () => pl.DataFrame({ head: [1], writeIpc: ["x"], shape: [true] }),
  "a frame with odd names": () => pl.DataFrame({ "": [1], "a,b": [2], 'say "hi"': [3], "line\nbreak": [4] }),
  "a frame without columns": () => pl.DataFrame({}),
  "a series": () => pl.Series("s", ["a", null, ""]),
  "a table of Arrow": () =>
    arrow.tableFromArrays({ a: new Float64Array([1, Number.NaN]), s: ["x", "y"], i: new BigInt64Array([1n, -5n]) }),
  "a table of Arrow in chunks": () => {
    const table = arrow.tableFromArrays({ a: new Int32Array([1, 2, 3]), s: ["x", "y", "x"] });
    return table.slice(0, 1).concat(table.slice(1, 3));
  },
  "a table of Arrow without rows": () => arrow.tableFromArrays({ a: new Int32Array([1]), s: ["x"] }).slice(0, 0),
  "a table of Arrow with seconds": () => column(new arrow.TimestampSecond(null), [5000, null]),
  "a table of Arrow with decimals": () => column(new arrow.Decimal(2, 10, 128), [new Uint32Array([5, 0, 0, 0])]),
  "a table of Arrow with bytes": () => column(new arrow.Binary(), [new Uint8Array([1, 0, 255])]),
  "a table of Arrow with lists": () =>
    column(new arrow.List(new arrow.Field("item", new arrow.Int32(), true)), [[1, 2], null]),
  "a table of Arrow with metadata": () => {
    const { schema, batches } = arrow.tableFromArrays({ a: new Int32Array([1, 2]) });
    const own = new arrow.Schema(schema.fields, new Map([["made by", "hand"]]));
    return new arrow.Table(own, batches);
  },
};

export const records: Readonly<Record<string, () => unknown>> = {
  "flat records": () => [
    { id: 1, name: "a", amount: -0.5, when: new Date(1_600_000_000_123), ok: true, n: 5n, none: null },
    { id: 2, name: "", amount: null, when: null, ok: false, n: null, none: null },
  ],
  "records with NaN and -0": () => [{ x: Number.NaN }, { x: -0 }, { x: Infinity }],
  "records with texts that need care": () =>
    [
      "",
      " lead",
      "trail ",
      "a\r\nb",
      "\u0000\u0001",
      "_x0041_",
      "_x0041\u0001",
      "é\u{1f600}\ufeff",
      "=1+1",
      "007",
      "NaN",
      "\u2028",
      "constructor",
      "__proto__",
    ].map((t) => ({ t })),
  "records with half a surrogate pair": () => [{ t: "\ud800" }],
  "records with an own __proto__": () => JSON.parse('[{"__proto__":"x","b":1},{"__proto__":"y","b":2}]') as unknown,
  "records with numbers as keys": () => [{ b: 1, 0: "x" }],
  "records with a bigint beyond 64 bits": () => [{ n: 1n << 70n }],
  "records with an invalid date": () => [{ d: new Date(Number.NaN) }],
  "records with dates before the year 0 and after 9999": () => [{ d: new Date(-8.64e15) }, { d: new Date(8.64e15) }],
  "records with a text that sheets change": () => [{ t: "a" }, { t: "\u{10fffe}a" }],
  "records of unlike keys": () => [{ a: 1 }, { b: 1 }],
  "records of keys in another order": () => [
    { a: 1, b: 1 },
    { b: 1, a: 1 },
  ],
  "records with a mixed column": () => [{ a: 1 }, { a: "1" }],
  "records with a list": () => [{ a: [1] }],
  "records with undefined": () => [{ a: undefined }],
  "one record in two places": () => ((r) => [r, r])({ a: 1 }),
  "records without fields": () => [{}, {}],
  "a list without items": () => [],
  "a list without items and with a property": () => Object.assign([], { extra: 1 }),
  "a list with holes": () => Object.assign(new Array(3), { 0: { a: 1 }, 2: { a: 2 } }),
};

const typed = [
  new Int8Array([-1, 2]),
  new Uint8Array([1, 255]),
  new Int16Array([-300]),
  new Uint16Array([65_535]),
  new Int32Array([1 << 31]),
  new Uint32Array([2 ** 32 - 1]),
  new Float32Array([1.5, Number.NaN, -0]),
  new Float64Array([0.1, Number.NaN, -0, Infinity]),
  new BigInt64Array([-(1n << 63n), 1n]),
  new BigUint64Array([(1n << 64n) - 1n]),
];

export const arrays: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(typed.map((array) => [array.constructor.name, () => array.slice()])),
  "an array of no numbers": () => new Float64Array(0),
  "a part of a buffer": () => new Uint16Array([9, 1, 2, 3]).subarray(1, 3),
  "clamped numbers": () => new Uint8ClampedArray([1]),
  "a record of arrays": () => ({ x: new Float64Array([1, 2]), "odd key": new Int8Array(3), value: new Uint32Array(0) }),
  "a record of arrays under a path": () => ({ "a/b": new Int8Array(1) }),
  "one array under two keys": () => ((a) => ({ a, b: a }))(new Int8Array(1)),
};

export const files: Readonly<Record<string, () => unknown>> = {
  "a text": () => "é\u{1f600}\r\n\u0000",
  "an empty text": () => "",
  "a text with a byte order mark": () => "\ufeffa",
  "half a surrogate pair": () => "\udc00",
  "a Buffer": () => Buffer.from([1, 2, 3]),
  "an empty Buffer": () => Buffer.alloc(0),
  "a Uint8Array of a larger buffer": () => new Uint8Array([9, 1, 2, 9]).subarray(1, 3),
  "an ArrayBuffer": () => new Uint8Array([1, 2]).buffer,
};

/** Everything: the above, and all that values are versioned with. */
export const everything: Readonly<Record<string, () => unknown>> = {
  ...frames,
  ...records,
  ...arrays,
  ...files,
  null: () => null,
  undefined: () => undefined,
  ...Object.fromEntries(
    [...Object.entries(differ), ...Object.entries(equal)].flatMap(([name, pair]) =>
      pair.flatMap((value, i) =>
        Array.isArray(value) && value.length >= 1e9 ? [] : [[`${name} (${i + 1})`, () => value] as const],
      ),
    ),
  ),
};
