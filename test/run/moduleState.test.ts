// What if bodies write into the constants of their module, or hand them out? No result may count on what no key holds.
import { describe, expect, it } from "vitest";
import { notebook, ranBy } from "../driver/notebook.ts";

const nb = notebook();

describe("a body that writes into a constant of its module", () => {
  const text = `const seen: number[] = [];
const write = (n: number) => (seen as any)["pu" + "sh"](n);
export function first(x: number) { write(x); return x; }
export function second(first: number) { return [first, seen.length]; }
export function other(x: number) { return x + 1; }`;

  it("is not stored, nor is what read the constant after it; both say why, what is beside them hits", async () => {
    for (let restart = 1; restart <= 2; restart++) {
      const ran = await nb.run(text, ["second", "other"], { inputs: { x: 7 } });
      expect(ran.values).toEqual({ second: [7, 1], other: 8 });
      expect([ran.words["first"], ran.words["second"], ran.words["other"]]).toEqual(
        restart === 1 ? ["executed", "executed", "executed"] : ["executed", "executed", "hit"],
      );
      for (const name of ["first", "second"]) {
        const detail = ran.record.detail[ran.record.graph.names.indexOf(name)];
        expect(detail?.reason).toBe("not stored: the constant `seen` changed while it ran, or before");
      }
    }
  });

  it("leaves the results of runs that came before it as they are", async () => {
    const reader = `const rates: any = { a: 1 };
const write = (to: object) => (Object as any)["as" + "sign"](to, { a: 5 });
export function read(x: number) { return rates.a + x; }
export function spoil(x: number) { write(rates); return x; }`;
    const dr = nb.driver(reader);
    expect((await ranBy(dr, ["read"], { inputs: { x: 1 } })).values).toEqual({ read: 2 });
    await ranBy(dr, ["spoil"], { inputs: { x: 1 } });
    const spoiled = await ranBy(dr, ["read"], { inputs: { x: 1 } });
    expect([spoiled.values, spoiled.words["read"]]).toEqual([{ read: 6 }, "executed"]);
    const restarted = await nb.run(reader, ["read"], { inputs: { x: 1 } });
    expect([restarted.values, restarted.words["read"]]).toEqual([{ read: 2 }, "hit"]);
  });
});

describe("a body that returns a constant of its module", () => {
  const text = `const table = [3, 1, 2];
const wide = Float64Array.from([3, 1, 2]);
export function rows() { return table; }
export function least(rows: number[]) { return rows.sort()[0]; }
export function cells() { return wide; }
export function most(cells: Float64Array) { return cells.sort()[2]; }
export function check(least: number, most: number) { return [least, most, ...table, ...wide]; }`;

  it("hands on a copy: who changes it does not change the constant", async () => {
    const names = ["rows", "cells", "check"];
    const expected = { rows: [3, 1, 2], cells: Float64Array.from([3, 1, 2]), check: [1, 3, 3, 1, 2, 3, 1, 2] };
    const [first, second] = await nb.runTwice(text, names);
    expect([first.values, second.values]).toEqual([expected, expected]);
    expect(second.words).toEqual({ rows: "hit", least: "hit", cells: "hit", most: "hit", check: "hit" });
  });

  it("so does the caller", async () => {
    const dr = nb.driver(text);
    const { values } = await ranBy(dr, ["rows"]);
    (values["rows"] as number[]).push(99);
    expect((await ranBy(dr, ["check"])).values).toEqual({ check: [1, 3, 3, 1, 2, 3, 1, 2] });
  });
});
