import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { json } from "../../src/formats/json.ts";
import { versionOf } from "../../src/values/version.ts";
import { classesOf, noClasses } from "../values/classes.ts";
import { differ, refused } from "../values/samples.ts";

const write = (value: unknown): Buffer => Buffer.concat(json.encode(value, noClasses).chunks);

describe("json", () => {
  it.each([null, undefined, "", 0, 1.5, true, [], {}, { a: [1, { b: null }] }, "ü\u2028", [[["deep"]]]])(
    "writes and reads %j",
    (value) => {
      expect(json.decode(write(value))).toStrictEqual(value);
    },
  );

  it("is plain JSON for other programs", () => {
    expect(write({ Canada: 0.73 }).toString()).toBe('{"Canada":0.73}');
  });

  it.each<[string, unknown, string]>([
    ["a date", { rows: [{ at: new Date(5) }] }, "`.rows[0].at` is an instance of a class"],
    ["undefined in a record", { a: undefined }, "`.a` is undefined"],
    ["-0", [0, -0], "`[1]` is -0"],
    ["NaN", { a: { b: Number.NaN } }, "`.a.b` is NaN"],
    ["a bigint", { "odd key": 1n }, '`["odd key"]` is a bigint'],
    ["a hole", { a: new Array(2) }, "`.a[0]` is a missing element"],
    ["a Map", { m: new Map() }, "`.m` is an instance of a class"],
    ["a shared object", ((o) => ({ a: o, b: o }))({ x: 1 }), "`.b` is an object that stands in a second place"],
    ["a function", { a: { f: () => 1 } }, "`.a.f` is a function"],
    ["a bare object", { a: Object.create(null) }, "`.a` is an object without prototype"],
    ["a circle", ((o) => Object.assign(o, { o }))({}), "`.o` is an object that stands in a second place"],
    ["bytes", Buffer.from("a"), "it is an instance of a class"],
  ])("refuses %s and says where it is", (_, value, words) => {
    expect(() => json.encode(value, noClasses)).toThrow(words);
  });

  it("refuses an instance of a module class", () => {
    class Point {
      x = 1;
    }
    expect(() => json.encode([new Point()], classesOf({ Point }))).toThrow("`[0]` is an instance of a class");
  });

  it("never gives back another value than it was given", () => {
    const values = [...Object.values(differ).flat(), ...Object.values(refused).map(([make]) => make())];
    const survives = (value: unknown): void => {
      let bytes: Buffer;
      try {
        bytes = write(value);
      } catch {
        return;
      }
      expect(versionOf(json.decode(bytes), noClasses)).toEqual(versionOf(value, noClasses));
    };
    values.filter((value) => !(Array.isArray(value) && value.length >= 1e9)).forEach(survives);
    fc.assert(fc.property(fc.anything({ withDate: true, withMap: true, withSparseArray: true }), survives));
  });

  it.each(["{", "[1", "nul", "\xff"])("says that %j is corrupt", (text) => {
    expect(() => json.decode(Buffer.from(text, "latin1"))).toThrow("can't be read");
  });
});
