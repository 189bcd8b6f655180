import { describe, expect, it } from "vitest";
import { notebook, ranBy } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

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

  it("a fan of 10,000 nodes beside each other, all read by one: executed, then all hits; an edit of one executes two", async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
    const text = (last: number) =>
      [
        ...names.map((name, i) => `export function ${name}(seed: number) { return seed + ${i === 9999 ? last : i}; }`),
        `export function all(${names.map((name) => `${name}: number`)}) { let sum = 0; for (const one of arguments) sum += one; return sum; }`,
      ].join("\n");
    const sum = (10_000 * 9_999) / 2;
    const cell = nb.cell(text(9999));
    const first = await nb.run(cell, ["all"], { inputs: { seed: 1 } });
    expect([first.values, first.record.counts]).toMatchObject([{ all: sum + 10_000 }, { executed: 10_001, failed: 0 }]);
    const dr = nb.driver(cell);
    const plan = await dr.plan(["all"], { inputs: { seed: 1 } });
    const second = await ranBy(dr, ["all"], { inputs: { seed: 1 } });
    expectPlanKept(plan, second.record);
    expect([second.values, second.record.counts.hit]).toEqual([first.values, 10_001]);
    const edited = await nb.run(text(20_000), ["all"], { inputs: { seed: 1 } });
    expect([edited.values, edited.record.counts]).toMatchObject([
      { all: sum + 10_000 - 9999 + 20_000 },
      { executed: 2, hit: 9_999 },
    ]);
  });

  it("a value nested a hundred thousand deep is stored and read, and one that differs at its end alone is another", async () => {
    const text = `export function deep(n: number, end: string) { let v: unknown = end; for (let i = 0; i < n; i++) v = i % 2 ? [v] : { v }; return v; }
export function depth(deep: any) { let n = 0; let v = deep; while (typeof v === "object") { v = Array.isArray(v) ? v[0] : v.v; n++; } return [n, v]; }`;
    const asked = (end: string) => ({ inputs: { n: 100_000, end } });
    const [first, second] = await nb.runTwice(text, ["depth", "deep"], asked("a"));
    expect([first.values["depth"], second.values["depth"], second.words["deep"]]).toEqual([
      [100_000, "a"],
      [100_000, "a"],
      "hit",
    ]);
    const other = await nb.run(text, ["depth"], asked("b"));
    expect([other.values["depth"], other.words["depth"]]).toEqual([[100_000, "b"], "executed"]);
  });

  it("R15: a value of 2 to the power of 1,000 paths over 1,001 objects is stored once each, and shared as before when it is read", async () => {
    const text = `export function shared(n: number) { let v: unknown[] = ["end"]; for (let i = 0; i < n; i++) v = [v, v]; return v; }
export function copied(n: number) { let v: unknown[] = ["end"]; for (let i = 0; i < n; i++) v = [v, i === 0 ? [...v] : v]; return v; }
export function found(shared: any, copied: any) {
  const levels = (v: any) => { let n = 0; while (v[0] === v[1]) { v = v[0]; n++; } return n; };
  return [levels(shared), levels(copied)];
}`;
    const [first, second] = await nb.runTwice(text, ["found", "shared", "copied"], { inputs: { n: 1000 } });
    expect(first.values["found"]).toEqual([1000, 999]);
    expect(second.words).toEqual({ n: "given", shared: "hit", copied: "hit", found: "hit" });
    let [level, value] = [0, second.values["shared"] as unknown[]];
    while (value[0] === value[1]) [level, value] = [level + 1, value[0] as unknown[]];
    expect([level, value]).toEqual([1000, ["end"]]);
    const edited = await nb.run(text.replace("return [levels", "return ['again', levels"), ["found"], {
      inputs: { n: 1000 },
    });
    expect(edited.values["found"]).toEqual(["again", 1000, 999]);
  });
});
