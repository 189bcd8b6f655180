// What must every metadata store do? The promises, run for each implementation.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MetadataStore } from "../../src/contracts.ts";
import { keptRowsContract } from "./keptRows.ts";
import { digest, execute, finished, newRun, openRun, runEnd } from "./rows.ts";

/** @param open a fresh store without rows */
export function metadataStoreContract(name: string, open: () => MetadataStore): void {
  describe(`metadata store: ${name}`, () => {
    let store: MetadataStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(async () => {
      await store.close();
    });

    keptRowsContract(() => store);

    test("has a random id of its own", async () => {
      const other = open();
      expect(store.storeId).toMatch(/^[0-9a-f]{32}$/);
      expect(other.storeId).not.toBe(store.storeId);
      await other.close();
    });

    test("gives a dataflow the same number each time, and each process its own", async () => {
      const first = await store.openDataflow("lineage", "basics", undefined);
      expect(await store.openDataflow("lineage", "renamed", undefined)).toBe(first);
      expect(await store.openDataflow("other", "basics", undefined)).not.toBe(first);
      expect(await store.openOwner()).toBe(await store.openOwner());
    });

    test("finds the entry of a finished execution, in the order asked, and nothing for unknown keys", async () => {
      const { runId } = await openRun(store);
      const id = await execute(store, runId, "key 1", "value 1");
      const entry = {
        dataVersion: digest("value 1"),
        executionId: id,
        storedAt: 1500,
        flags: 0,
        runId,
        node: "a",
        durationMs: 1.5,
      };
      const asked = ["no", "key 1", "key 1", "no"].map(digest);
      expect(await store.entriesOf(asked)).toEqual([undefined, entry, entry, undefined]);
      expect(await store.entriesOf([])).toEqual([]);
    });

    test("keeps no entry of an execution that is begun, failed, or has no stored value", async () => {
      const { runId } = await openRun(store);
      const keys = ["begun", "failed", "opaque"].map(digest);
      const ids = await store.beginExecutions(
        keys.map((cacheKey) => ({ cacheKey, runId, node: "a", startedAt: 1200.5 })),
        [],
      );
      await store.failExecution(ids[1]!, 3, "Error: boom", []);
      const { entry: _, ...bare } = finished(ids[2]!, runId, "opaque", "");
      await store.finishExecution({ ...bare, dataVersion: `opaque:${ids[2]}` }, []);
      expect(await store.entriesOf(keys)).toEqual([undefined, undefined, undefined]);
    });

    test("numbers executions in the order of their beginning", async () => {
      const { runId } = await openRun(store);
      const begun = ["a", "b", "c"].map((key) => ({ cacheKey: digest(key), runId, node: key, startedAt: 1200 }));
      const [a, b, c] = await store.beginExecutions(begun, []);
      expect([a! < b!, b! < c!]).toEqual([true, true]);
      expect(await store.beginExecutions([], [])).toEqual([]);
    });

    test("lets the newest execution of a key win, whichever ends last", async () => {
      const { runId } = await openRun(store);
      const begun = { cacheKey: digest("key"), runId, node: "a", startedAt: 1200 };
      const [older, newer] = await store.beginExecutions([begun, begun], []);
      await store.finishExecution(finished(newer!, runId, "key", "new"), []);
      await store.finishExecution(finished(older!, runId, "key", "old"), []);
      expect((await store.entriesOf([digest("key")]))[0]?.dataVersion).toBe(digest("new"));
      await execute(store, runId, "key", "newest");
      expect((await store.entriesOf([digest("key")]))[0]?.dataVersion).toBe(digest("newest"));
    });

    test("R25: says that a key was computed meanwhile, or begins, and tells what is written with it", async () => {
      const { runId, ownerId } = await openRun(store);
      const asking = (key: string) => ({ cacheKey: digest(key), runId, node: "a", startedAt: 1200, ownerId });
      const event = (seq: number) => ({ runId, seq, node: "a", kind: "r", at: 1, detail: `{"seq":${seq}}` });
      const before = await execute(store, runId, "done", "value");
      const never = () => expect.unreachable("it must not be told that it begins");
      const stored = await store.beginLeased(asking("done"), never);
      expect(stored).toMatchObject({ what: "stored", entry: { executionId: before, dataVersion: digest("value") } });
      const begun = await store.beginLeased(asking("key"), () => [event(1)]);
      expect(begun).toMatchObject({ what: "begun", executionId: expect.any(Number) });
      expect((await store.runNamed("run 1"))?.events).toEqual([event(1).detail]);
      const { executionId } = begun as { executionId: number };
      expect(executionId).toBeGreaterThan(before);
      // Nobody waits for its own process.
      const beside = await store.beginLeased(asking("key"), () => []);
      expect(beside).toMatchObject({ what: "begun" });
      await store.finishExecution(finished(executionId, runId, "key", "mine"), []);
      expect(await store.beginLeased(asking("key"), never)).toMatchObject({ what: "stored", entry: { executionId } });
    });

    test("R25: tells what has become of a lease: held, stored, ended without an entry, given up with its run", async () => {
      const { dataflowId, runId, ownerId } = await openRun(store);
      const begin = async (key: string) => {
        const asking = { cacheKey: digest(key), runId, node: "a", startedAt: 1200, ownerId };
        return ((await store.beginLeased(asking, () => [])) as { executionId: number }).executionId;
      };
      const watch = async (key: string, fence: number) => store.watchLease(digest(key), fence);
      const [stored, failed, opaque, left] = await Promise.all(["stored", "failed", "opaque", "left"].map(begin));
      expect(await watch("stored", stored!)).toMatchObject({
        what: "held",
        lease: { fence: stored, pid: process.pid, beatAt: expect.any(Number), host: expect.any(String) },
      });
      await store.finishExecution(finished(stored!, runId, "stored", "value"), []);
      await store.failExecution(failed!, 1, "Error: boom", []);
      const { entry: _, ...bare } = finished(opaque!, runId, "opaque", "");
      await store.finishExecution({ ...bare, dataVersion: `opaque:${opaque}` }, []);
      expect(await watch("stored", stored!)).toMatchObject({ what: "stored", entry: { executionId: stored } });
      expect(await watch("failed", failed!)).toEqual({ what: "ended" });
      expect(await watch("opaque", opaque!)).toEqual({ what: "ended" });
      expect(await watch("left", left!)).toMatchObject({ what: "held" });
      await store.finishRun(runId, runEnd(dataflowId));
      expect(await watch("left", left!)).toEqual({ what: "free" });
      expect(await watch("never asked for", 999)).toEqual({ what: "free" });
    });

    test("keeps a version that is no digest as it is, whatever its length", async () => {
      const { runId } = await openRun(store);
      for (const dataVersion of ["opaque:57", "o".repeat(32), "o".repeat(33), "z".repeat(64)]) {
        const [id] = await store.beginExecutions(
          [{ cacheKey: digest(dataVersion), runId, node: "a", startedAt: 1 }],
          [],
        );
        await store.finishExecution({ ...finished(id!, runId, dataVersion, "v"), dataVersion }, []);
        expect(await store.entriesOf([digest(dataVersion)])).toMatchObject([{ dataVersion, flags: 2 }]);
      }
    });

    test("tells where the bytes of a value are, until they are deleted", async () => {
      const { runId } = await openRun(store);
      const id = await execute(store, runId, "key", "value");
      const { payload } = finished(id, runId, "key", "value").entry!;
      expect(await store.payloadsOf([digest("value"), digest("no")])).toEqual([[payload], []]);
      await store.deletePayloads([payload]);
      expect(await store.payloadsOf([digest("value")])).toEqual([[]]);
      expect(await store.entriesOf([digest("key")])).toMatchObject([{ dataVersion: digest("value") }]);
    });

    test("R27: knows what an execution printed as long as its value is there and stands under its key", async () => {
      const { runId } = await openRun(store);
      const printed = (id: number, key: string, value: string, text: string) => {
        const done = finished(id, runId, key, value);
        const { payload } = done.entry!;
        const dataVersion = digest(text);
        const replay = { ...payload, dataVersion, format: "replay", bytesDigest: dataVersion, sizeBytes: 5 };
        return { ...done, entry: { ...done.entry!, replay } };
      };
      const begin = async (key: string) =>
        (await store.beginExecutions([{ cacheKey: digest(key), runId, node: "a", startedAt: 1200 }], []))[0]!;
      const [first, other] = [await begin("key"), await begin("other")];
      await store.finishExecution(printed(first, "key", "value", "hello"), []);
      await store.finishExecution(printed(other, "other", "another", "world"), []);
      const silent = await execute(store, runId, "silent", "value 3");
      expect(await store.replaysOf([silent, other, first, 999])).toEqual([
        undefined,
        digest("world"),
        digest("hello"),
        undefined,
      ]);
      const entries = await store.entriesOf(["key", "silent"].map(digest));
      expect(entries.map((entry) => entry?.isReplayable)).toEqual([true, undefined]);
      const listed = await store.keptPayloads("local");
      expect(listed.map(({ payload }) => payload.format)).toEqual(["structured", "structured", "structured"]);

      expect(await store.markReplays("local", 2000)).toBe(0);
      await store.deletePayloads([printed(first, "key", "value", "hello").entry.payload]);
      expect(await store.markReplays("elsewhere", 2000)).toBe(0);
      expect([await store.markReplays("local", 2000), await store.markReplays("local", 2001)]).toEqual([1, 0]);
      const again = await begin("other");
      await store.finishExecution(printed(again, "other", "another", "world again"), []);
      expect(await store.markReplays("local", 2002)).toBe(1);
      const once = await begin("key");
      await store.finishExecution(printed(once, "key", "value", "hello"), []);
      expect(await store.payloadsOf([digest("hello"), digest("world")])).toMatchObject([[{ format: "replay" }], []]);
    });

    test("keeps a value in several formats, and replaces bytes of the same one", async () => {
      const { runId } = await openRun(store);
      const id = await execute(store, runId, "key", "value");
      const { payload } = finished(id, runId, "key", "value").entry!;
      const csv = { ...payload, format: 'csv ["records",["float64"]]', bytesDigest: digest("csv"), sizeBytes: 5 };
      const newer = { ...csv, bytesDigest: digest("csv, again"), sizeBytes: 6 };
      await store.putPayloads([], 1600);
      await store.putPayloads([csv], 1600.5);
      await store.putPayloads([newer, { ...csv, store: "elsewhere" }], 1700);
      const [found] = await store.payloadsOf([digest("value")]);
      expect(found).toHaveLength(3);
      expect(found).toEqual(expect.arrayContaining([payload, newer, { ...csv, store: "elsewhere" }]));
      await store.deletePayloads([newer]);
      expect(await store.payloadsOf([digest("value")])).toEqual([expect.arrayContaining([payload])]);
    });

    test("explains a key field by field", async () => {
      const { runId } = await openRun(store);
      const id = await execute(store, runId, "key", "value");
      const { recipe, code, environment, preview } = finished(id, runId, "key", "value").entry!;
      expect(await store.recipesOf([digest("no"), digest("key")])).toEqual([undefined, recipe]);
      expect(await store.codesOf([recipe.codeVersion, digest("no")])).toEqual([code, undefined]);
      expect(await store.environmentsOf([recipe.environment, digest("no")])).toEqual([environment, undefined]);
      expect(await store.textsOf([digest("text"), digest("no")])).toEqual(["function a(x) {}", undefined]);
      expect(await store.previewsOf([digest("value"), digest("no")])).toEqual([preview, undefined]);
    });

    test("finds keys and stored values by their first digits, at most two of each", async () => {
      const { runId } = await openRun(store);
      for (const name of ["one", "two"]) await execute(store, runId, `key ${name}`, `value ${name}`);
      for (const kind of ["key", "value"] as const) {
        const whole = digest(`${kind} one`);
        const asked = [whole.slice(0, 12), whole, whole.slice(0, 11), "f".repeat(63), "", "no hex", "A".repeat(8)];
        expect(await store.digestsLike(kind, asked)).toEqual([[whole], [whole], [whole], [], [], [], []]);
        expect(await store.digestsLike(kind, [])).toEqual([]);
      }
      for (const name of ["three", "four", ...Array.from({ length: 40 }, (_, i) => String(i))])
        await execute(store, runId, `key ${name}`, `value ${name}`);
      const [some] = await store.digestsLike("key", [digest("key one").slice(0, 1)]);
      expect(some!.length).toBe(2);
      expect(await store.digestsLike("text", [digest("text").slice(0, 12)])).toEqual([[digest("text")]]);
      const { payload } = finished(1, runId, "key one", "value one").entry!;
      await store.deletePayloads([payload]);
      expect(await store.digestsLike("value", [digest("value one")])).toEqual([[]]);
    });

    test("keeps the name under which a key was first made", async () => {
      const { runId } = await openRun(store);
      await execute(store, runId, "key", "value", "totals");
      await execute(store, runId, "key", "value", "sums");
      expect(await store.recipesOf([digest("key")])).toMatchObject([{ firstName: "totals" }]);
      expect(await store.entriesOf([digest("key")])).toMatchObject([{ node: "sums" }]);
    });

    test("keeps previews of values that were never executed", async () => {
      await store.putPreviews(new Map([[digest("input"), { type: "number", text: "1" }]]));
      expect(await store.previewsOf([digest("input")])).toEqual([{ type: "number", text: "1" }]);
    });

    test("remembers which code changes which argument", async () => {
      expect(await store.isBorrower(digest("code"), "rows")).toBe(false);
      await store.putBorrower(digest("code"), "rows");
      await store.putBorrower(digest("code"), "rows");
      expect(await store.isBorrower(digest("code"), "rows")).toBe(true);
      expect(await store.isBorrower(digest("code"), "rates")).toBe(false);
    });

    test("tells the keys that a dataflow used last, with their present entries", async () => {
      const { dataflowId, runId } = await openRun(store);
      await execute(store, runId, "key a", "value");
      await store.finishRun(runId, runEnd(dataflowId, { a: "key a", b: "key b" }));
      const seen = await store.entriesOfLastRun(dataflowId);
      expect(seen.map(({ node, cacheKey }) => [node, cacheKey])).toEqual([
        ["a", digest("key a")],
        ["b", digest("key b")],
      ]);
      expect(seen.map(({ entry }) => entry?.dataVersion)).toEqual([digest("value"), undefined]);
      expect(await store.entriesOfLastRun(dataflowId + 1)).toEqual([]);
    });

    test("says in which run a key was new, and is not turned back by a run that began earlier", async () => {
      const { dataflowId, ownerId, runId: first } = await openRun(store);
      const second = await store.beginRun(newRun("run 2", { dataflowId, ownerId }));
      await store.finishRun(second, runEnd(dataflowId, { a: "new" }));
      await store.finishRun(first, runEnd(dataflowId, { a: "old" }));
      const third = await store.recordRun(newRun("run 3", { dataflowId, ownerId }), runEnd(dataflowId, { a: "new" }));
      expect(third).toBeGreaterThan(second);
      expect(await store.entriesOfLastRun(dataflowId)).toMatchObject([{ cacheKey: digest("new"), runId: second }]);
    });

    test("compares a node that is new in its dataflow with its namesake in the notebook, else in the store", async () => {
      const here = await openRun(store, "here", "sales.ipynb");
      const there = await openRun(store, "there", "sales.ipynb.old");
      await store.finishRun(here.runId, runEnd(here.dataflowId, { a: "here" }));
      await store.finishRun(there.runId, runEnd(there.dataflowId, { a: "there", b: "there" }));
      const fresh = await store.openDataflow("sales.ipynb more", "sales.ipynb · more", "sales.ipynb");
      const found = await store.baselinesOf(["a", "b", "c"], fresh);
      expect(found.map((seen) => seen?.cacheKey)).toEqual([digest("here"), digest("there"), undefined]);
    });

    test("tells a running run by its first record and its events, and a finished one by its record", async () => {
      const { dataflowId, runId } = await openRun(store);
      await store.addEvents([{ runId, seq: 1, node: "a", kind: "running", at: 1100, detail: '{"seq":1}' }]);
      await store.addEvents([{ runId, seq: 2, node: "a", kind: "executed", at: 1200, detail: '{"seq":2}' }]);
      const running = {
        runId,
        runName: "run 1",
        dataflowId,
        state: "running",
        startedAt: 1000,
        graphId: digest("graph"),
      };
      const events = ['{"seq":1}', '{"seq":2}'];
      const record = '{"run":"run 1","status":"pp"}';
      expect(await store.runNamed("run 1")).toEqual({ ...running, record, events, ownerAlive: true });
      await store.finishRun(runId, runEnd(dataflowId));
      const done = { ...running, state: "done", record: '{"status":"xx"}', events: [], ownerAlive: false };
      expect(await store.runNamed("run 1")).toEqual(done);
      expect(await store.runNamed("run 2")).toBeUndefined();
      expect(await store.runNumbered(runId)).toEqual({ runName: "run 1", startedAt: 1000 });
      expect(await store.runNumbered(runId + 1)).toBeUndefined();
    });

    test("writes the events of an execution with it, in the order of their numbers, each once", async () => {
      const { runId } = await openRun(store);
      const event = (seq: number) => ({ runId, seq, node: "a", kind: "x", at: 1, detail: `{"seq":${seq}}` });
      const begun = { cacheKey: digest("key"), runId, node: "a", startedAt: 1 };
      const [first, second] = await store.beginExecutions([begun, begun], [event(2), event(1)]);
      await store.finishExecution(finished(first!, runId, "key", "value"), [event(3)]);
      await store.failExecution(second!, 1, "Error: boom", [event(3), event(4)]);
      expect((await store.runNamed("run 1"))?.events).toEqual([1, 2, 3, 4].map((seq) => event(seq).detail));
    });

    test("records a run that executed nothing in one step", async () => {
      const { dataflowId, ownerId } = await openRun(store);
      const runId = await store.recordRun(
        newRun("all hits", { dataflowId, ownerId }),
        runEnd(dataflowId, { a: "key" }),
      );
      expect(await store.runNamed("all hits")).toMatchObject({
        runId,
        state: "done",
        record: '{"status":"xx"}',
        events: [],
      });
      expect(await store.entriesOfLastRun(dataflowId)).toMatchObject([{ node: "a", cacheKey: digest("key"), runId }]);
      expect(await store.graphsOf([digest("graph"), digest("no")])).toEqual(['{"names":["a","b"]}', undefined]);
    });

    test("lists runs newest first: of a dataflow, of a notebook, of the cache", async () => {
      const a = await openRun(store, "run 1", "a.ipynb");
      await openRun(store, "run 2", "b.ipynb");
      await store.beginRun(newRun("run 3", a));
      const names = async (scope: Parameters<MetadataStore["runsOf"]>[0], limit = 10) => {
        const { runs, total } = await store.runsOf(scope, { limit });
        return [total, ...runs.map(({ runName }) => runName)];
      };
      expect(await names({ scope: "dataflow", dataflowId: a.dataflowId })).toEqual([2, "run 3", "run 1"]);
      expect(await names({ scope: "notebook", notebook: "b.ipynb" })).toEqual([1, "run 2"]);
      expect(await names({ scope: "notebook", notebook: "b" })).toEqual([0]);
      expect(await names({ scope: "cache" }, 2)).toEqual([3, "run 3", "run 2"]);
    });

    test("refuses two runs of one name", async () => {
      const { dataflowId, ownerId } = await openRun(store);
      await expect((async () => store.beginRun(newRun("run 1", { dataflowId, ownerId })))()).rejects.toThrow(
        "run.run_name",
      );
      const next = await store.beginRun(newRun("run 2", { dataflowId, ownerId }));
      expect(await store.runNamed("run 2")).toMatchObject({ runId: next });
    });

    test("gives back the text of a source, and its facts to the analyser that wrote them", async () => {
      await store.putSource(digest("source"), "export const ä = '😀';", '{"v":1}', 1);
      const text = "export const ä = '😀';";
      expect(await store.sourcesOf([digest("source"), digest("no")], 1)).toEqual([
        { text, facts: '{"v":1}' },
        undefined,
      ]);
      expect(await store.sourcesOf([digest("source")], 2)).toEqual([{ text, facts: undefined }]);
      await store.putSource(digest("source"), text, '{"v":2}', 2);
      expect(await store.sourcesOf([digest("source")], 2)).toEqual([{ text, facts: '{"v":2}' }]);
    });

    test("takes note of a module once, however often it is loaded", async () => {
      await store.putSource(digest("source"), "", "{}", 1);
      const module = { name: "basics", origin: "cell 1", sourceDigest: digest("source"), links: "[]", loadedAt: 1.5 };
      await store.putModule(module);
      await store.putModule({ ...module, loadedAt: 2 });
      expect(await store.sourcesOf([digest("source")], 1)).toHaveLength(1);
    });

    test("forgets everything but who is at work, and goes on", async () => {
      const { dataflowId, runId, ownerId } = await openRun(store);
      await execute(store, runId, "key", "value");
      await store.deleteAll();
      expect(await store.entriesOf([digest("key")])).toEqual([undefined]);
      expect(await store.codesOf([digest("code")])).toEqual([undefined]);
      const again = await execute(store, runId, "key", "value");
      await store.finishRun(runId, runEnd(dataflowId, { a: "key" }));
      await store.beginRun(newRun("run 2", { dataflowId, ownerId }));
      expect(await store.entriesOfLastRun(dataflowId)).toMatchObject([{ entry: { executionId: again } }]);
      expect((await store.codesOf([digest("code")]))[0]?.mode).toBe("closure");
      expect(await store.textsOf([digest("text")])).toEqual(["function a(x) {}"]);
    });

    test("answers for thousands of keys at once", async () => {
      const { runId } = await openRun(store);
      const keys = Array.from({ length: 3000 }, (_, i) => digest(`key ${i}`));
      const ids = await store.beginExecutions(
        keys.map((cacheKey) => ({ cacheKey, runId, node: "a", startedAt: 1 })),
        [],
      );
      for (let i = 0; i < 3000; i += 2)
        await store.finishExecution(finished(ids[i]!, runId, `key ${i}`, `value ${i}`), []);
      const found = await store.entriesOf(keys);
      expect(found.map((entry) => entry?.executionId)).toEqual(ids.map((id, i) => (i % 2 === 0 ? id : undefined)));
    });
  });
}
