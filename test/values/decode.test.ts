import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/errors.ts";
import { decodeValue, isClassChanged } from "../../src/values/decode.ts";
import { encodeValue } from "../../src/values/encode.ts";
import { HEADER, TAG } from "../../src/values/tags.ts";
import { classesOf, noClasses } from "./classes.ts";
import { differ } from "./samples.ts";

const bytesOf = (value: unknown, classes = noClasses): Buffer => {
  const result = encodeValue(value, classes);
  if (!result.ok) throw new Error(result.refusal.what);
  return Buffer.concat(result.encoded.chunks);
};

const crafted = (...body: (number | string)[]): Buffer =>
  Buffer.concat([
    Buffer.from(HEADER, "latin1"),
    ...body.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part, "latin1"))),
  ]);

/** A value or the one error that callers know; nothing else. */
function attempt(bytes: Uint8Array): void {
  try {
    decodeValue(bytes, noClasses);
  } catch (error) {
    if (!isCellarError(error, "corrupt-result")) throw error;
  }
}

describe("hostile bytes", () => {
  const samples = Object.values(differ)
    .flat()
    .map((value) => bytesOf(value))
    .filter((bytes) => bytes.length < 3000);

  it("mutated anywhere give a value or corrupt-result", () => {
    const edit = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 6 }), (sample, edits) => {
        const bytes = Buffer.from(sample);
        for (const [at, byte] of edits) bytes[HEADER.length + (at % Math.max(1, bytes.length - HEADER.length))] = byte;
        attempt(bytes);
      }),
      { numRuns: 5000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("made at random give a value or corrupt-result", () => {
    const tags = fc.constantFrom<number>(...Object.values(TAG), 0x80, 0x81, 0x85, 0, 1, 2);
    fc.assert(
      fc.property(fc.array(fc.oneof(tags, fc.nat(255)), { maxLength: 60 }), (body) => attempt(crafted(...body))),
      { numRuns: 5000 },
    );
  });

  it("cut short anywhere are corrupt", () => {
    for (const sample of samples)
      for (let end = 0; end < sample.length; end += 1 + Math.floor(sample.length / 40))
        expect(() => decodeValue(sample.subarray(0, end), noClasses)).toThrow("can't be read");
  });

  it("with more behind the end are corrupt", () => {
    for (const sample of samples)
      expect(() => decodeValue(Buffer.concat([sample, Buffer.from([0])]), noClasses)).toThrow("goes on after its end");
  });

  it.each([
    ["a list", [TAG.array, "\xff\xff\xff\xff\x0f"]],
    ["a list of holes", [TAG.array, "\xff\xff\xff\x0f", TAG.holes, "\xfe\xff\xff\x0f"]],
    ["a Map", [TAG.map, "\xff\xff\xff\xff\xff\x0f"]],
    ["a text", [TAG.text, "\xff\xff\xff\xff\xff\x0f"]],
    ["a buffer", [TAG.bytes, 4, "\xff\xff\xff\xff\xff\x0f"]],
    ["a record", [TAG.record, 0, "\xff\xff\xff\xff\xff\x0f"]],
    ["an error", [TAG.error, TAG.text, 5, "Error", "\xff\xff\xff\xff\xff\x0f"]],
    ["a match", [TAG.match, 0, "\xff\xff\xff\xff\xff\x0f"]],
    [
      "a frame",
      [TAG.kind, TAG.text, 16, "polars.DataFrame", 1, "\0".repeat(32), "\xff\xff\xff\xff\xff\0\0\0", "\0".repeat(32)],
    ],
  ])("that claim the length of %s to be enormous take no memory", (_, body) => {
    const before = process.memoryUsage();
    expect(() => decodeValue(crafted(...body), noClasses)).toThrow("can't be read");
    const after = process.memoryUsage();
    expect(after.heapTotal + after.arrayBuffers - before.heapTotal - before.arrayBuffers).toBeLessThan(50e6);
  });

  it.each([
    ["a number in a longer form", [TAG.int, "\x05\0\0\0"]],
    ["an integer as double", [TAG.double, "\0\0\0\0\0\0\xf0\x3f"]],
    ["a count in a longer form", [TAG.array, "\x80\0"]],
    ["a text that is no UTF-8", [TAG.text, 1, "\xff"]],
    ["a well-formed text in UTF-16", [TAG.text16, 2, "a\0"]],
    ["a key that stands twice", [TAG.record, 0, 2, TAG.text, 1, "a", TAG.text, 1, "a", 0x80, 0x80]],
    ["an item that stands twice", [TAG.set, 2, 0x81, 0x81]],
    ["a reference to what does not exist", [TAG.array, 1, TAG.seen, 5]],
    ["a shape that does not exist", [TAG.record, 9]],
    ["a class that does not exist", [TAG.instance, 9]],
    ["a kind that does not exist", [TAG.kind, TAG.text, 4, "none", 1, "\0".repeat(72)]],
    ["a RegExp that does not parse", [TAG.pattern, TAG.text, 1, "(", TAG.text, 0]],
    ["a URL that does not parse", [TAG.url, TAG.text, 1, "x"]],
    ["a hole outside a list", [TAG.record, 0, 1, TAG.text, 1, "a", TAG.holes, 1]],
    ["another header", []],
  ])("with %s are corrupt", (_, body) => {
    const bytes = body.length === 0 ? Buffer.from("something else entirely") : crafted(...body);
    expect(() => decodeValue(bytes, noClasses)).toThrow("can't be read");
  });

  it("can't reach a prototype", () => {
    const value = decodeValue(
      bytesOf(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')),
      noClasses,
    ) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("decoding", () => {
  class Point {
    x = 1;
    set y(_: unknown) {
      throw new Error("a setter was called");
    }
  }

  it("R13: says when the class was edited since, and only then", () => {
    const bytes = bytesOf([new Point()], classesOf({ Point }, "old"));
    const thrown = (read: () => unknown): unknown => {
      try {
        return read();
      } catch (error) {
        return error;
      }
    };
    expect(isClassChanged(thrown(() => decodeValue(bytes, classesOf({ Point }, "new"))))).toBe(true);
    expect(isClassChanged(thrown(() => decodeValue(bytes, noClasses)))).toBe(true);
    expect(isClassChanged(thrown(() => decodeValue(bytes.subarray(0, 20), noClasses)))).toBe(false);
  });

  it("calls no setter of a class", () => {
    const point = Object.defineProperty(new Point(), "y", {
      value: 5,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    const back = decodeValue(bytesOf(point, classesOf({ Point })), classesOf({ Point })) as Point;
    expect(Object.entries(back)).toEqual([
      ["x", 1],
      ["y", 5],
    ]);
  });

  it("R15: gives typed arrays memory of their own", () => {
    const bytes = bytesOf([new Uint8Array([1, 2, 3]), new Float64Array([1])]);
    const [small, large] = decodeValue(bytes, noClasses) as [Uint8Array, Float64Array];
    bytes.fill(0);
    expect([[...small], [...large], small.byteOffset, small.buffer.byteLength]).toEqual([[1, 2, 3], [1], 0, 3]);
  });

  it("reads bytes that begin at an odd place", () => {
    const bytes = bytesOf(new Float64Array([1.5]));
    const shifted = Buffer.concat([Buffer.from([0]), bytes]).subarray(1);
    expect(decodeValue(shifted, noClasses)).toEqual(new Float64Array([1.5]));
  });
});
