import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Builder, moduleFromText } from "../../src/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const basics = (rate = "0.73") => `
export const rates = { Canada: ${rate} };
const trim = (text: string) => text.trim();
export function rawData(): { country: string; amount: number }[] {
  return [{ country: trim(" Canada "), amount: 100 }, { country: "USA", amount: 10 }];
}
export function processedData(rawData: { country: string; amount: number }[], cutoff: number) {
  return rawData.filter((row) => row.amount > cutoff).map((row) => ({ ...row, usd: row.amount * (row.country === "Canada" ? rates.Canada : 1) }));
}
export async function total(processedData: { usd: number }[]): Promise<number> {
  return processedData.reduce((sum, row) => sum + row.usd, 0);
}
`;

const driverOf = (text: string) =>
  new Builder()
    .withModules(moduleFromText(text, { name: "basics", folder }))
    .withCache({ path: path.join(folder, ".cellar") })
    .build();

describe("from a text to hits", () => {
  it("executes once, then hits, also with a new driver", async () => {
    const dr = driverOf(basics());
    expect(await dr.execute(["total"], { inputs: { cutoff: 5 } })).toEqual({ total: 83 });
    expect((await dr.cache.run()).status).toBe("xgxx");
    const again = driverOf(basics());
    expect(await again.execute(["total"], { inputs: { cutoff: 5 } })).toEqual({ total: 83 });
    expect((await again.cache.run()).status).toBe("hghh");
    await dr.close();
    await again.close();
  });

  it("says why: a constant changed, and what follows from it", async () => {
    const first = driverOf(basics());
    await first.execute(["total"], { inputs: { cutoff: 5 } });
    const second = driverOf(basics("0.71"));
    await second.execute(["total"], { inputs: { cutoff: 5 } });
    expect((await second.cache.run()).status).toBe("hgxx");
    expect(String(await second.explain("processedData")).split("\n")[0]).toBe(
      "`processedData` executed because `rates` changed: Canada 0.73 → 0.71.",
    );
    expect(String(await second.explain("total"))).toContain(
      "`total` executed because of `processedData`: `rates` changed: Canada 0.73 → 0.71; then `processedData` changed.",
    );
    expect(await second.cache.viewRun().text()).toMatch(
      /^2 executed, 1 hit.*\n✓ rawData +hit.*\n◇ cutoff +given +5\n▶ processedData +executed/,
    );
    expect(String(await second.plan(["total"], { inputs: { cutoff: 6 } }))).toMatch(
      /^1 execute, 1 may execute \(only if `processedData` changes\), 1 hit, .*\n {2}processedData: execute, the input `cutoff` changed: 5 → 6\n/,
    );
    await first.close();
    await second.close();
  });
});
