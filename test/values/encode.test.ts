import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClassTable } from "../../src/contracts.ts";
import { decodeValue } from "../../src/values/decode.ts";
import { encodeValue } from "../../src/values/encode.ts";
import { versionOf } from "../../src/values/version.ts";
import { classesOf, noClasses } from "./classes.ts";
import { differ, equal } from "./samples.ts";

function encoded(value: unknown, classes: ClassTable = noClasses) {
  const result = encodeValue(value, classes);
  if (!result.ok) throw new Error(`${result.refusal.path}: ${result.refusal.what}`);
  return { version: result.version, ...result.encoded, bytes: Buffer.concat(result.encoded.chunks) };
}

/** Decodes what was encoded, and checks that it is the same value for the engine. */
function roundTrip<T>(value: T, classes: ClassTable = noClasses): T {
  const { version, bytes, bytesDigest, sizeBytes } = encoded(value, classes);
  expect(sizeBytes).toBe(bytes.length);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(bytesDigest);
  expect(versionOf(value, classes)).toEqual({ ok: true, version });
  const back = decodeValue(bytes, classes);
  expect(versionOf(back, classes)).toEqual({ ok: true, version });
  return back as T;
}

describe("every value comes back as it was", () => {
  const samples = [...Object.entries(differ), ...Object.entries(equal)].flatMap(([name, pair]) =>
    pair.map((value, i) => [`${name} (${i + 1})`, value] as const),
  );

  it.each(samples.filter(([name]) => !name.startsWith("lengths of holes")))("%s", (_, value) => {
    const back = roundTrip(value);
    if (!/another realm|NaNs with/.test(_)) expect(back).toStrictEqual(value);
    expect(encoded(value).bytesDigest).toBe(encoded(value).version);
  });

  const leaf = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.string({ unit: "binary" }),
    fc.constantFrom<unknown>(null, undefined, true, false, "\ud800", Symbol.for("k"), Symbol.iterator),
    fc.date({ noInvalidDate: false }),
    fc.float64Array().map((array) => array.subarray(array.length > 2 ? 1 : 0)),
    fc.uint8Array().map((array) => Buffer.from(array)),
    fc.bigInt64Array(),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      leaf,
      fc.array(tie("tree"), { maxLength: 5 }),
      fc.dictionary(fc.string(), tie("tree"), { maxKeys: 5, noNullPrototype: false }),
      fc.array(fc.tuple(tie("tree"), tie("tree")), { maxLength: 4 }).map((entries) => new Map(entries)),
      fc.array(tie("tree"), { maxLength: 4 }).map((items) => new Set(items)),
      fc.array(tie("tree"), { maxLength: 30 }).map((items) => Object.assign(new Array(40), items)),
      fc.tuple(fc.string(), tie("tree")).map(([message, cause]) => new RangeError(message, { cause })),
    ),
  }));

  it("whatever it is made of", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(roundTrip({ value })).toStrictEqual({ value });
      }),
      { numRuns: 300 },
    );
  });

  it("R15: whatever in it is shared or circular", () => {
    const objects = fc.array(fc.constantFrom("record", "list", "map", "set"), { minLength: 1, maxLength: 30 });
    const links = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 });
    fc.assert(
      fc.property(objects, links, (kinds, pairs) => {
        const nodes = kinds.map((kind) =>
          kind === "record" ? {} : kind === "list" ? [] : kind === "map" ? new Map() : new Set(),
        );
        for (const [i, [from, to]] of pairs.entries()) link(nodes[from % nodes.length]!, nodes[to % nodes.length]!, i);
        expect(shapeOf(roundTrip(nodes))).toEqual(shapeOf(nodes));
      }),
      { numRuns: 300 },
    );
  });
});

function link(from: object, to: object, i: number): void {
  if (Array.isArray(from)) from.push(to);
  else if (from instanceof Map) from.set(to, i);
  else if (from instanceof Set) from.add(to);
  else (from as Record<string, unknown>)[`k${i}`] = to;
}

/** The graph of objects: each by the number of its first visit. */
function shapeOf(root: object): unknown {
  const numbers = new Map<unknown, number>();
  const lines: unknown[] = [];
  const visit = (value: unknown): number | string => {
    if (typeof value !== "object" || value === null) return String(value);
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    const children =
      value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.entries(value).flat();
    lines.push([numbers.get(value), value.constructor.name, children.map(visit)]);
    return numbers.get(value)!;
  };
  visit(root);
  return lines;
}

describe("bytes", () => {
  it("of a large buffer are referenced, not copied", () => {
    const big = new Float64Array(20_000);
    const { chunks } = encoded({ big, small: new Uint8Array(10) });
    expect(chunks.some((chunk) => chunk.buffer === big.buffer)).toBe(true);
    expect(roundTrip({ big, after: "x" })).toStrictEqual({ big, after: "x" });
  });

  it("of one value never change while others are encoded", () => {
    const small = encoded({ a: 1 });
    const before = Buffer.concat(small.chunks);
    encoded("y".repeat(5000));
    encoded(Array.from({ length: 100_000 }, (_, i) => `row ${i}`));
    expect(Buffer.concat(small.chunks)).toEqual(before);
  });

  it("of values larger than any buffer inside are complete", () => {
    roundTrip(
      Array.from({ length: 200_000 }, (_, i) => ({
        id: i,
        name: `n${i}`,
        more: i % 1000 === 0 ? new Uint8Array(20_000).fill(i) : "ü".repeat(i % 60),
      })),
    );
    roundTrip(["é".repeat(3_000_000), "\ud800".repeat(100_000), "x".repeat(70_000)]);
  });

  it("of a value a million levels deep come back", () => {
    let value: unknown = new Map([[1, "end"]]);
    for (let i = 0; i < 1_000_000; i++) value = i < 300_000 ? [value] : { value, i };
    const { bytes, version } = encoded(value);
    expect(versionOf(decodeValue(bytes, noClasses), noClasses)).toEqual({ ok: true, version });
  }, 120_000);
});

describe("what else comes back", () => {
  class Point {
    x = 1;
    y = { deep: [this] };
    get sum(): number {
      return this.x + 1;
    }
  }

  it("R13: an instance of a module class with its methods, without calling its constructor", () => {
    const back = roundTrip([new Point()], classesOf({ Point }))[0]!;
    expect(back).toBeInstanceOf(Point);
    expect(back.sum).toBe(2);
    expect(back.y.deep[0]).toBe(back);
  });

  it("a match with its groups and indices", () => {
    const match = "2024-09".match(/(?<year>\d+)-(\d+)/d)!;
    const back = roundTrip(match);
    expect(back).toStrictEqual(match);
    expect(back.indices?.groups).toStrictEqual(match.indices?.groups);
  });

  it("an error with its class, cause and errors, without a stack", () => {
    const error = new AggregateError([new TypeError("inner")], "outer", { cause: { code: 5 } });
    const back = roundTrip(error);
    expect(back).toBeInstanceOf(AggregateError);
    expect([back.message, back.cause, back.errors[0].message, back.stack]).toEqual([
      "outer",
      { code: 5 },
      "inner",
      undefined,
    ]);
  });

  it("a record with more keys than a shape remembers", () => {
    const wide = (): unknown => Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, i]));
    expect(roundTrip([wide(), { a: 1 }, wide(), { a: 2 }])).toStrictEqual([wide(), { a: 1 }, wide(), { a: 2 }]);
  });
});
