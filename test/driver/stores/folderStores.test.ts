// Can results and metadata lie in folders of their own?
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fileMetadata, fileResults, memoryResults } from "../../../src/index.ts";
import { notebook, ranBy } from "../notebook.ts";

const nb = notebook();
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

function stores(place = "") {
  const resultStore = fileResults({ path: path.join(nb.folder, `results${place}`) });
  const metadataStore = fileMetadata({ path: path.join(nb.folder, `metadata${place}`) });
  open.push(resultStore, metadataStore);
  return { resultStore, metadataStore };
}

const TEXT = `export function large(): Float64Array { return new Float64Array(10_000); }
export function total(large: Float64Array): number { return large.length; }`;

describe("fileResults, fileMetadata", () => {
  it("keep results and metadata apart, and nothing in the folder of the cache", async () => {
    const first = await ranBy(nb.driver(TEXT, stores()), ["large", "total"]);
    expect(first.words).toEqual({ large: "executed", total: "executed" });
    expect(fs.existsSync(nb.cache)).toBe(false);
    expect(fs.readdirSync(path.join(nb.folder, "results", "results"))).not.toEqual([]);
    expect(fs.readdirSync(path.join(nb.folder, "metadata"))).toContain("metadata.db");
    expect(fs.existsSync(path.join(nb.folder, "metadata", "results"))).toBe(false);
  });

  it("are found again by who opens the folders anew, and moved ones too", async () => {
    const first = stores();
    await ranBy(nb.driver(TEXT, first), ["total"]);
    await first.resultStore.close();
    await first.metadataStore.close();
    for (const kind of ["results", "metadata"])
      fs.renameSync(path.join(nb.folder, kind), path.join(nb.folder, `${kind}-moved`));
    const again = await ranBy(nb.driver(TEXT, stores("-moved")), ["large", "total"]);
    expect(again.words).toEqual({ large: "hit", total: "hit" });
    expect(again.values["large"]).toEqual(new Float64Array(10_000));
  });

  it("one half alone: results elsewhere that are lost execute again, and the metadata says so", async () => {
    const metadataStore = fileMetadata({ path: path.join(nb.folder, "metadata") });
    open.push(metadataStore);
    await ranBy(nb.driver(TEXT, { metadataStore, resultStore: memoryResults() }), ["total"]);
    const again = await ranBy(nb.driver(TEXT, { metadataStore, resultStore: memoryResults() }), ["total"]);
    expect(again.words["total"]).not.toBe("hit");
    expect(again.why("total")).toEqual([expect.stringMatching(/missing/)]);
    const next = await ranBy(nb.driver(TEXT, { metadataStore }), ["total"]);
    expect(next.values).toEqual({ total: 10_000 });
    expect(fs.existsSync(nb.cache)).toBe(true);
  });

  it("two drivers over the same folders compute a node once", async () => {
    const slow = `export async function slow(): Promise<number> { globalThis.calls = (globalThis.calls ?? 0) + 1; await new Promise((r) => setTimeout(r, 20)); return globalThis.calls; }`;
    const state = globalThis as { calls?: number };
    try {
      const runs = [nb.driver(slow, stores()), nb.driver(slow, stores())].map((dr) => ranBy(dr, ["slow"]));
      expect((await Promise.all(runs)).map(({ values }) => values["slow"])).toEqual([1, 1]);
      expect(state.calls).toBe(1);
    } finally {
      delete state.calls;
    }
  });

  it.each([
    [() => fileResults({ path: "" }), /fileResults\(\{ path \}\) is the folder/],
    [() => fileMetadata({} as never), /fileMetadata\(\{ path \}\) is the folder/],
    [() => fileResults({ path: path.join(nb.write("a-file", ""), "below") }), /a-file/],
  ])("a path that is no folder is refused at once, with the remedy (%#)", (make, said) => {
    expect(make).toThrow(said);
  });
});
