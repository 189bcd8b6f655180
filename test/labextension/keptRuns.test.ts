import { describe, expect, it } from "vitest";
import { type KeyStore, keptRuns } from "../../labextension/src/keptRuns.ts";
import { BASICS, graphOf, runOf } from "../protocol/sampleRun.ts";

/** Keys and values in memory, copied as a browser copies them. */
function memory(): KeyStore & { readonly map: Map<string, unknown> } {
  const map = new Map<string, unknown>();
  return {
    map,
    getMany: async (keys) => keys.map((key) => structuredClone(map.get(key))),
    setMany: async (entries) => {
      for (const [key, value] of entries) map.set(key, structuredClone(value));
    },
    delMany: async (keys) => {
      for (const key of keys) map.delete(key);
    },
    update: async (key, change) => void map.set(key, structuredClone(change(map.get(key)))),
  };
}
const run = (n: number, part = {}) => runOf(BASICS, "gxxxx", { n, run: `r${n}`, at: 1000 * n, seq: 5, ...part });
const small = (n: number) => runOf(graphOf({ a: [] }), "x", { n, run: `r${n}`, at: 1000 * n });

describe("keptRuns", () => {
  it("gives back what was kept, oldest first, also to another session of the same server", async () => {
    const store = memory();
    await keptRuns(store, "/a/", () => 10).keep("x.ipynb", [run(2), run(1)]);
    expect(await keptRuns(store, "/a/", () => 10).list("x.ipynb")).toEqual([run(1), run(2)]);
    expect(await keptRuns(store, "/b/", () => 10).list("x.ipynb")).toEqual([]);
    expect(await keptRuns(store, "/a/", () => 10).list("y.ipynb")).toEqual([]);
  });

  it("keeps the newest up to its limit and leaves nothing of the others", async () => {
    const store = memory();
    const kept = keptRuns(store, "", () => 2);
    await kept.keep("x", [small(1)]);
    await kept.keep("x", [run(2), run(3)]);
    expect((await kept.list("x")).map((each) => each.n)).toEqual([2, 3]);
    expect([...store.map.keys()].filter((key) => !key.startsWith("notebooks"))).toHaveLength(4);
  });

  it("keeps no run that still lasts, and none at all where the limit is 0", async () => {
    const store = memory();
    await keptRuns(store, "", () => 5).keep("x", [run(1, { state: "running" })]);
    await keptRuns(store, "", () => 0).keep("x", [run(1)]);
    expect(store.map.size).toBe(0);
  });

  it("replaces a record by a later one of the same run", async () => {
    const kept = keptRuns(memory(), "", () => 5);
    await kept.keep("x", [run(1)]);
    await kept.keep("x", [run(1, { seq: 9, ms: 77 })]);
    expect((await kept.list("x")).map((each) => each.ms)).toEqual([77]);
  });

  it("moves the runs with a renamed notebook", async () => {
    const kept = keptRuns(memory(), "", () => 5);
    await kept.keep("old", [run(1)]);
    await kept.rename("old", "new");
    expect(await kept.list("old")).toEqual([]);
    expect(await kept.list("new")).toEqual([run(1)]);
  });

  it("forgets a notebook's runs without a rest", async () => {
    const store = memory();
    const kept = keptRuns(store, "", () => 5);
    await kept.keep("x", [run(1), small(2)]);
    await kept.clear("x");
    expect([...store.map.keys()].filter((key) => !key.startsWith("notebooks"))).toEqual([]);
  });

  it("forgets the notebooks not seen for longest", async () => {
    const kept = keptRuns(memory(), "", () => 5);
    for (let i = 0; i < 102; i++) await kept.keep(`n${i}`, [run(1)]);
    expect(await kept.list("n1")).toEqual([]);
    expect(await kept.list("n2")).toHaveLength(1);
  });

  it("passes over what it cannot read", async () => {
    const store = memory();
    const kept = keptRuns(store, "", () => 5);
    await kept.keep("x", [run(1), run(2)]);
    store.map.set("run  x r1", { v: 9 });
    expect((await kept.list("x")).map((each) => each.n)).toEqual([2]);
    store.map.set("index  x", "nonsense");
    expect(await kept.list("x")).toEqual([]);
  });
});
