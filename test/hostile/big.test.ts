import { describe, expect, it } from "vitest";
import { notebook, ranBy } from "../driver/notebook.ts";

const nb = notebook();

/** Twenty chains side by side, and one node that reads the end of each. */
function wide(count: number): string {
  const chains = 20;
  const lines = Array.from({ length: count - 1 }, (_, i) => {
    const dep = i < chains ? "seed" : `n${i - chains}`;
    return `export function n${i}(${dep}: number) { return ${dep} + ${i}; }`;
  });
  const ends = Array.from({ length: chains }, (_, i) => `n${count - 2 - i}`);
  return [
    ...lines,
    `export function last(${ends.map((end) => `${end}: number`)}) { return ${ends.join(" + ")}; }`,
  ].join("\n");
}

function chain(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const dep = i === 0 ? "seed" : `n${i - 1}`;
    return `export function n${i}(${dep}: number) { return (${dep} * 31 + ${i}) % 1000003; }`;
  }).join("\n");
}

const chainValue = (count: number) =>
  Array.from({ length: count }).reduce((value: number, _, i) => (value * 31 + i) % 1000003, 1);

describe("large dataflows", () => {
  it.each([
    ["a notebook of 1,000 nodes", wide(1000), "last", 1000, undefined],
    ["a chain of 10,000", chain(10_000), "n9999", 10_000, chainValue(10_000)],
  ] as const)(
    "%s: executed, then all hits with a new driver; its history, text and picture stay small",
    async (_what, text, name, count, value) => {
      const cell = nb.cell(text);
      const first = await nb.run(cell, [name], { inputs: { seed: 1 } });
      expect(first.record.counts).toMatchObject({ executed: count, hit: 0, failed: 0 });
      if (value !== undefined) expect(first.values).toEqual({ [name]: value });

      const dr = nb.driver(cell);
      const second = await ranBy(dr, [name], { inputs: { seed: 1 } });
      expect([second.values, second.record.counts.hit]).toEqual([first.values, count]);

      const third = await ranBy(dr, [name], { inputs: { seed: 2 } });
      expect(third.record.counts.executed).toBe(count);
      const history = await dr.cache.history();
      expect(JSON.stringify(history).length).toBeLessThan(3 * 1024 * 1024);
      expect(history.runs.length + (history.more ?? 0)).toBe(3);
      for (const view of [dr.cache.viewRun(), dr.cache.viewHistory()]) {
        expect((await view.text()).split("\n").length).toBeLessThan(250);
        expect((await view.svg()).length).toBeLessThan(120 * 1024);
      }
      expect(String(await dr.plan([name], { inputs: { seed: 3 } }))).toMatch(
        new RegExp(`^1 execute, ${count - 1} may execute|^20 execute, ${count - 20} may execute`),
      );
    },
  );

  it("a value nested ten thousand deep is stored and read", async () => {
    const text =
      "export function deep(n: number) { let v: unknown = 1; for (let i = 0; i < n; i++) v = [v]; return v; }\nexport function depth(deep: unknown) { let n = 0; for (let v = deep; Array.isArray(v); v = v[0]) n++; return n; }";
    const [first, second] = await nb.runTwice(text, ["depth", "deep"], { inputs: { n: 10_000 } });
    expect([first.values["depth"], second.values["depth"], second.words["deep"]]).toEqual([10_000, 10_000, "hit"]);
  });
});
