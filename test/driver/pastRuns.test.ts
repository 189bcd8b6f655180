import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { notebook } from "./notebook.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const nb = notebook();

const TEXT = `
export function rows(n: number): number[] { return Array.from({ length: n }, (_, at) => at); }
export function sum(rows: number[]): number { return rows.reduce((all, one) => all + one, 0); }
`;

it("keeps no values of the runs that a driver remembers, whether executed or read", async () => {
  const dr = nb.driver(TEXT);
  const run = async (n: number): Promise<WeakRef<object>> => {
    const { rows } = await dr.execute(["rows", "sum"], { inputs: { n } });
    return new WeakRef(rows as object);
  };
  const seen = [await run(10), await run(10), await run(20), await run(20)];
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  expect(seen.map((value) => value.deref() === undefined)).toEqual([true, true, true, true]);
  expect(dr.cache.runIds).toHaveLength(4);
  expect(await dr.cache.get("sum", dr.cache.runIds[0]!)).toBe(45);
});

it("remembers its newest 1,000 runs; earlier ones are in the store", async () => {
  const dr = nb.driver("export const twice = (n: number): number => 2 * n;");
  await dr.execute(["twice"], { inputs: { n: 1 } });
  const first = dr.cache.lastRunId!;
  for (let run = 0; run < 1000; run++) await dr.execute(["twice"], { inputs: { n: 1 } });
  expect(dr.cache.runIds).toHaveLength(1000);
  expect(dr.cache.runIds).not.toContain(first);
  expect((await dr.cache.run(first)).counts).toMatchObject({ executed: 1 });
});
