import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { decodeValue } from "../../src/values/decode.ts";
import { encodeValue } from "../../src/values/encode.ts";
import { previewOf } from "../../src/values/preview.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "./classes.ts";

const versionIn = (value: unknown): string => {
  const result = versionOf(value, noClasses);
  if (!result.ok) throw new Error(`${result.refusal.path}: ${result.refusal.what}`);
  return result.version;
};

const frame = () =>
  pl.DataFrame({
    n: [1.5, Number.NaN, null, 4],
    text: ["short", null, "longer than twelve characters", ""],
    day: [new Date(5), new Date(6), null, new Date(8)],
    yes: [true, null, false, true],
    list: [[1, 2], [], null, [3]],
    big: [1n, 2n, 3n, 4n],
  });
const casts: Record<string, () => unknown> = {
  Float32: () => frame().select(pl.col("n").cast(pl.Float32)),
  Int8: () => frame().select(pl.col("big").cast(pl.Int8)),
  Int64: () => frame().select(pl.col("big").cast(pl.Int64)),
  UInt32: () => frame().select(pl.col("big").cast(pl.UInt32)),
  "Datetime in UTC": () => frame().select(pl.col("day").cast(pl.Datetime("us", "UTC"))),
  "Datetime in Paris": () => frame().select(pl.col("day").cast(pl.Datetime("us", "Europe/Paris"))),
  Date: () => frame().select(pl.col("day").cast(pl.Date)),
  Time: () => frame().select(pl.col("day").cast(pl.Time)),
  Categorical: () => frame().select(pl.col("text").cast(pl.Categorical)),
  Struct: () => pl.DataFrame([frame().select("n", "text", "list").toStruct("s")]),
  "no rows": () => frame().head(0),
  "no columns": () => pl.DataFrame({}),
  "columns named like methods": () => pl.DataFrame({ writeIPC: [1], columns: [2], shape: [3], head: [4] }),
  Series: () => pl.Series("n", [1, 2, 3]),
  "frame in a record": () => ({ frames: [frame(), frame()] }),
};

