import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { type MetadataStore, memoryMetadata, memoryResults, type ResultStore } from "../../src/index.ts";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

const text = `export function small(x: number) { return { x }; }
export function large(small: { x: number }) { return new Float64Array(20000).fill(small.x); }
export function total(large: Float64Array) { return large[0]! + large.length; }`;
const asked = { inputs: { x: 1 } };

/** A store of which some calls fail from now on. */
function failing<T extends object>(store: T, names: readonly string[], how: () => unknown): T {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      return names.includes(String(name)) ? how : value.bind(target);
    },
  });
}

const full = () => {
  throw new Error("ENOSPC: no space left on device");
};
const fullLater = () => Promise.reject(new Error("ENOSPC: no space left on device"));
const expected = { total: 20001, small: { x: 1 } };

describe("a store that fails", () => {
  it.each([
    ["at once", full],
    ["by promise", fullLater],
  ])("results cannot be written (%s): the run succeeds with one warning; strict raises", async (_how, fail) => {
    const resultStore = failing<ResultStore>(memoryResults(), ["put"], fail);
    for (const cache of [{ resultStore }, { resultStore, metadataStore: memoryMetadata() }]) {
      for (let turn = 0; turn < 2; turn++) {
        const ran = await nb.run(text, ["total", "small"], { ...asked, cache });
        expect(ran.values).toEqual(expected);
        expect(Object.values(ran.words)).not.toContain("hit");
        expect(ran.record.warnings).toEqual([
          "results could not be stored (ENOSPC: no space left on device); the run goes on without",
        ]);
      }
      await expect(nb.run(text, ["total"], { ...asked, cache: { ...cache, strict: true } })).rejects.toThrow("ENOSPC");
    }
  });

  it("results that are written by promise are there when the run ends", async () => {
    const inner = memoryResults();
    const later = new Proxy(inner, {
      get(target, name) {
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          await new Promise((resolve) => setImmediate(resolve));
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const [first, second] = await nb.runTwice(text, ["total", "small"], { ...asked, cache: { resultStore: later } });
    expect([first.values, second.values, Object.values(second.words)]).toEqual([
      expected,
      expected,
      ["given", "hit", "hit", "hit"],
    ]);
  });

  it("whose answers are thenables, or promises of another realm, is understood", async () => {
    // biome-ignore lint/suspicious/noThenProperty: a store of another promise library answers so
    const thenable = (value: unknown) => ({ then: (done: (value: unknown) => void) => done(value) });
    const foreign = vm.runInNewContext("(value) => Promise.resolve(value)") as (value: unknown) => unknown;
    for (const answer of [thenable, foreign]) {
      const wrapped = <T extends object>(store: T): T =>
        new Proxy(store, {
          get(target, name) {
            const value = Reflect.get(target, name, target) as unknown;
            return typeof value === "function" ? (...args: unknown[]) => answer(value.apply(target, args)) : value;
          },
        });
      const cache = { metadataStore: wrapped(memoryMetadata()), resultStore: wrapped<ResultStore>(memoryResults()) };
      const [first, second] = await nb.runTwice(text, ["total", "small"], { ...asked, cache });
      expect([first.values, second.values, second.words["total"]]).toEqual([expected, expected, "hit"]);
      expect([first.record.warnings, second.record.warnings]).toEqual([undefined, undefined]);
    }
  });

  it.each([
    ["at once", full],
    ["by promise", fullLater],
  ])("results cannot be read (%s): executes, says why, deletes nothing; strict raises", async (_how, fail) => {
    const inner = memoryResults();
    await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore: inner } });
    const resultStore = failing<ResultStore>(inner, ["get"], fail);
    const ran = await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore } });
    expect([ran.values, ran.words["small"], ran.why("small")]).toEqual([
      expected,
      "unchanged",
      ["the stored result of run 1 could not be read"],
    ]);
    expect(ran.record.warnings).toEqual([
      "results could not be read (ENOSPC: no space left on device); the run goes on without",
    ]);
    const strict = nb.run(text, ["small"], { ...asked, cache: { resultStore, strict: true } });
    await expect(strict).rejects.toThrow("ENOSPC");
    const sound = await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore: inner } });
    expect([sound.values, sound.words["small"]]).toEqual([expected, "hit"]);
  });

  it("presence of results cannot be asked: the nodes execute or hit, the run succeeds", async () => {
    const inner = memoryResults();
    await nb.run(text, ["total", "small"], { ...asked, cache: { resultStore: inner } });
    for (const fail of [full, fullLater]) {
      const ran = await nb.run(text, ["total", "small"], {
        ...asked,
        cache: { resultStore: failing<ResultStore>(inner, ["has"], fail) },
      });
      expect(ran.values).toEqual(expected);
    }
  });

  const calls = [
    "openDataflow",
    "openOwner",
    "entriesOf",
    "entriesOfLastRun",
    "payloadsOf",
    "isBorrower",
    "baselinesOf",
    "recipesOf",
    "beginRun",
    "beginExecutions",
    "finishExecution",
    "addEvents",
    "finishRun",
    "recordRun",
    "putPreviews",
    "sourcesOf",
    "putSource",
    "putModule",
  ];
  /** Found again from the texts: nothing is lost, so nothing is said. */
  const dispensable = ["sourcesOf", "putSource", "putModule"];
  /** Asked only where something was stored, or changed. */
  const later = ["isBorrower", "payloadsOf", "baselinesOf", "recipesOf", "recordRun", "addEvents"];

  it.each(
    calls.flatMap((name) =>
      [full, fullLater].map((fail) => ({ name, fail, how: fail === full ? "at once" : "by promise" })),
    ),
  )("metadata fails in $name ($how): the run succeeds and says so; strict raises", async ({ name, fail }) => {
    const inner = memoryMetadata();
    let failures = 0;
    const metadataStore = failing<MetadataStore>(inner, [name], () => {
      failures += 1;
      return fail();
    });
    const resultStore = memoryResults();
    for (let turn = 0; turn < 2; turn++) {
      failures = 0;
      const ran = await nb.run(text, ["total", "small"], { ...asked, cache: { metadataStore, resultStore } });
      expect(ran.values).toEqual(expected);
      expect(ran.record.warnings).toEqual(
        failures === 0 || dispensable.includes(name)
          ? undefined
          : ["metadata could not be read or written (ENOSPC: no space left on device); the run goes on without"],
      );
      if (!later.includes(name) && turn === 0) expect(failures).toBeGreaterThan(0);
    }
    failures = 0;
    const strict = nb.run(text, ["small"], { inputs: { x: 2 }, cache: { metadataStore, resultStore, strict: true } });
    const raised = await strict.then(
      () => false,
      () => true,
    );
    expect(raised).toBe(failures > 0 && !dispensable.includes(name));
    const sound = await nb.run(text, ["total"], { ...asked, cache: { metadataStore: inner, resultStore } });
    expect(sound.values).toEqual({ total: 20001 });
  });

  it("metadata fails in everything: the run succeeds with one warning", async () => {
    const metadataStore = failing<MetadataStore>(memoryMetadata(), calls, full);
    for (let turn = 0; turn < 2; turn++) {
      const ran = await nb.run(text, ["total", "small"], {
        ...asked,
        cache: { metadataStore, resultStore: memoryResults() },
      });
      expect(ran.values).toEqual(expected);
      expect(ran.record.warnings).toEqual([
        "metadata could not be read or written (ENOSPC: no space left on device); the run goes on without",
      ]);
    }
    await expect(
      nb.run(text, ["total"], { ...asked, cache: { metadataStore, resultStore: memoryResults(), strict: true } }),
    ).rejects.toThrow("ENOSPC");
  });
});
