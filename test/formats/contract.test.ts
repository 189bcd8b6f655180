// R19: what must every format do? A value comes back equal, types included, or is refused with its place and a remedy.
import { describe, expect, it } from "vitest";
import type { Format, Formatted } from "../../src/contracts.ts";
import { isCellarError } from "../../src/errors.ts";
import { formatNamed, formatNames } from "../../src/formats/formats.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "../values/classes.ts";
import { arrays, everything, files, frames, records } from "./values.ts";

/** Orc has a test of its own: it needs a Python. */
const NAMES = ["structured", "json", "csv", "parquet", "arrow", "excel", "hdf5", "file"];
const format = (name: string): Format => formatNamed(name)!;

const versionIn = (value: unknown): unknown => {
  const versioned = versionOf(value, noClasses);
  return versioned.ok ? versioned.version : versioned.refusal;
};

/** How a format dealt with a value, which it must not change: `undefined` if it came back equal, else the message of its refusal. */
async function refusalOf(name: string, value: unknown): Promise<string | undefined> {
  const before = versionIn(value);
  const refusal = await writtenAndRead(name, value);
  expect(versionIn(value)).toEqual(before);
  return refusal;
}

async function writtenAndRead(name: string, value: unknown): Promise<string | undefined> {
  let written: Formatted;
  try {
    written = await format(name).encode(value, noClasses);
  } catch (error) {
    expect(isCellarError(error, "unstorable"), String((error as Error).stack)).toBe(true);
    return (error as Error).message;
  }
  const back = await formatNamed(written.format)!.decode(Buffer.concat(written.chunks), noClasses);
  expect(versionIn(back)).toEqual(versionIn(value));
  expect(versionIn(value)).toBeTypeOf("string");
  return undefined;
}

