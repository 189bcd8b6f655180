import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { typeNamed } from "../../src/formats/columnType.ts";
import { isoOf, unitsOf } from "../../src/formats/isoTime.ts";

const time = (name: string) => typeNamed(name)!.time!;
const int64 = fc.oneof(
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
);

describe("dates and times as text", () => {
  it.each<[string, bigint, string]>([
    ["date", 0n, "1970-01-01"],
    ["date", -719_528n, "0000-01-01"],
    ["date", -719_529n, "-0001-12-31"],
    ["date", 2_932_896n, "9999-12-31"],
    ["date", 2_932_897n, "+10000-01-01"],
    ["date", 19_782n, "2024-02-29"],
    ["timestamp/s", -1n, "1969-12-31T23:59:59"],
    ["timestamp/ms", -1n, "1969-12-31T23:59:59.999"],
    ["timestamp/us/UTC", 1_600_000_000_123_456n, "2020-09-13T12:26:40.123456Z"],
    ["timestamp/ns", 1_600_000_000_123_456_789n, "2020-09-13T12:26:40.123456789"],
    ["timestamp/ns", -(1n << 63n), "1677-09-21T00:12:43.145224192"],
    ["timestamp/s", -(1n << 63n), "-292277022657-01-27T08:29:52"],
    ["time/ns", 86_399_999_999_999n, "23:59:59.999999999"],
    ["time/s", 0n, "00:00:00"],
  ])("%s %d is %s", (name, units, text) => {
    expect([isoOf(units, time(name)), unitsOf(text, time(name))]).toEqual([text, units]);
  });

  it.each(["timestamp/s", "timestamp/ms", "timestamp/us/UTC", "timestamp/ns/Europe/Paris", "date64"])(
    "any %s comes back",
    (name) => {
      fc.assert(
        fc.property(int64, (units) => {
          expect(unitsOf(isoOf(units, time(name)), time(name))).toBe(units);
        }),
        { numRuns: 500 },
      );
    },
  );

  it("says of any day what the language says", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const text = date
          .toISOString()
          .replace(/^([+-])(\d{6})/, (_, sign: string, year: string) => sign + year.replace(/^0{1,2}(?=\d{4})/, ""));
        expect(isoOf(BigInt(date.getTime()), time("timestamp/ms/UTC"))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each(["", "2024-02-30", "2024-1-01", "20240101", "2024-01-01T00:00:00", "x"])("%j is no date", (text) => {
    expect(unitsOf(text, time("date"))).toBeUndefined();
  });

  it.each([
    "2024-02-30T00:00:00.000",
    "2024-01-01T25:00:00.000",
    "2024-01-01",
    "2024-01-01T00:00:00.0000",
    "2024-01-01T00:00:00.00x",
  ])("%j is no time", (text) => {
    expect(unitsOf(text, time("timestamp/ms"))).toBeUndefined();
  });
});
