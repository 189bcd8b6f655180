// R19: does every table come back equal, or is refused for a reason that is in it? Random columns, thousands of them.
import * as apache from "apache-arrow";
import fc from "fast-check";
import pl from "nodejs-polars";
import { expect, it } from "vitest";
import { formatNamed } from "../../src/formats/formats.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "../values/classes.ts";

const RUNS = Number(process.env["CELLAR_PROPERTY_RUNS"] ?? 60);

const versionIn = (value: unknown): string => {
  const versioned = versionOf(value, noClasses);
  if (!versioned.ok) throw new Error(versioned.refusal.what);
  return versioned.version;
};

/** The message of a refusal; undefined where the value came back equal. */
async function tried(name: string, value: unknown): Promise<string | undefined> {
  const before = versionIn(value);
  let written: { chunks: readonly Uint8Array[]; format: string };
  try {
    written = await formatNamed(name)!.encode(value, noClasses);
  } catch (error) {
    expect(versionIn(value)).toBe(before);
    return (error as Error).message;
  }
  const back = await formatNamed(written.format)!.decode(Buffer.concat(written.chunks), noClasses);
  expect(versionIn(back)).toBe(before);
  return undefined;
}

const odd = fc.constantFrom(
  "",
  " ",
  "NaN",
  "null",
  "-0",
  "1.0",
  "true",
  '"',
  '""',
  ",",
  "\n",
  "\r\n",
  "\r",
  "\u0000",
  "_x0041_",
  "\ufeff",
  "inf",
  "2024-09-01",
  "\u2028",
);
const half = fc.constantFrom("\ud800", "a\udc00", "\udfff\ud800");
const texts = fc.oneof(odd, fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.NaN, -0, Infinity, -Infinity, 2 ** 53, 5e-324),
);
const int64 = fc.oneof(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), fc.constantFrom(0n, 1n << 53n));
const dates = fc.date({ noInvalidDate: true });

const cells = { number: numbers, text: texts, boolean: fc.boolean(), bigint: int64, date: dates };
type Kind = keyof typeof cells;

interface Drawn {
  readonly name: string;
  readonly kind: Kind;
  readonly values: readonly unknown[];
}

const columns = (kinds: readonly Kind[], nulls: boolean) =>
  fc.integer({ min: 0, max: 12 }).chain((rows) =>
    fc.uniqueArray(
      fc
        .record({ name: fc.oneof(odd, fc.string({ maxLength: 6 })), kind: fc.constantFrom(...kinds) })
        .chain(({ name, kind }) =>
          fc
            .array(
              (nulls
                ? fc.option(cells[kind] as fc.Arbitrary<unknown>, { freq: 4 })
                : cells[kind]) as fc.Arbitrary<unknown>,
              { minLength: rows, maxLength: rows },
            )
            .map((values): Drawn => ({ name, kind, values })),
        ),
      { minLength: 1, maxLength: 5, selector: ({ name }) => name },
    ),
  );

const KINDS = Object.keys(cells) as Kind[];

const recordsOf = (drawn: readonly Drawn[]): unknown[] =>
  drawn[0]!.values.map((_, row) => {
    const record = {};
    for (const { name, values } of drawn)
      Object.defineProperty(record, name, { value: values[row], enumerable: true, writable: true, configurable: true });
    return record;
  });

const TYPES = { number: pl.Float64, text: pl.Utf8, boolean: pl.Bool, bigint: pl.Int64, date: pl.Datetime("ms") };
const frameOf = (drawn: readonly Drawn[]): unknown =>
  pl.DataFrame(drawn.map(({ name, kind, values }) => pl.Series(name, [...values] as never, TYPES[kind] as never)));

const ARROW = {
  number: new apache.Float64(),
  text: new apache.Utf8(),
  boolean: new apache.Bool(),
  bigint: new apache.Int64(),
  date: new apache.TimestampMillisecond(null),
};
const tableOf = (drawn: readonly Drawn[]): unknown =>
  new apache.Table(
    Object.fromEntries(
      drawn.map(({ name, kind, values }) => [
        name,
        apache.vectorFromArray([...values], ARROW[kind] as apache.DataType),
      ]),
    ),
  );

const property = <T>(arbitrary: fc.Arbitrary<T>, promise: (value: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, promise), { numRuns: RUNS });

it.each(["csv", "arrow", "parquet"])("R19: lists of records come back from %s equal", (name) =>
  property(columns(KINDS, true), async (drawn) => {
    expect(await tried(name, recordsOf(drawn))).toBeUndefined();
  }),
);

it.each(["csv", "arrow", "parquet"])("R19: frames come back from %s equal", (name) =>
  property(columns(KINDS, true), async (drawn) => {
    expect(await tried(name, frameOf(drawn))).toBeUndefined();
  }),
);

it.each(["csv", "arrow"])("R19: tables of Arrow come back from %s equal", (name) =>
  property(columns(["number", "text", "boolean", "bigint"], true), async (drawn) => {
    const named = drawn.map((column) =>
      /^(\ufeff|$)/.test(column.name) ? { ...column, name: `name ${column.name}` } : column,
    );
    expect(await tried(name, tableOf(named))).toBeUndefined();
  }),
);

it("R19: excel gives back what it takes, and refuses only what a sheet cannot hold, by its column", () =>
  property(columns(KINDS, true), async (drawn) => {
    const refusal = await tried("excel", recordsOf(drawn));
    if (refusal === undefined) return;
    expect(refusal).toMatch(
      /column ".*" is (-?0|NaN|-?Infinity|-?\d+, an integer beyond|an empty text beside nulls|a date before 1900|not the same)/s,
    );
  }));

it("R19: json gives back what it takes, and refuses only what JSON does not have", () =>
  property(columns(KINDS, true), async (drawn) => {
    const refusal = await tried("json", recordsOf(drawn));
    const values = drawn.flatMap(({ values }) => values);
    const isPlain = values.every(
      (value) =>
        typeof value === "string" ||
        typeof value === "boolean" ||
        value === null ||
        (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)),
    );
    expect(refusal === undefined).toBe(isPlain);
  }));

it.each(["csv", "arrow", "parquet"])(
  "R19: %s refuses half a surrogate pair by its place, and never replaces it",
  (name) =>
    property(fc.tuple(columns(["text"], false), half), async ([drawn, broken]) => {
      const list = recordsOf([...drawn, { name: "broken", kind: "text", values: drawn[0]!.values.map(() => broken) }]);
      const refusal = await tried(name, list);
      if (list.length > 0) expect(refusal).toMatch(/column "broken"|\.broken/);
    }),
);

it("R19: whatever the value, no format gives back another one", () =>
  property(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
    }),
    async (value) => {
      if (!versionOf(value, noClasses).ok) return;
      for (const name of ["json", "csv", "arrow", "parquet", "excel", "hdf5", "file"]) await tried(name, value);
    },
  ));
