// What must every result store do? The promises, run for each implementation.
import { statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ResultStore } from "../../src/contracts.ts";
import { digest, encoded } from "./rows.ts";

/** Around the border between small and large (16 KiB), and well above the size of one write. */
const SIZES = [0, 1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 100_000, 9_000_000];

/** @param open a fresh store without results */
export function resultStoreContract(name: string, open: () => ResultStore): void {
  describe(`result store: ${name}`, () => {
    let store: ResultStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(async () => {
      await store.close();
    });

    const put = (...items: ReturnType<typeof encoded>[]) =>
      store.put(items.map((item) => ({ digest: item.bytesDigest, encoded: item })));

    test.each(SIZES)("gives back %i bytes as they were", async (size) => {
      const item = encoded(noise(size));
      await put(item);
      const [bytes] = await store.get([item.bytesDigest]);
      expect(Buffer.compare(bytes!, item.chunks[0]!)).toBe(0);
    });

    test("joins chunks of any number and size, empty ones too", async () => {
      const many = encoded(...Array.from({ length: 3000 }, (_, i) => noise(i % 50)));
      const few = encoded("", "small ", "", "parts", "");
      await put(many, few);
      const [manyBytes, fewBytes] = await store.get([many.bytesDigest, few.bytesDigest]);
      expect(Buffer.compare(manyBytes!, Buffer.concat(many.chunks))).toBe(0);
      expect(Buffer.from(fewBytes!).toString()).toBe("small parts");
    });

    test("names the file of what lies in one, and of nothing else", async () => {
      const [there, gone] = [encoded(noise(50_000)), encoded(noise(50_001))];
      await put(there, gone);
      await store.delete([gone.bytesDigest]);
      const file = await store.pathOf?.(there.bytesDigest);
      if (file !== undefined) expect(statSync(file).size).toBeGreaterThan(0);
      for (const none of [gone.bytesDigest, digest("none"), "../../etc/passwd", ""])
        expect(await store.pathOf?.(none)).toBeUndefined();
    });

    test("answers in the order asked, and says what it does not have", async () => {
      const [small, large] = [encoded("small"), encoded(noise(50_000))];
      await put(large, small);
      const asked = [digest("no"), small.bytesDigest, large.bytesDigest, "../../etc/passwd"];
      expect(await store.has(asked)).toEqual([false, true, true, false]);
      expect((await store.get(asked)).map((bytes) => bytes?.byteLength)).toEqual([undefined, 5, 50_000, undefined]);
    });

    test("takes the same bytes again, also in one call", async () => {
      const [small, large] = [encoded("small"), encoded(noise(50_000))];
      await put(small, large, small, large);
      await put(small, large);
      expect(await store.has([small.bytesDigest, large.bytesDigest])).toEqual([true, true]);
    });

    test("deletes what it is told and nothing else, twice too", async () => {
      const items = [encoded("a"), encoded("b"), encoded(noise(20_000)), encoded(noise(30_000))];
      await put(...items);
      const digests = items.map(({ bytesDigest }) => bytesDigest);
      await store.delete([digests[0]!, digests[2]!, digest("no")]);
      await store.delete([digests[0]!]);
      expect(await store.has(digests)).toEqual([false, true, false, true]);
    });

    test("deletes everything, and goes on", async () => {
      const [small, large] = [encoded("small"), encoded(noise(50_000))];
      await put(small, large);
      await store.deleteAll();
      expect(await store.has([small.bytesDigest, large.bytesDigest])).toEqual([false, false]);
      await put(small, large);
      expect(await store.has([small.bytesDigest, large.bytesDigest])).toEqual([true, true]);
    });

    test("is not touched by what happens to buffers that went in or came out", async () => {
      const item = encoded(noise(50_000), noise(3));
      const whole = Buffer.concat(item.chunks);
      await put(item);
      item.chunks[0]!.fill(0);
      (await store.get([item.bytesDigest]))[0]!.fill(0);
      expect(Buffer.compare((await store.get([item.bytesDigest]))[0]!, whole)).toBe(0);
    });

    test("gives bytes on which every typed array can lie", async () => {
      const item = encoded(new Uint8Array(new Float64Array(5000).fill(0.5).buffer));
      await put(item);
      const [bytes] = await store.get([item.bytesDigest]);
      expect(new Float64Array(bytes!.buffer, bytes!.byteOffset, 5000).every((x) => x === 0.5)).toBe(true);
    });
  });
}

let seed = 1;
/** Bytes that differ with each call and do not pack well. */
export function noise(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = seed >>> 16;
  }
  return bytes;
}
