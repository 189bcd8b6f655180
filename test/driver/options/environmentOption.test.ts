// R11: can fields of the environment be left out of the keys?
import { afterEach, describe, expect, it } from "vitest";
import { Builder, workersExecutor } from "../../../src/index.ts";
import { type AnyDriver, notebook, ranBy } from "../notebook.ts";

const nb = notebook();
const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const TEXT = "export function day(): number { return new Date(0).getHours(); }";

describe("R11: withCache({ environment })", () => {
  it("a result of another time zone is a hit where the zone is left out, and the record says so", async () => {
    const environment = { timezone: "ignore" } as const;
    process.env["TZ"] = "UTC";
    expect((await ranBy(nb.driver(TEXT, { environment }), ["day"])).values).toEqual({ day: 0 });
    process.env["TZ"] = "Asia/Tokyo";
    const elsewhere = await ranBy(nb.driver(TEXT, { environment }), ["day"]);
    expect([elsewhere.words, elsewhere.values]).toEqual([{ day: "hit" }, { day: 0 }]);
    expect(elsewhere.record.by.ignores).toEqual(["timezone"]);
    const strict = await ranBy(nb.driver(TEXT), ["day"]);
    expect([strict.values, strict.why("day")]).toEqual([{ day: 9 }, ["environment: timezone ignored → Asia/Tokyo"]]);
    expect(strict.record.by.ignores).toBeUndefined();
  });

  it("is no reason for a worker thread to refuse a body", async () => {
    const dr = new Builder()
      .withModules(nb.cell("export function day(x: number): number { return x; }"))
      .withCache({ path: nb.cache, environment: { locale: "ignore", node: "ignore" } })
      .withExecutor(workersExecutor({ threads: 1 }))
      .build() as unknown as AnyDriver;
    const { record } = await ranBy(dr, ["day"], { inputs: { x: 1 } });
    expect(record.detail[1]?.on).toBe("workers");
    await dr.close();
  });

  it.each([
    [{ timezon: "ignore" }, /no field `timezon` to leave out\. Did you mean `timezone`/],
    [{ timezone: "UTC" }, /is "ignore" or left out, not "UTC"/],
    [{ formats: "ignore" }, /no field `formats`/],
  ])("%o is an error at build()", (environment, said) => {
    expect(() => nb.driver(TEXT, { environment: environment as never })).toThrow(said);
  });
});
