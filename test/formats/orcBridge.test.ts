// R19: does a Python with pyarrow write ORC, so that it comes back equal? With the project's own Python environment.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { venvPython } from "../../scripts/setup/project.mjs";
import { isCellarError } from "../../src/errors.ts";
import { formatNamed } from "../../src/formats/formats.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "../values/classes.ts";
import { everything, frames, records } from "./values.ts";

beforeAll(() => void vi.stubEnv("CELLAR_PYTHON", venvPython()));
afterAll(() => void vi.unstubAllEnvs());

const versionIn = (value: unknown): unknown => versionOf(value, noClasses);

async function refusalOf(value: unknown): Promise<string | undefined> {
  let written: { chunks: readonly Uint8Array[]; format: string };
  try {
    written = await formatNamed("orc")!.encode(value, noClasses);
  } catch (error) {
    expect(isCellarError(error, "unstorable"), String(error)).toBe(true);
    return (error as Error).message;
  }
  const back = await formatNamed(written.format)!.decode(Buffer.concat(written.chunks), noClasses);
  expect(versionIn(back)).toEqual(versionIn(value));
  return undefined;
}

const TAKES = [
  ...[
    "a frame of all plain types",
    "a frame without rows",
    "a frame with NaN and infinities",
    "a frame of empty texts",
  ],
  ...["a frame of one column with nulls", "a series", "a table of Arrow", "a table of Arrow in chunks"],
  ...[
    "a table of Arrow without rows",
    "a table of Arrow with seconds",
    "a table of Arrow with metadata",
    "flat records",
  ],
  ...["a frame whose columns are named like methods", "records with NaN and -0", "records with texts that need care"],
  ...["records with an own __proto__", "records with numbers as keys", "a list without items"],
];

describe("R19: orc", () => {
  it.each(TAKES)("takes %s, and gives it back equal", async (name) => {
    expect(await refusalOf(everything[name]!())).toBeUndefined();
  });

  const others = Object.keys({ ...frames, ...records }).filter((name) => !TAKES.includes(name));
  it.each(others)("gives back %s equal, or refuses it", async (name) => {
    const refusal = await refusalOf(everything[name]!());
    if (refusal !== undefined) expect(refusal).toContain("can't be written as orc");
  });

  it("refuses what it does not have by its column", async () => {
    expect(await refusalOf(frames["a frame with times of day"]!())).toContain(
      "is a time of day, which ORC does not have",
    );
    expect(await refusalOf(frames["a frame with durations"]!())).toContain("is a duration, which ORC does not have");
  });

  it("writes a file of ORC, and says of damaged ones that they are corrupt", async () => {
    const { chunks, format } = await formatNamed("orc")!.encode(records["flat records"]!(), noClasses);
    const bytes = Buffer.concat(chunks);
    expect(bytes.subarray(0, 3).toString()).toBe("ORC");
    for (const damaged of [Buffer.alloc(0), bytes.subarray(0, bytes.length / 2), Buffer.from("PAR1 and more")])
      await expect(async () => formatNamed(format)!.decode(damaged, noClasses)).rejects.toThrow("can't be read");
  });

  it("random lists of records come back equal", async () => {
    const record = fc.record({
      n: fc.option(fc.double()),
      t: fc.option(fc.string({ unit: "grapheme" })),
      b: fc.option(fc.boolean()),
      i: fc.option(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })),
      d: fc.option(fc.date({ noInvalidDate: true, min: new Date("1700-01-01"), max: new Date("2200-01-01") })),
    });
    // Keys in one order, and records as others make them.
    const lists = fc.array(
      record.map(({ n, t, b, i, d }) => ({ n, t, b, i, d })),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        expect(await refusalOf(list)).toBeUndefined();
      }),
      { numRuns: 15 },
    );
  });
});
