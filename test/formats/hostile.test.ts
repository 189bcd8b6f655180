// R19, R34: what if stored bytes are not what was written? The value is corrupt, never another one.
import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/errors.ts";
import { formatNamed } from "../../src/formats/formats.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "../values/classes.ts";
import { arrays, frames, records } from "./values.ts";

const samples: Readonly<Record<string, () => unknown>> = {
  csv: frames["a frame of all plain types"]!,
  parquet: frames["a frame of all plain types"]!,
  arrow: frames["a frame of all plain types"]!,
  excel: frames["a frame with odd names"]!,
  hdf5: arrays["a record of arrays"]!,
  json: records["records with texts that need care"]!,
  file: () => "a text",
};

async function written(
  name: string,
): Promise<{ readonly bytes: Buffer; readonly format: string; readonly version: string }> {
  const value = samples[name]!();
  const { chunks, format } = await formatNamed(name)!.encode(value, noClasses);
  const versioned = versionOf(value, noClasses);
  return { bytes: Buffer.concat(chunks), format, version: versioned.ok ? versioned.version : "" };
}

/** `corrupt`, or the version of what came out. */
async function reading(format: string, bytes: Uint8Array): Promise<string> {
  try {
    const versioned = versionOf(await formatNamed(format)!.decode(bytes, noClasses), noClasses);
    return versioned.ok ? versioned.version : "no version";
  } catch (error) {
    expect(isCellarError(error, "corrupt-result"), String((error as Error).stack)).toBe(true);
    expect((error as Error).message).toContain("can't be read");
    return "corrupt";
  }
}

describe.each(Object.keys(samples))("%s", (name) => {
  it("reads what it wrote", async () => {
    const { bytes, format, version } = await written(name);
    expect(await reading(format, bytes)).toBe(version);
  });

  it("says of its first half, or less, that it is corrupt, or gives a value that is told by its version", async () => {
    const { bytes, format, version } = await written(name);
    for (let i = 0; i < 12; i++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * i) / 24));
      expect(await reading(format, cut)).not.toBe(version);
    }
  });

  it("survives any byte that is flipped: corrupt, or told by the version", async () => {
    const { bytes, format, version } = await written(name);
    const steps = Math.max(1, Math.floor(bytes.length / 30));
    for (let at = 0; at < bytes.length; at += steps) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 0xff;
      const found = await reading(format, flipped);
      if (found === version) continue; // a byte that nothing reads, such as padding
      expect(found).toMatch(/^(corrupt|no version|[0-9a-f]{64})$/);
    }
  });

  it("says of the bytes of other formats that they are corrupt, or tells by the version", async () => {
    const { format, version } = await written(name);
    for (const other of Object.keys(samples).filter((each) => each !== name)) {
      const { bytes } = await written(other);
      expect(await reading(format, bytes)).not.toBe(version);
    }
  });

  it.each(["", " ", " null", " undefined x", " {", " []", " [1,2,3]", ' ["polars.DataFrame",["nonsense"]]'])(
    "does not take the types %j for its own",
    async (hint) => {
      const { bytes, version } = await written(name);
      if (name === "json") return; // it has none
      expect(await reading(`${name}${hint}`, bytes)).not.toBe(version);
    },
  );
});

it("no marker of null makes a value of bytes: only an empty file is one", async () => {
  expect(await reading("csv null", Buffer.from("a\n1\n"))).toBe("corrupt");
  expect(await formatNamed("csv null")!.decode(new Uint8Array(0), noClasses)).toBeNull();
  expect(await reading("csv", new Uint8Array(0))).toBe("corrupt");
});
