// Does a run give its values where the disk of its cache is full, or may not be written to?
import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";
import { onSmallDisk } from "./smallDisk.ts";

const nb = notebook();

/** Values of 160 kB, small ones, and one that reads them all. */
const text = `export function one(x: number) { return new Float64Array(20000).fill(x); }
export function two(one: Float64Array) { return one.map((value) => value * 2); }
export function three(two: Float64Array) { return two.map((value) => value + 1); }
export async function total(one: Float64Array, three: Float64Array) { return one[7]! + three[19999]!; }`;
const ask = (x: number) => ({ text, names: ["total"], inputs: { x } });
const KB = 1024;

describe("a full disk", () => {
  it.each([0, 4, 64, 256, 320, 420, 500].map((kb) => [kb]))(
    "of %i KB: every value is right, the run says so, nothing half-written stays, and it heals with space",
    (kb) => {
      // A disk of size 0 has no bounds.
      const size = Math.max(kb * KB, 1);
      const first = [ask(1), ask(1), ask(2)];
      const [full, litter, , healing, healed] = onSmallDisk(nb.folder, size, [
        { run: first },
        { list: "*writing~*" },
        { remount: `size=${64 * KB * KB}` },
        { run: first },
        { run: first },
      ]);
      for (const { ran } of [full!, healing!, healed!])
        expect(ran.map(({ values }) => values["total"])).toEqual([4, 4, 7]);
      expect(full!.ran.flatMap(({ record }) => record.warnings ?? []).join("\n")).toMatch(
        /the disk is full|no space left|ENOSPC/i,
      );
      for (const { record } of full!.ran) expect([record.state, record.counts.failed]).toEqual(["done", 0]);
      expect(litter!.found).toBe("");
      for (const { words, record } of healed!.ran) {
        expect(words).toEqual({ x: "given", one: "hit", two: "hit", three: "hit", total: "hit" });
        expect(record.warnings).toBeUndefined();
      }
    },
  );

  it("that fills up in the middle: what was stored before hits, what could not be stored executes again", () => {
    const xs = Array.from({ length: 16 }, (_, i) => i + 1);
    const [begun, , filled] = onSmallDisk(nb.folder, 3 * KB * KB, [
      { run: [ask(1), ask(1)] },
      { remount: `size=${4 * KB * KB}` },
      { run: [...xs.map(ask), ask(1)] },
    ]);
    expect(begun!.ran[1]!.words["total"]).toBe("hit");
    expect(filled!.ran.map(({ values }) => values["total"])).toEqual([...xs, 1].map((x) => 3 * x + 1));
    expect(filled!.ran.at(-1)!.words["total"]).toBe("hit");
    const warned = filled!.ran.map(({ record }) => record.warnings?.length ?? 0);
    expect([warned[0], Math.max(...warned) > 0]).toEqual([0, true]);
    // Once per store and run.
    expect(Math.max(...warned)).toBeLessThanOrEqual(2);
  });
});

describe("a disk that may not be written to", () => {
  it("gives right values, says so, and is as it was once it may be written to again", () => {
    const [, , closed, , open] = onSmallDisk(nb.folder, 64 * KB * KB, [
      { run: [ask(1)] },
      { remount: "ro" },
      { run: [ask(1), ask(2)] },
      { remount: "rw" },
      { run: [ask(1), ask(2)] },
    ]);
    expect(closed!.ran.map(({ values }) => values["total"])).toEqual([4, 7]);
    for (const { record } of closed!.ran)
      expect(record.warnings?.join()).toMatch(/read-only|readonly|EROFS|could not be (opened|made)/i);
    expect(open!.ran.map(({ values }) => values["total"])).toEqual([4, 7]);
    expect(open!.ran[0]!.words["total"]).toBe("hit");
    expect(open!.ran[0]!.record.warnings).toBeUndefined();
  });

  it("from the beginning: every run executes, and says so", () => {
    const [, , ran] = onSmallDisk(nb.folder, KB * KB, [{ list: "*" }, { remount: "ro" }, { run: [ask(1), ask(1)] }]);
    for (const { values, record } of ran!.ran) {
      expect(values).toEqual({ total: 4 });
      expect(record.warnings?.length).toBe(1);
    }
  });
});
