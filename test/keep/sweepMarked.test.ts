import { expect, test } from "vitest";
import { memoryMetadata, memoryResults } from "../../src/index.ts";
import { applyGarbage } from "../../src/keep/applyGarbage.ts";
import { findGarbage } from "../../src/keep/garbagePlan.ts";
import type { KeepParts } from "../../src/keep/keepParts.ts";
import { sweepMarked } from "../../src/keep/sweepMarked.ts";
import { promised } from "../contract/promised.ts";
import { digest, encoded, execute, finished, openRun, runEnd } from "../contract/rows.ts";

const DAY = 24 * 3_600_000;

/** Stores with values of ten bytes each, and a clock that stands still until it is set. */
async function stores(values: readonly string[], wrap: <S extends object>(store: S) => S) {
  const clock = { at: 10_000, now: () => clock.at, elapsed: () => clock.at };
  const metadata = wrap(memoryMetadata({ clock }));
  const results = wrap({ ...memoryResults(), name: "local" });
  const { dataflowId, runId } = await openRun(metadata);
  for (const value of values) {
    const { payload } = finished(1, runId, value, value).entry!;
    await results.put([{ digest: payload.bytesDigest, encoded: encoded("ten bytes!") }]);
    await execute(metadata, runId, `key of ${value}`, value, `node of ${value}`);
  }
  await metadata.finishRun(runId, runEnd(dataflowId));
  const parts: KeepParts = { metadata, results, sharesDatabase: false, clock };
  const there = async () =>
    (await results.has(values.map((value) => digest(`bytes of ${value}`)))).filter((has) => has);
  return { clock, parts, there };
}

test.each([
  ["that answer at once", <S extends object>(store: S) => store],
  ["that answer by promise", promised],
])("hundreds of values go in many steps, from stores %s; not one byte too much", async (_what, wrap) => {
  const values = Array.from({ length: 1050 }, (_, i) => `value ${i}`);
  const { clock, parts, there } = await stores(values, wrap);
  const rule = { maxBytes: 500 };
  const found = await findGarbage(rule, parts);
  expect([found.versions, found.bytes, found.keptBytes, found.nodes.length]).toEqual([1000, 10_000, 500, 1000]);
  expect(await applyGarbage(found, rule, parts)).toEqual({
    marked: 1000,
    markedBytes: 10_000,
    swept: { payloads: 0, bytes: 0, left: 1000 },
  });
  clock.at += 59_999;
  expect(await sweepMarked(parts)).toEqual({ payloads: 0, bytes: 0, left: 1000 });
  clock.at += 1;
  expect(await sweepMarked(parts)).toEqual({ payloads: 1000, bytes: 10_000, left: 0 });
  expect(await there()).toHaveLength(50);
  expect(await sweepMarked(parts)).toEqual({ payloads: 0, bytes: 0, left: 0 });
});

test("the rows of a collected value stay for a year, then the key is forgotten", async () => {
  const { clock, parts } = await stores(["old", "new"], (store) => store);
  const found = await findGarbage({ olderThanMs: 0 }, parts);
  await applyGarbage(
    { ...found, rows: found.rows.filter((row) => row.payload.dataVersion === digest("old")) },
    {},
    parts,
  );
  const entries = async () =>
    (await parts.metadata.entriesOf(["old", "new"].map((value) => digest(`key of ${value}`)))).map(
      (entry) => entry?.node,
    );
  for (const [passed, expected] of [
    [DAY, "node of old"],
    [363 * DAY, "node of old"],
    [2 * DAY, undefined],
  ] as const) {
    clock.at += passed;
    await sweepMarked(parts);
    expect(await entries()).toEqual([expected, "node of new"]);
  }
});

test("bytes that two values share are counted once, and are free when the second goes", async () => {
  const { clock, parts } = await stores(["one"], (store) => store);
  const { metadata, results } = parts;
  const { runId, dataflowId } = await openRun(metadata, "run 2");
  const [id] = await metadata.beginExecutions([{ cacheKey: digest("k"), runId, node: "n", startedAt: 1 }], []);
  const other = finished(id!, runId, "k", "two");
  const { bytesDigest } = finished(1, 1, "", "one").entry!.payload;
  await metadata.finishExecution(
    { ...other, entry: { ...other.entry!, payload: { ...other.entry!.payload, bytesDigest } } },
    [],
  );
  await metadata.finishRun(runId, runEnd(dataflowId));
  await metadata.putPin({ kind: "node", target: "n", note: "" });
  const rule = { olderThanMs: 0 };
  const first = await findGarbage(rule, parts);
  expect([first.versions, first.bytes, first.keptBytes, first.guardedBytes]).toEqual([1, 0, 10, 10]);
  await applyGarbage(first, rule, parts);
  clock.at += 60_000;
  expect(await sweepMarked(parts)).toEqual({ payloads: 1, bytes: 0, left: 0 });
  expect(await results.has([bytesDigest])).toEqual([true]);
  await metadata.deletePin({ kind: "node", target: "n" });
  const second = await findGarbage(rule, parts);
  expect([second.versions, second.bytes, second.keptBytes]).toEqual([1, 10, 0]);
  await applyGarbage(second, rule, parts);
  clock.at += 60_000;
  expect(await sweepMarked(parts)).toEqual({ payloads: 1, bytes: 10, left: 0 });
  expect(await results.has([bytesDigest])).toEqual([false]);
});
