import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { notebook, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

/** Above the size from which files are hashed while they are read. */
const LENGTH = 200_000;
(globalThis as unknown as { frameOf: (x: number) => unknown }).frameOf = (x) =>
  pl.DataFrame({ a: new Float64Array(LENGTH).fill(x) });

const bodies: Readonly<Record<string, string>> = {
  "a Float64Array": `new Float64Array(${LENGTH}).fill(x)`,
  "a polars frame": "(globalThis as any).frameOf(x)",
  "a record of arrays": `({ a: new Float64Array(${LENGTH}).fill(x) })`,
};
const textOf = (body: string) => `const tally = (name: string) => (globalThis as any).tally(name);
export function large(x: number): any { tally("large"); return ${body}; }`;
const asked = { inputs: { x: 1 } };

function onlyFile(): string {
  const found = readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  expect(found).toHaveLength(1);
  return path.join(found[0]!.parentPath, found[0]!.name);
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  rmSync(file);
  writeFileSync(file, bytes);
}

const damages: Readonly<Record<string, (file: string) => void>> = {
  "its first byte flipped": (file) => flip(file, 0),
  "a byte of its head flipped": (file) => flip(file, 17),
  "a byte in the middle flipped": (file) => flip(file, 800_000),
  "its last byte flipped": (file) => flip(file, -1),
  "its end cut off": (file) => truncateSync(file, 1_500_000),
  "only its head left": (file) => truncateSync(file, 60),
  "nothing left": (file) => truncateSync(file, 0),
  "a byte more": (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.of(0)])),
};

describe.each(Object.entries(bodies))("R19: %s in a large file", (_what, body) => {
  const text = textOf(body);

  it("is read as it was, anew for each run", async () => {
    const [first, second] = await nb.runTwice(text, ["large"], asked);
    const third = await nb.run(text, ["large"], asked);
    expect([second.words["large"], third.words["large"], count]).toEqual(["hit", "hit", { large: 1 }]);
    expect(String(second.values["large"])).toBe(String(first.values["large"]));
  });

  it.each(Object.entries(damages))(
    "with %s executes again, says why, and is whole afterwards",
    async (_how, damage) => {
      const { values } = await nb.run(text, ["large"], asked);
      damage(onlyFile());
      const [first, second] = await nb.runTwice(text, ["large"], asked);
      expect(first.why("large")).toEqual(["the stored result of run 1 is corrupt: its bytes do not have their digest"]);
      expect([first.words["large"], second.words["large"], count]).toEqual(["unchanged", "hit", { large: 2 }]);
      expect(String(second.values["large"])).toBe(String(values["large"]));
    },
  );
});

it("R20: what a user does to a large value that was read does not reach the next reader", async () => {
  const text = textOf(bodies["a Float64Array"]!);
  await nb.run(text, ["large"], asked);
  const read = (await nb.run(text, ["large"], asked)).values["large"] as Float64Array;
  expect([read.buffer.byteLength, read.byteOffset]).toEqual([LENGTH * 8, 0]);
  read[0] = 7;
  const again = await nb.run(text, ["large"], asked);
  expect([(again.values["large"] as Float64Array)[0], count]).toEqual([1, { large: 1 }]);
});
