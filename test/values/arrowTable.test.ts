import { createRequire } from "node:module";
import * as arrow from "apache-arrow";
import { describe, expect, it } from "vitest";
import { decodeValue } from "../../src/values/decode.ts";
import { encodeValue } from "../../src/values/encode.ts";
import { previewOf } from "../../src/values/preview.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "./classes.ts";

const required = createRequire(import.meta.url)("apache-arrow") as typeof arrow;

const versionIn = (value: unknown): string => {
  const result = versionOf(value, noClasses);
  if (!result.ok) throw new Error(`${result.refusal.path}: ${result.refusal.what}`);
  return result.version;
};
const column = (type: unknown, values: readonly unknown[], of = arrow) =>
  new of.Table({ c: of.vectorFromArray(values as unknown[], type as arrow.DataType) });
const item = (type: unknown) => new arrow.Field("item", type as arrow.DataType, true);

const tables: Record<string, () => arrow.Table> = {
  numbers: () =>
    arrow.tableFromArrays({ a: new Float64Array([1, 2]), b: new Int32Array([3, 4]), c: new Float32Array(2) }),
  texts: () => arrow.tableFromArrays({ s: ["x", "y", "x"] }),
  Bool: () => column(new arrow.Bool(), [true, null, false]),
  Utf8: () => column(new arrow.Utf8(), ["a", null, "longer"]),
  Binary: () => column(new arrow.Binary(), [new Uint8Array([1]), null]),
  Timestamp: () => column(new arrow.TimestampMillisecond("UTC"), [new Date(5), null]),
  Decimal: () => column(new arrow.Decimal(2, 10, 128), [new Uint32Array([1, 0, 0, 0])]),
  List: () => column(new arrow.List(item(new arrow.Int32())), [[1], null, [2, 3]]),
  FixedSizeList: () => column(new arrow.FixedSizeList(2, item(new arrow.Int32())), [[1, 2], null, [3, 4]]),
  Struct: () => column(new arrow.Struct([new arrow.Field("i", new arrow.Int32(), true)]), [{ i: 1 }, null, { i: 3 }]),
  Null: () => column(new arrow.Null(), [null, null]),
};

describe("R16: arrow tables", () => {
  it.each(Object.entries(tables))("come back as they were: %s", (_, make) => {
    const result = encodeValue({ table: make() }, noClasses);
    if (!result.ok) return expect.unreachable(result.refusal.what);
    const back = decodeValue(Buffer.concat(result.encoded.chunks), noClasses) as { table: arrow.Table };
    expect(versionIn(back)).toBe(result.version);
    expect(String(back.table)).toBe(String(make()));
    expect(back.table).toBeInstanceOf(arrow.Table);
  });

  it("have one version, made by either copy of the package", () => {
    const copies = [arrow, required as typeof arrow].map((copy) => [
      column(new copy.Int32(), [1, 2, 3], copy),
      column(new copy.Utf8(), ["x", null], copy),
      column(new copy.Float64(), [1.5, 2], copy),
    ]);
    expect(Object.getPrototypeOf(copies[0]![0])).not.toBe(Object.getPrototypeOf(copies[1]![0]));
    expect(copies[0]!.map(versionIn)).toEqual(copies[1]!.map(versionIn));
  });

  it("have one version, however they are sliced, chunked or their texts numbered", () => {
    const all = arrow.tableFromArrays({ a: new Float64Array([9, 1, 2]), s: ["z", "x", "y"] });
    const two = arrow.tableFromArrays({ a: new Float64Array([1, 2]), s: ["x", "y"] });
    expect(versionIn(all.slice(1, 3))).toBe(versionIn(two));
    expect(versionIn(two.slice(0, 1).concat(two.slice(1, 2)))).toBe(versionIn(two));
  });

  it("are told apart by values, names and types", () => {
    const versions = [
      arrow.tableFromArrays({ a: new Float64Array([1, 2]) }),
      arrow.tableFromArrays({ a: new Float64Array([1, 3]) }),
      arrow.tableFromArrays({ b: new Float64Array([1, 2]) }),
      arrow.tableFromArrays({ a: new Float32Array([1, 2]) }),
      ...Object.values(tables).map((make) => make()),
    ].map(versionIn);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it("with a column of a type that is not tested are refused by its name", () => {
    const union = column(new arrow.Interval(0), [new Int32Array([1, 2])]);
    expect(versionOf({ t: union }, noClasses)).toMatchObject({
      ok: false,
      refusal: { path: ".t", what: expect.stringContaining('column "c"') },
    });
  });

  it("are shown as a small table", () => {
    expect(previewOf(tables["texts"]!())).toEqual({
      type: "Table",
      shape: [3, 1],
      columns: ["s"],
      rows: [["x"], ["y"], ["x"]],
    });
  });
});

describe("names and texts that begin with a byte order mark", () => {
  it("are told from those that do not, as categories and as names in a struct", () => {
    const nested = ["a", "\ufeffa"].map((name) =>
      column(new arrow.Struct([new arrow.Field(name, new arrow.Int32(), true)]), [{ [name]: 1 }]),
    );
    const categories = ["a", "\ufeffa"].map((text) => arrow.tableFromArrays({ c: [text, "b"] }));
    for (const unlike of [nested, categories]) expect(new Set(unlike.map(versionIn)).size).toBe(unlike.length);
  });

  it.each([
    ["", "an arrow.Table with a column without a name"],
    ["\ufeffa", "an arrow.Table with a column whose name begins with a byte order mark"],
  ])("a column named %j is refused: apache-arrow would change its name", (name, what) => {
    const table = new arrow.Table({ [name]: arrow.vectorFromArray([1], new arrow.Int32()) });
    expect(versionOf(table, noClasses)).toMatchObject({ refusal: { what } });
  });

  it("a table that never had rows has a version", () => {
    const empty = new arrow.Table({ a: arrow.vectorFromArray([], new arrow.Float64()) });
    const cut = new arrow.Table({ a: arrow.vectorFromArray([1], new arrow.Float64()) }).slice(0, 0);
    expect(versionIn(empty)).toBe(versionIn(cut));
  });
});
