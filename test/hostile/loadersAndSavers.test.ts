// Do loaders and savers keep apart what looks alike? Destinations, and data that is itself a pair.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { notebook, ranBy, tallies } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();
const count = tallies();

async function kept(text: string, names: readonly string[], inputs: Readonly<Record<string, unknown>>) {
  const dr = nb.driver(text);
  const plan = await dr.plan(names, { inputs });
  const ran = await ranBy(dr, names, { inputs });
  expectPlanKept(plan, ran.record);
  return ran;
}

describe("a saver", () => {
  const text = `import { writeFileSync } from "node:fs";
import { dataSaver } from "cellar";
export const saved = dataSaver((rows: number[], to: string) => {
  globalThis.tally("saved");
  writeFileSync(to, JSON.stringify(rows));
  return { path: to, sizeBytes: JSON.stringify(rows).length };
});`;

  it("writes to each destination, and a hit gives that destination's own metadata", async () => {
    const [one, two] = [`${nb.folder}/one.json`, `${nb.folder}/two.json`];
    for (const turn of [0, 1])
      for (const to of [one, two]) {
        const ran = await kept(text, ["saved"], { rows: [1, 2], to });
        expect(ran.values).toEqual({ saved: { path: to, sizeBytes: 5 } });
        expect(ran.words["saved"]).toBe(turn === 0 ? "executed" : "hit");
        expect(readFileSync(to, "utf8")).toBe("[1,2]");
      }
    expect(count).toEqual({ saved: 2 });
  });

  it("writes again when the data is another, also to where it has written before", async () => {
    const to = `${nb.folder}/one.json`;
    await kept(text, ["saved"], { rows: [1, 2], to });
    const other = await kept(text, ["saved"], { rows: [1, 2, 3], to });
    expect([other.values, readFileSync(to, "utf8")]).toEqual([{ saved: { path: to, sizeBytes: 7 } }, "[1,2,3]"]);
    expect(existsSync(`${nb.folder}/two.json`)).toBe(false);
  });
});

describe("a loader whose data is a pair, or looks like one", () => {
  it.each([
    ["a pair", ["first", { second: 2 }]],
    [
      "a list of pairs",
      [
        ["a", {}],
        ["b", {}],
      ],
    ],
    ["nothing", undefined],
    ["null", null],
    ["an empty list", []],
  ])("%s: gives all of it, executed and read", async (_what, expected) => {
    const text = `import { dataLoader } from "cellar";
export const rows = dataLoader((from: string): any => { globalThis.tally("rows"); return [${JSON.stringify(expected)}, { from }]; });
export function below(rows: any) { return { rows }; }`;
    const first = await kept(text, ["rows", "below", "rows.loader"], { from: "memory" });
    const all = { rows: expected, below: { rows: expected }, "rows.loader": [expected, { from: "memory" }] };
    expect(first.values).toEqual(all);
    const second = await kept(text, ["rows", "below", "rows.loader"], { from: "memory" });
    expect(second.values).toEqual(all);
    expect(second.words).toEqual({ from: "given", "rows.loader": "hit", rows: "hit", below: "hit" });
    expect(count).toEqual({ rows: 1 });
  });
});
