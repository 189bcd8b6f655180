import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { readHashed } from "../../src/results/readHashed.ts";
import { noise } from "../contract/resultStore.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(root, { recursive: true }));
const file = path.join(root, "bytes");
const PIECE = 4 * 1024 * 1024;

const sizes = [0, 1, 511, 512, 513, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 40, 9_000_000];
test.each(sizes)("%i bytes are read and hashed as they are, wherever they are divided", async (size) => {
  const bytes = noise(size);
  fs.writeFileSync(file, bytes);
  const digest = createHash("sha256").update(bytes).digest("hex");
  for (const at of [0, 1, 40, 512, 10_000]) {
    const read = await readHashed(file, () => at);
    expect(Buffer.concat([read!.head, read!.body]).equals(bytes)).toBe(true);
    expect([read!.bytesDigest, read!.body.byteOffset, read!.body.buffer.byteLength]).toEqual([
      digest,
      0,
      read!.body.byteLength,
    ]);
    expect(read!.head.byteLength).toBe(Math.min(at, size, 512));
  }
});

test("a file that is not there is none, and a folder is an error", async () => {
  expect(await readHashed(path.join(root, "none"), () => 0)).toBeUndefined();
  await expect(readHashed(root, () => 0)).rejects.toThrow();
});

test("many at once do not mix", async () => {
  const all = Array.from({ length: 6 }, (_, at) => noise(PIECE + at));
  const files = all.map((bytes, at) => {
    fs.writeFileSync(`${file}${at}`, bytes);
    return `${file}${at}`;
  });
  const read = await Promise.all(files.map((each) => readHashed(each, () => 7)));
  read.forEach((each, at) => {
    expect(each!.bytesDigest).toBe(createHash("sha256").update(all[at]!).digest("hex"));
  });
});