describe("R16: polars frames", () => {
  it.each([["of all plain types", frame], ...Object.entries(casts)])("come back as they were: %s", (_, make) => {
    const result = encodeValue((make as () => unknown)(), noClasses);
    if (!result.ok) return expect.unreachable(result.refusal.what);
    const back = decodeValue(Buffer.concat(result.encoded.chunks), noClasses);
    expect(versionIn(back)).toBe(result.version);
    expect(String(back)).toBe(String((make as () => unknown)()));
  });

  it("have one version, however they are chunked, sliced or made", () => {
    const twice = frame().vstack(frame());
    expect(twice.nChunks()).toBeGreaterThan(1);
    expect(versionIn(twice)).toBe(versionIn(twice.rechunk()));
    expect(versionIn(twice.slice(4, 4))).toBe(versionIn(frame()));
    expect(
      versionIn(
        pl
          .DataFrame({ a: [1, 5, 3] })
          .withColumn(pl.when(pl.col("a").gt(4)).then(pl.lit(null)).otherwise(pl.col("a")).alias("a")),
      ),
    ).toBe(versionIn(pl.DataFrame({ a: [1, null, 3] })));
  });

  it("don't count the layout of categories", () => {
    const of = (texts: string[]) => pl.DataFrame({ c: pl.Series("c", texts).cast(pl.Categorical) });
    expect(versionIn(of(["z", "b", "a", "b"]).slice(1, 3))).toBe(versionIn(of(["b", "a", "b"])));
    expect(versionIn(of(["b", "a", "b"]))).not.toBe(versionIn(of(["a", "b", "a"])));
  });

  it("don't count what lies under the nulls of nested columns", () => {
    const nested = (n: number) =>
      pl
        .DataFrame({ l: [[1, 2], [3, n], [4]], s: [{ a: 1 }, { a: n }, { a: 3 }], keep: [true, false, true] })
        .select(
          pl.when(pl.col("keep")).then(pl.col("l")).otherwise(pl.lit(null)).alias("l"),
          pl.when(pl.col("keep")).then(pl.col("s")).otherwise(pl.lit(null)).alias("s"),
        );
    expect(versionIn(nested(7))).toBe(versionIn(nested(8)));
  });

  it.each<[string, () => unknown, () => unknown]>([
    ["names", () => pl.DataFrame({ a: [1] }), () => pl.DataFrame({ b: [1] })],
    ["the order of columns", () => frame().select("n", "big"), () => frame().select("big", "n")],
    ["the order of rows", () => pl.DataFrame({ a: [1, 2] }), () => pl.DataFrame({ a: [2, 1] })],
    ["dtypes", casts["Int64"]!, casts["UInt32"]!],
    ["time zones", casts["Datetime in UTC"]!, casts["Datetime in Paris"]!],
    ["null and 0", () => pl.DataFrame({ a: [0, 1] }), () => pl.DataFrame({ a: [null, 1] })],
    ["null and an empty text", () => pl.DataFrame({ a: ["", "x"] }), () => pl.DataFrame({ a: [null, "x"] })],
    ["null and an empty list", () => pl.DataFrame({ a: [[1], []] }), () => pl.DataFrame({ a: [[1], null] })],
    ["where a list ends", () => pl.DataFrame({ a: [[1, 2], [3]] }), () => pl.DataFrame({ a: [[1], [2, 3]] })],
    ["where a text ends", () => pl.DataFrame({ a: ["ab", "c"] }), () => pl.DataFrame({ a: ["a", "bc"] })],
    ["a category and its text", casts["Categorical"]!, () => frame().select("text")],
    ["a series and its frame", () => pl.Series("a", [1]), () => pl.DataFrame({ a: [1] })],
    ["one row more, all empty", () => pl.DataFrame({ a: [null] }), () => pl.DataFrame({ a: [null, null] })],
    ["a shared frame and its copy", () => ((f) => [f, f])(frame()), () => [frame(), frame()]],
  ])("are told apart by %s", (_, a, b) => {
    expect(versionIn(a())).not.toBe(versionIn(b()));
    expect(versionIn(a())).toBe(versionIn(a()));
  });

  it("that are lazy are refused with the remedy", () => {
    expect(versionOf({ q: frame().lazy() }, noClasses)).toEqual({
      ok: false,
      refusal: { path: ".q", what: "a polars LazyDataFrame: collect() it first" },
    });
  });

  it("are shown as a small table", () => {
    expect(previewOf(frame())).toEqual({
      type: "DataFrame",
      shape: [4, 6],
      columns: ["n", "text", "day", "yes", "list", "big"],
      rows: [
        [1.5, "short", "1970-01-01T00:00:00.005Z", true, "[1, 2]", "1"],
        ["NaN", null, "1970-01-01T00:00:00.006Z", null, "[]", "2"],
        [null, "longer than twelve characters", null, false, null, "3"],
        [4, "", "1970-01-01T00:00:00.008Z", true, "[3]", "4"],
      ],
    });
  });

  it("are told from other Proxies without calling these", () => {
    const called: string[] = [];
    const get = (_: object, trap: string | symbol) => () => {
      called.push(String(trap));
    };
    const traps = new Proxy({}, { get });
    expect(versionOf([new Proxy({ _df: {} }, traps), new Proxy([], traps)], noClasses)).toEqual({
      ok: false,
      refusal: { path: "[0]", what: "a Proxy" },
    });
    expect(called).toEqual([]);
  });

  it("whose bytes are damaged are corrupt, before polars sees them", () => {
    const result = encodeValue(frame(), noClasses);
    if (!result.ok) return expect.unreachable();
    const bytes = Buffer.concat(result.encoded.chunks);
    for (let at = 100; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(bytes.readUInt8(at) ^ 0x55, at);
      expect(() => decodeValue(damaged, noClasses)).toThrow("a polars.DataFrame is damaged");
    }
  });
});

it("names and categories that begin with a byte order mark are told from those that do not, and come back", () => {
  const frames = [
    ...["a", "\ufeffa", "\ufeff"].map((name) => pl.DataFrame({ [name]: [1] })),
    ...["a", "\ufeffa"].map((text) => pl.DataFrame({ c: pl.Series("c", [text]).cast(pl.Categorical) })),
  ];
  expect(new Set(frames.map(versionIn)).size).toBe(frames.length);
  for (const frame of frames) {
    const result = encodeValue(frame, noClasses);
    if (!result.ok) return expect.unreachable(result.refusal.what);
    expect(versionIn(decodeValue(Buffer.concat(result.encoded.chunks), noClasses))).toBe(result.version);
  }
});
