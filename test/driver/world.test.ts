import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileMemo } from "../../src/contracts.ts";
import { worldWith } from "../../src/driver/world.ts";
import { file } from "../../src/index.ts";
import { memoryMetadata } from "../../src/metadata/memory.ts";
import { outsideOf } from "../../src/run/decide/outside.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A store whose one memo says that every file has this digest: where it is trusted, the file was not read. */
function lying(digest: string) {
  const store = memoryMetadata();
  const put: FileMemo[] = [];
  return {
    put,
    fileMemosOf: async (names: readonly string[]) =>
      (await store.fileMemosOf(names)).map((memo) => (memo === undefined ? undefined : { ...memo, digest })),
    putFileMemo: (memo: FileMemo) => {
      put.push(memo);
      return store.putFileMemo(memo);
    },
  };
}

describe("R28: the memo of a file's digest", () => {
  const LIE = "f".repeat(64);
  const made = () => {
    const where = path.join(folder, "data.csv");
    writeFileSync(where, "a,b");
    return { where, declared: file(where), writtenAt: Math.ceil(statSync(where).ctimeMs) };
  };

  it("is trusted where the file was quiet for more than 2 s as it was hashed", async () => {
    const { declared, writtenAt } = made();
    const memos = lying(LIE);
    const world = worldWith({ now: () => writtenAt + 2_002 }, memos);
    expect((await world.stateOf(declared)).digest).not.toBe(LIE);
    expect((await world.stateOf(declared)).digest).toBe(LIE);
  });

  it("is not kept of a file that was written within 2 s, nor where the clock is behind the file", async () => {
    const { declared, writtenAt } = made();
    for (const at of [writtenAt + 1_900, writtenAt - 60_000]) {
      const memos = lying(LIE);
      const world = worldWith({ now: () => at }, memos);
      await world.stateOf(declared);
      expect([(await world.stateOf(declared)).digest === LIE, memos.put]).toEqual([false, []]);
    }
  });

  it("is not trusted for another size, another time, or a file put in its place with the same times", async () => {
    const { where, declared, writtenAt } = made();
    const memos = lying(LIE);
    const world = worldWith({ now: () => writtenAt + 60_000 }, memos);
    await world.stateOf(declared);
    const { mtime } = statSync(where);
    writeFileSync(where, "x,y"); // of the same size, and its time set back
    utimesSync(where, mtime, mtime);
    expect((await world.stateOf(declared)).digest).not.toBe(LIE);
  });

  it("no path stands in the store", async () => {
    const { where, declared, writtenAt } = made();
    const memos = lying(LIE);
    await worldWith({ now: () => writtenAt + 60_000 }, memos).stateOf(declared);
    expect(memos.put).toHaveLength(1);
    expect(memos.put[0]!.name).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(memos.put, (_, v: unknown) => (typeof v === "bigint" ? `${v}` : v))).not.toContain(where);
  });

  it("a file that several nodes read is hashed once per run", async () => {
    const { declared } = made();
    const real = worldWith({ now: Date.now });
    let hashed = 0;
    const outside = outsideOf({
      ...real,
      stateOf: (one) => {
        hashed++;
        return real.stateOf(one);
      },
    });
    const [one, two] = [await outside.open(declared), await outside.open(file(declared.path))];
    expect([hashed, one!.version === two!.version]).toEqual([1, true]);
  });

  it("a large file is hashed piece by piece, to the same digest as at once", async () => {
    const where = path.join(folder, "large.bin");
    const bytes = Buffer.alloc(5_000_001, "cellar");
    writeFileSync(where, bytes);
    const { createHash } = await import("node:crypto");
    const { digest, sizeBytes } = await worldWith({ now: Date.now }).stateOf(file(where));
    expect([digest, sizeBytes]).toEqual([createHash("sha256").update(bytes).digest("hex"), 5_000_001]);
  });
});