/** Which of these values each format takes; all others it must refuse. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  json: [
    "records with a text that sheets change",
    ...["a list without items", "a text", "an empty text", "a text with a byte order mark", "half a surrogate pair"],
    ...["records with texts that need care", "records with half a surrogate pair", "records with an own __proto__"],
    ...["records with numbers as keys", "records of unlike keys", "records of keys in another order"],
    ...["records with a mixed column", "records with a list", "records without fields"],
  ],
  csv: [
    "records with a text that sheets change",
    ...[
      "a frame of all plain types",
      "a frame without rows",
      "a frame with NaN and infinities",
      "a frame with times of day",
    ],
    ...["a frame with durations", "a frame of empty texts", "a frame of one column with nulls", "a series"],
    ...["a frame whose columns are named like methods", "a frame with odd names", "a table of Arrow"],
    ...["a table of Arrow in chunks", "a table of Arrow without rows", "a table of Arrow with seconds"],
    ...[
      "a table of Arrow with metadata",
      "flat records",
      "records with NaN and -0",
      "records with texts that need care",
    ],
    ...["records with an own __proto__", "records with numbers as keys", "a list without items"],
    ...["records with dates before the year 0 and after 9999"],
  ],
  parquet: [
    "records with a text that sheets change",
    ...[
      "a frame of all plain types",
      "a frame without rows",
      "a frame with NaN and infinities",
      "a frame with times of day",
    ],
    ...["a frame with durations", "a frame of empty texts", "a frame of one column with nulls", "a series"],
    ...[
      "a frame whose columns are named like methods",
      "a frame with odd names",
      "a frame with lists",
      "a frame with structs",
      "a frame without columns",
    ],
    ...[
      "a table of Arrow",
      "a table of Arrow in chunks",
      "a table of Arrow without rows",
      "a table of Arrow with metadata",
    ],
    ...[
      "flat records",
      "records with NaN and -0",
      "records with texts that need care",
      "records with an own __proto__",
    ],
    ...["records with numbers as keys", "a list without items", "records with dates before the year 0 and after 9999"],
  ],
  arrow: [
    "records with a text that sheets change",
    ...Object.keys(frames),
    ...[
      "flat records",
      "records with NaN and -0",
      "records with texts that need care",
      "records with an own __proto__",
    ],
    ...["records with numbers as keys", "a list without items", "records with dates before the year 0 and after 9999"],
  ],
  excel: [
    ...["a frame of empty texts", "a frame of one column with nulls", "a frame with odd names", "a frame without rows"],
    ...["a frame whose columns are named like methods", "a table of Arrow in chunks", "a table of Arrow without rows"],
    ...[
      "a table of Arrow with metadata",
      "a table of Arrow with seconds",
      "records with texts that need care",
      "records with an own __proto__",
    ],
    ...["records with numbers as keys", "a list without items", "records with half a surrogate pair", "flat records"],
  ],
  hdf5: [
    "a Uint8Array of a larger buffer",
    ...Object.keys(arrays).filter(
      (name) => !["clamped numbers", "a record of arrays under a path", "one array under two keys"].includes(name),
    ),
  ],
  file: ["Uint8Array", ...Object.keys(files).filter((name) => name !== "half a surrogate pair")],
};

const plain = { ...frames, ...records, ...arrays, ...files };

describe.each(Object.entries(TAKES))("R19: %s", (name, takes) => {
  it.each(takes)("takes %s, and gives it back equal", async (value) => {
    expect(await refusalOf(name, plain[value]!())).toBeUndefined();
  });

  it.each(Object.keys(plain).filter((value) => !takes.includes(value)))(
    "refuses %s, and says where and what to do",
    async (value) => {
      expect(await refusalOf(name, plain[value]!())).toMatch(
        new RegExp(`can't be written as ${name}: (it|\`.+\`|column ".*") is .+\\. .*([Uu]se format|or) "structured"`),
      );
    },
  );
});

describe.each(NAMES)("R19: %s", (name) => {
  it("keeps null and undefined apart, and gives them back", async () => {
    for (const value of [null, undefined]) {
      const written = await format(name).encode(value, noClasses);
      expect(await formatNamed(written.format)!.decode(Buffer.concat(written.chunks), noClasses)).toBe(value);
    }
  });

  it.each(Object.keys(everything))("gives back %s equal, or refuses it", async (value) => {
    await refusalOf(name, everything[value]!());
  });

  it("refuses what has no version, by its place", async () => {
    const encoding = async () => format(name).encode({ a: { socket: Promise.resolve() } }, noClasses);
    await expect(encoding()).rejects.toThrow("`.a.socket` is a Promise");
  });
});

it.each<[string, string, string]>([
  ["csv", "a frame with lists", 'column "l" is a list'],
  ["csv", "a frame with structs", 'column "s" is a struct'],
  ["csv", "a table of Arrow with bytes", 'column "c" is bytes'],
  ["csv", "records with a mixed column", 'column "a" is a number in some rows and, in row 1, a string'],
  ["csv", "records of unlike keys", "`[1]` is a record with other keys"],
  ["csv", "records with half a surrogate pair", 'column "t" is a text with half a surrogate pair in row 0'],
  ["csv", "one record in two places", "not the same after reading it again"],
  ["excel", "a frame of all plain types", 'column "n" is -0'],
  ["excel", "records with a text that sheets change", 'column "t" is not the same after reading it again'],
  ["excel", "a frame with NaN and infinities", 'column "n" is NaN'],
  ["excel", "a series", 'column "s" is an empty text beside nulls'],
  ["hdf5", "a record of arrays under a path", '`["a/b"]` is under a key that no HDF5 dataset can have'],
  ["file", "half a surrogate pair", "it is a text with half a surrogate pair"],
  ["parquet", "a table of Arrow with seconds", 'column "c" is not the same after reading it again'],
])("%s refuses %s in these words: %s", async (name, value, words) => {
  expect(await refusalOf(name, plain[value]!())).toContain(words);
});

it("excel refuses an integer beyond 2^53 by its column and row", async () => {
  expect(await refusalOf("excel", [{ n: 1n }, { n: 2n ** 53n }])).toContain(
    'column "n" is 9007199254740992, an integer beyond 2^53 (row 1)',
  );
});

it("every format is known by its name, feather and default are other names", () => {
  expect(formatNames()).toEqual(
    [...NAMES, "orc", "default", "feather"].sort((a, b) => formatNames().indexOf(a) - formatNames().indexOf(b)),
  );
  expect([formatNamed("feather")?.name, formatNamed("default")?.name]).toEqual(["arrow", "structured"]);
});
