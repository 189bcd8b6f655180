// What must every metadata store do for garbage collection, pins and acceptances? Promises, run for each implementation.
import { beforeEach, expect, test } from "vitest";
import type { Entry, MetadataStore, Payload } from "../../src/contracts.ts";
import { digest, execute, finished, newRun, openRun, runEnd } from "./rows.ts";

/** To be called within the contract's suite. */
export function keptRowsContract(current: () => MetadataStore): void {
  let store: MetadataStore;
  beforeEach(() => {
    store = current();
  });

  const payload = (value: string): Payload => finished(1, 1, "", value).entry!.payload;
  const kept = async (newestRuns?: number) => {
    const rows = await store.keptPayloads("local", newestRuns);
    return rows.map(({ payload: { dataVersion }, keptBy }) => [dataVersion, keptBy] as const);
  };
  const mark = async (values: readonly string[], at = 5000, newestRuns?: number) => {
    const marks = values.map((value) => ({ payload: payload(value), usedAt: 1500, reason: `why ${value}` }));
    return (await store.markPayloads(marks, at, newestRuns)).map(({ dataVersion }) => dataVersion);
  };
  const due = async (now: number, limit = 100) => {
    const { payloads, orphaned, left } = await store.duePayloads("local", { markedBefore: now - 60, now, limit });
    return { payloads: payloads.map(({ dataVersion }) => dataVersion), orphaned, left };
  };
  /** A dataflow whose run has ended. */
  const ended = async (keys: Readonly<Record<string, string>>, name = "run 1") => {
    const { dataflowId, ownerId, runId } = await openRun(store, name);
    for (const [key, value] of Object.entries(keys)) await execute(store, runId, key, value, `node of ${value}`);
    const data = Object.values(keys).map((value) => digest(value).slice(0, 12));
    await store.finishRun(runId, { ...runEnd(dataflowId), record: JSON.stringify({ data }) });
    return { dataflowId, ownerId, runId };
  };

  test("tells of each payload who made its value, what that took, and when it was used", async () => {
    await ended({ "key 1": "value", "key 2": "value" });
    const [row, ...others] = await store.keptPayloads("local");
    expect(row).toEqual({
      payload: payload("value"),
      usedAt: 1500,
      nodes: ["node of value"],
      recomputeMs: 3,
      keptBy: undefined,
    });
    expect([others, await store.keptPayloads("elsewhere")]).toEqual([[], []]);
  });

  test("a marked payload is seen by no plan, but by a run that reads what it had decided to read", async () => {
    await ended({ key: "value" });
    expect(await mark(["value"])).toEqual([digest("value")]);
    expect(await store.payloadsOf([digest("value")])).toEqual([[]]);
    expect(await store.payloadsOf([digest("value")], "doomed")).toEqual([[payload("value")]]);
    expect([await kept(), await mark(["value"])]).toEqual([[], []]);
    expect(await store.entriesOf([digest("key")])).toMatchObject([{ dataVersion: digest("value") }]);
  });

  test("says when and why the bytes of a value were collected, also once the row is gone, until it is made again", async () => {
    const { runId } = await ended({ key: "value" });
    expect(await store.collectedOf([digest("value")])).toEqual([undefined]);
    await mark(["value"]);
    const told = [{ at: 5000, reason: "why value" }, undefined];
    expect(await store.collectedOf([digest("value"), digest("no")])).toEqual(told);
    await store.dropPayloads([payload("value")]);
    expect(await store.collectedOf([digest("value"), digest("no")])).toEqual(told);
    await execute(store, runId, "key", "value");
    expect(await store.collectedOf([digest("value")])).toEqual([undefined]);
  });

  test("marks nothing that was used since it was looked at", async () => {
    const { dataflowId, ownerId } = await ended({ key: "value", other: "other" });
    const hour = 3_600_000;
    const run = newRun("hits", { dataflowId, ownerId });
    await store.recordRun(run, { ...runEnd(dataflowId), endedAt: 1500 + hour + 1, used: [digest("value")] });
    expect(await mark(["value", "other"])).toEqual([digest("other")]);
    expect((await store.keptPayloads("local")).map(({ usedAt }) => usedAt)).toEqual([1500 + hour + 1]);
  });

  test("notes the use of a value once an hour at most, and never turns it back", async () => {
    const { dataflowId, ownerId } = await ended({ key: "value" });
    const hour = 3_600_000;
    const usedAt = async (name: string, endedAt: number) => {
      const end = { ...runEnd(dataflowId), endedAt, used: [digest("value"), digest("unknown")] };
      await store.finishRun(await store.beginRun(newRun(name, { dataflowId, ownerId })), end);
      return (await store.keptPayloads("local"))[0]!.usedAt;
    };
    expect(await usedAt("run 2", 1500 + hour / 2)).toBe(1500);
    expect(await usedAt("run 3", 1500 + 3 * hour)).toBe(1500 + 3 * hour);
    expect(await usedAt("run 4", 1500 + 3.5 * hour)).toBe(1500 + 3 * hour);
    expect(await usedAt("run 5", 1500)).toBe(1500 + 3 * hour);
  });

  test("is due after its time, and once every run that lived at the mark has ended; later runs do not count", async () => {
    const { dataflowId, ownerId } = await ended({ key: "value" });
    const live = await store.beginRun(newRun("live", { dataflowId, ownerId }));
    await mark(["value"], 5000);
    await store.beginRun(newRun("later", { dataflowId, ownerId }));
    expect(await due(5059)).toEqual({ payloads: [], orphaned: [], left: 1 });
    expect(await due(9000)).toEqual({ payloads: [], orphaned: [], left: 1 });
    await store.finishRun(live, runEnd(dataflowId));
    expect(await due(5059)).toEqual({ payloads: [], orphaned: [], left: 1 });
    expect(await due(5060)).toEqual({
      payloads: [digest("value")],
      orphaned: [digest("bytes of value")],
      left: 0,
    });
    await store.dropPayloads([payload("value")]);
    expect(await due(9000)).toEqual({ payloads: [], orphaned: [], left: 0 });
  });

  test("a mark of the future, from before the clock went back, waits its time from now", async () => {
    await ended({ key: "value" });
    await mark(["value"], 1_000_000);
    expect((await due(5000)).payloads).toEqual([]);
    expect((await due(5059)).payloads).toEqual([]);
    expect((await due(5060)).payloads).toEqual([digest("value")]);
  });

  test("bytes that another row names stay; a payload made again meanwhile stays with them", async () => {
    const { runId } = await ended({ key: "value", other: "other" });
    const [id] = await store.beginExecutions([{ cacheKey: digest("twin"), runId, node: "t", startedAt: 1 }], []);
    const twin = finished(id!, runId, "twin", "twin");
    const bytesDigest = payload("value").bytesDigest;
    await store.finishExecution(
      { ...twin, entry: { ...twin.entry!, payload: { ...payload("twin"), bytesDigest } } },
      [],
    );
    await mark(["value", "other"]);
    expect(await due(9000, 1)).toMatchObject({ left: 1 });
    expect((await due(9000)).orphaned).toEqual([digest("bytes of other")]);
    await execute(store, runId, "other", "other");
    await store.dropPayloads([payload("value"), payload("other")]);
    expect(await store.payloadsOf([digest("value"), digest("other")], "doomed")).toEqual([[], [payload("other")]]);
  });

  test("a pin of a run, a value or a node keeps it from being marked", async () => {
    await ended({ a: "1", b: "2", c: "3", d: "4" }, "run 1");
    const second = await openRun(store, "run 2");
    await store.finishRun(second.runId, {
      ...runEnd(second.dataflowId),
      record: JSON.stringify({ data: ["", digest("4").slice(0, 12), "opaque:1:x"] }),
    });
    await store.putPin({ kind: "value", target: digest("1"), note: "" });
    await store.putPin({ kind: "node", target: "node of 2", note: "" });
    await store.putPin({ kind: "run", target: "run 2", note: "" });
    expect(new Map(await kept())).toEqual(
      new Map([
        [digest("1"), "pin"],
        [digest("2"), "pin"],
        [digest("3"), undefined],
        [digest("4"), "pin"],
      ]),
    );
    expect(await mark(["1", "2", "3", "4"])).toEqual([digest("3")]);
  });

  test("a pin of a run that is under way keeps what it has and what it makes", async () => {
    const { runId } = await ended({ a: "hit" });
    const live = await openRun(store, "live");
    const detail = JSON.stringify({ set: { data: digest("hit").slice(0, 12) } });
    await store.addEvents([{ runId: live.runId, seq: 1, node: "a", kind: "h", at: 1, detail }]);
    await execute(store, live.runId, "b", "made");
    await execute(store, runId, "c", "other");
    await store.putPin({ kind: "run", target: "live", note: "" });
    expect(await mark(["hit", "made", "other"])).toEqual([digest("other")]);
  });

  test("a pin saves what is marked and not deleted yet", async () => {
    await ended({ a: "1", b: "2" });
    await mark(["1", "2"]);
    await store.putPin({ kind: "value", target: digest("1"), note: "" });
    expect(await store.payloadsOf([digest("1"), digest("2")])).toEqual([[payload("1")], []]);
    expect((await due(9000)).payloads).toEqual([digest("2")]);
  });

  test("lists pins, oldest first; pinning again replaces the note; a pin that is not there cannot be taken away", async () => {
    await store.putPin({ kind: "node", target: "total", note: "for the paper" });
    await store.putPin({ kind: "run", target: "run 1", note: "" });
    await store.putPin({ kind: "node", target: "total", note: "for the book" });
    expect(await store.pins()).toEqual([
      { kind: "node", target: "total", note: "for the book" },
      { kind: "run", target: "run 1", note: "" },
    ]);
    expect(await store.deletePin({ kind: "run", target: "total" })).toBe(false);
    expect(await store.deletePin({ kind: "node", target: "total" })).toBe(true);
    expect(await store.pins()).toHaveLength(1);
  });

  test("keeps the values of the newest runs of each dataflow, where they are asked about", async () => {
    await ended({ a: "1", b: "2" }, "run 1");
    await ended({ a: "1", c: "3" }, "run 2");
    const other = await openRun(store, "run 3", "other.ipynb");
    await execute(store, other.runId, "d", "4");
    const keptBy = async (newestRuns?: number) =>
      (await kept(newestRuns))
        .filter(([, by]) => by === "run")
        .map(([version]) => version)
        .sort();
    expect(await keptBy()).toEqual([]);
    expect(await keptBy(1)).toEqual([digest("1"), digest("3"), digest("4")].sort());
    expect(await mark(["1", "2", "3", "4"], 5000, 1)).toEqual([digest("2")]);
    expect(await mark(["1", "3", "4"], 5000, 0)).toEqual(["1", "3", "4"].map(digest));
  });

  test("a record that cannot be read keeps nothing, and does no harm", async () => {
    const { dataflowId, runId } = await openRun(store);
    await execute(store, runId, "a", "1");
    await store.finishRun(runId, { ...runEnd(dataflowId), record: "no json" });
    const second = await openRun(store, "run 2");
    await store.finishRun(second.runId, { ...runEnd(dataflowId), record: '{"data":7}' });
    expect(await kept(1)).toEqual([[digest("1"), undefined]]);
  });

  test("forgets keys that were collected long ago, but for those that a dataflow used last", async () => {
    const { dataflowId, ownerId } = await ended({ a: "1", b: "2", c: "3" });
    const run = newRun("hits", { dataflowId, ownerId });
    await store.recordRun(run, runEnd(dataflowId, { b: "b" }));
    await mark(["1", "2"]);
    await store.dropPayloads([payload("1"), payload("2")]);
    await store.dropCollected(5000);
    expect((await store.entriesOf(["a", "b", "c"].map(digest))).map((entry) => entry !== undefined)).toEqual([
      true,
      true,
      true,
    ]);
    await store.dropCollected(5001);
    expect((await store.entriesOf(["a", "b", "c"].map(digest))).map((entry) => entry?.dataVersion)).toEqual([
      undefined,
      digest("2"),
      digest("3"),
    ]);
    expect((await store.recipesOf(["a", "b"].map(digest))).map((recipe) => recipe?.kind)).toEqual([undefined, "node"]);
    expect(await store.collectedOf(["1", "2"].map(digest))).toMatchObject([undefined, { at: 5000 }]);
    expect(await store.codesOf([digest("code")])).toMatchObject([{ mode: "closure" }]);
  });

  test("forgets code, texts and environments with the last key, and writes them again with the next", async () => {
    const { runId } = await ended({ a: "1" });
    await mark(["1"]);
    await store.dropPayloads([payload("1")]);
    await store.dropCollected(9000);
    expect([
      await store.codesOf([digest("code")]),
      await store.environmentsOf([digest("environment")]),
      await store.textsOf([digest("text")]),
    ]).toEqual([[undefined], [undefined], [undefined]]);
    await execute(store, runId, "a", "1");
    expect(await store.codesOf([digest("code")])).toMatchObject([{ mode: "closure" }]);
    expect(await store.textsOf([digest("text")])).toEqual(["function a(x) {}"]);
  });

  test("finds stored versions by their first digits", async () => {
    await ended({ a: "1", b: "2" });
    const version = digest("1");
    expect(await store.versionsLike(version.slice(0, 12), 2)).toEqual([version]);
    expect(await store.versionsLike(version.slice(0, 7), 2)).toEqual([version]);
    expect(await store.versionsLike(version, 2)).toEqual([version]);
    for (const strange of ["", "%", "xyz", "'", `${version}0`])
      expect(await store.versionsLike(strange, 2)).toEqual([]);
  });

  const acceptance = async (cacheKey: string, from: string) => {
    const [entry] = await store.entriesOf([digest(from)]);
    const { recipe, code, texts, environment } = finished(1, 1, cacheKey, "").entry!;
    const rest = { recipe: { ...recipe, codeVersion: digest("new code") }, code, texts, environment };
    return { cacheKey: digest(cacheKey), from: entry!, node: "a", note: "a log line", at: 7000, ...rest };
  };

  test("R26: an accepted value stands under the new key, with the run and the time of its execution", async () => {
    const { runId } = await ended({ old: "value" });
    const made = await store.acceptEntry(await acceptance("new", "old"));
    const [old, entry] = await store.entriesOf([digest("old"), digest("new")]);
    expect(entry).toEqual({
      dataVersion: digest("value"),
      executionId: expect.any(Number) as number,
      storedAt: 7000,
      flags: 1,
      runId,
      node: "a",
      durationMs: 1.5,
      accepted: { note: "a log line" },
    } satisfies Entry);
    expect([made, old?.accepted, entry!.executionId > old!.executionId]).toEqual([entry, undefined, true]);
    expect(await store.recipesOf([digest("new")])).toMatchObject([{ codeVersion: digest("new code") }]);
    expect(await store.codesOf([digest("new code")])).toMatchObject([{ mode: "closure" }]);
    expect(await store.acceptedEntries()).toEqual([{ cacheKey: digest("new"), entry }]);
  });

  test("R26: a key that has a value cannot be given another one", async () => {
    await ended({ old: "value", new: "newer" });
    expect(await store.acceptEntry(await acceptance("new", "old"))).toBeUndefined();
    expect(await store.entriesOf([digest("new")])).toMatchObject([{ dataVersion: digest("newer"), flags: 0 }]);
  });

  test("R26: undone, the key has no value, and the dataflow compares with the key that the value was made for", async () => {
    const { dataflowId, ownerId, runId } = await ended({ old: "value" });
    const made = await store.acceptEntry(await acceptance("new", "old"));
    await store.recordRun(newRun("hit", { dataflowId, ownerId }), runEnd(dataflowId, { a: "new" }));
    expect(await store.entriesOfLastRun(dataflowId)).toMatchObject([{ entry: { accepted: { note: "a log line" } } }]);
    expect(await store.undoAcceptance(digest("new"), made!.executionId, 8000)).toBe(true);
    expect(await store.entriesOf([digest("new")])).toEqual([undefined]);
    expect(await store.acceptedEntries()).toEqual([]);
    const before = { cacheKey: digest("old"), runId, entry: { dataVersion: digest("value") } };
    expect(await store.entriesOfLastRun(dataflowId)).toMatchObject([before]);
    expect(await store.undoAcceptance(digest("new"), made!.executionId, 8000)).toBe(false);
  });

  test("R26: an execution replaces an accepted value, and what is replaced cannot be undone", async () => {
    const { runId } = await ended({ old: "value" });
    const made = await store.acceptEntry(await acceptance("new", "old"));
    await execute(store, runId, "new", "newest");
    expect(await store.undoAcceptance(digest("new"), made!.executionId, 8000)).toBe(false);
    const [entry] = await store.entriesOf([digest("new")]);
    expect([entry?.dataVersion, entry?.flags, entry?.accepted]).toEqual([digest("newest"), 0, undefined]);
    expect(await store.acceptedEntries()).toEqual([]);
  });
}
