import { describe, expect, it } from "vitest";
import { Builder } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { notebook } from "./notebook.ts";

const nb = notebook();
const HEAD = 'import { cache } from "cellar";\n';
const DRAWS = `${HEAD}export const a = cache({ seed: true }, (seed: number): number => seed);
export const b = cache({ seed: true }, (seed: number): number => seed);`;
const STAMPS = `${HEAD}export const first = cache({ now: true }, (now: number): number => now);
export const second = cache({ now: true }, (first: number, now: number): number => now - first);`;

async function kept(text: string, names: readonly string[], seed?: string | number) {
  const dr = nb.driver(text);
  const asking = seed === undefined ? {} : { seed };
  return keptBy(dr, names, asking);
}

describe("R32: the seed of a run", () => {
  it("gives each node a number of its own, the same for the same seed, so that it hits", async () => {
    const first = await kept(DRAWS, ["a", "b"], 42);
    const { a, b } = first.values as { a: number; b: number };
    expect([Number.isInteger(a), a >= 0 && a < 2 ** 32, a === b]).toEqual([true, true, false]);
    const again = await kept(DRAWS, ["a", "b"], 42);
    expect([again.words, again.values]).toEqual([{ a: "hit", b: "hit" }, first.values]);
    expect(again.record.detail[0]?.marks).toBeUndefined();
  });

  it('another seed executes and says so; 1 and "1" are two; without one it is that of no seed, run after run', async () => {
    const first = await kept(DRAWS, ["a"], 1);
    const other = await kept(DRAWS, ["a"], "1");
    expect(other.values).not.toEqual(first.values);
    expect(other.why("a")).toEqual(['the seed of the run changed: 1 → "1"']);
    const [none, again] = [await kept(DRAWS, ["a"]), await kept(DRAWS, ["a"])];
    expect([none.words["a"], again.words["a"]]).toEqual(["executed", "hit"]);
    expect((await kept(DRAWS, ["a"], 1)).words["a"]).toBe("hit");
  });

  it("a node keeps its seed when steps or a check are put around it, also without a cache", async () => {
    const draw = "cache({ seed: true }, (seed: number): number => seed)";
    const first = await kept(`${HEAD}export const a = ${draw};`, ["a"], 1);
    for (const [around, inner] of [
      [`pipeOutput([step(same)], ${draw})`, "a.raw"],
      [`cache({ seed: true }, checkOutput({ type: "number" }, ${draw}))`, "a.unchecked"],
    ] as const) {
      const text = `import { cache, checkOutput, pipeOutput, step } from "cellar";
const same = (x: number): number => x;
export const a = ${around};`;
      const ran = await kept(text, ["a"], 1);
      expect([ran.values, ran.words[inner]]).toEqual([first.values, "hit"]);
      expect(await new Builder().withModules(nb.cell(text)).build().execute(["a"], { seed: 1 })).toEqual(first.values);
    }
  });

  it("a node that is renamed executes", async () => {
    await kept(DRAWS, ["a"], 1);
    expect((await kept(DRAWS.replaceAll("a =", "renamed ="), ["renamed"], 1)).words).toEqual({ renamed: "executed" });
  });

  it("is the same without a cache", async () => {
    const cached = await kept(DRAWS, ["a"], 7);
    expect(await new Builder().withModules(nb.cell(DRAWS)).build().execute(["a"], { seed: 7 })).toEqual(cached.values);
  });

  it("an edited node can be accepted for the runs of a seed, also by a new driver", async () => {
    const { values } = await kept(DRAWS, ["a"], 7);
    const edited = DRAWS.replaceAll("=> seed", "=> seed + 0");
    await expect(nb.driver(edited).accept("a")).rejects.toThrow("the seed of the run changed: 7 → none");
    await nb.driver(edited).accept("a", { seed: 7 });
    const again = await kept(edited, ["a"], 7);
    expect([again.words, again.values]).toEqual([{ a: "hit" }, values]);
  });

  it("a parameter called `seed` is an input as ever where the node does not ask for it", async () => {
    const text = "export function a(seed: number): number { return seed; }";
    expect((await nb.run(text, ["a"], { inputs: { seed: 3 }, seed: 9 })).values).toEqual({ a: 3 });
  });

  it("refuses what is no seed, and a function without the parameter", async () => {
    const dr = nb.driver(DRAWS);
    await expect(dr.execute(["a"], { seed: Number.NaN })).rejects.toThrow("{ seed } is a text or a finite number");
    const text = `${HEAD}export const a = cache({ seed: true }, (sead: number): number => sead);`;
    expect(() => nb.driver(text)).toThrow(
      "cache() binds `seed`, which is no parameter of the function. Did you mean `sead`?",
    );
  });
});

describe("R32: the time of a run", () => {
  it("is one moment for all nodes, another in each run without a seed", async () => {
    const before = Date.now();
    const ran = await kept(STAMPS, ["first", "second"]);
    expect(ran.values["second"]).toBe(0);
    expect(ran.values["first"]).toBeGreaterThanOrEqual(before);
    while (Date.now() <= (ran.values["first"] as number)) await new Promise((resolve) => setImmediate(resolve));
    const later = await kept(STAMPS, ["first", "second"]);
    expect(later.words["first"]).toBe("executed");
    expect(later.why("first")).toEqual([expect.stringMatching(/^the time of the run changed: \d{4}-.*Z → \d{4}-.*Z$/)]);
  });

  it("is that of the first run of the same seed, so that it hits, also in a new process's driver", async () => {
    const first = await kept(STAMPS, ["first"], "2024-09");
    await nb.close();
    while (Date.now() <= (first.values["first"] as number)) await new Promise((resolve) => setImmediate(resolve));
    const again = await kept(STAMPS, ["first"], "2024-09");
    expect([again.words, again.values]).toEqual([{ first: "hit" }, first.values]);
    expect((await kept(STAMPS, ["first"], "2024-10")).words).toEqual({ first: "executed" });
  });
});
