// Does a clock that goes backwards, or leaps, make anything stale? What is newer is told by order, never by the time.
import { describe, expect, it } from "vitest";
import { type AnyDriver, notebook, ranBy, tallies } from "../driver/notebook.ts";
import { shiftedClock } from "../keep/clock.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();
const count = tallies();
const clock = shiftedClock();
const DAY_MS = 86_400_000;

const text = (options = "{}") => `import { cache } from "cellar";
const world = globalThis as any;
export const drawn = cache(${options}, (): number => { world.tally("drawn"); return world.count(); });
export function below(drawn: number): string { return "value " + drawn; }`;

function counting(): void {
  let drawn = 0;
  Object.assign(globalThis, { count: () => ++drawn });
}

async function kept(dr: AnyDriver, asking = {}) {
  const plan = await dr.plan(["below"], asking);
  const ran = await ranBy(dr, ["below"], asking);
  expectPlanKept(plan, ran.record);
  expect(ran.record.warnings).toBeUndefined();
  return ran;
}

describe.each([-DAY_MS, -1000 * DAY_MS, 1000 * DAY_MS])("a clock that jumps by %i ms between runs", (ms) => {
  it("R24: what was recomputed last is what later runs see, whatever the time says", async () => {
    counting();
    expect((await kept(nb.driver(text()))).values).toEqual({ below: "value 1" });
    clock.pass(ms);
    expect((await kept(nb.driver(text()))).words).toEqual({ drawn: "hit", below: "hit" });
    expect((await kept(nb.driver(text()), { recompute: ["drawn"] })).values).toEqual({ below: "value 2" });
    clock.pass(-ms);
    const last = await kept(nb.driver(text()));
    expect([last.values, last.words, count["drawn"]]).toEqual([
      { below: "value 2" },
      { drawn: "hit", below: "hit" },
      2,
    ]);
  });

  it("the history keeps the order in which runs began, and the baseline is the last of them", async () => {
    counting();
    const [one, two, three] = ["'one '", "'two '", "'three '"].map((word) => text().replace('"value "', word));
    const first = await kept(nb.driver(one!));
    clock.pass(ms);
    const second = await kept(nb.driver(two!));
    clock.pass(ms);
    const dr = nb.driver(three!);
    const last = await kept(dr);
    expect(last.why("below").join()).toMatch(/two .*→.*three /);
    const { runs } = await dr.cache.history();
    expect(runs.map(({ run }) => run)).toEqual([first, second, last].map(({ record }) => record.run));
    for (const { ms: took } of runs) expect(took).toBeGreaterThanOrEqual(0);
  });
});

describe("R30: ttlMs", () => {
  const aged = text("{ ttlMs: 1000000 }");

  it("a result of the future, from before the clock went back, is not taken", async () => {
    counting();
    await kept(nb.driver(aged));
    expect((await kept(nb.driver(aged))).words["drawn"]).toBe("hit");
    clock.pass(-DAY_MS);
    const back = await kept(nb.driver(aged));
    expect([back.values, count["drawn"]]).toEqual([{ below: "value 2" }, 2]);
    expect(back.why("drawn")).not.toEqual([]);
    expect((await kept(nb.driver(aged))).values).toEqual({ below: "value 2" });
  });

  it("a run in the middle of which the clock goes back ends, and the next is right", async () => {
    counting();
    const dr = nb.driver(aged);
    Object.assign(globalThis, {
      count: () => {
        clock.pass(-DAY_MS);
        return 5;
      },
    });
    expect((await ranBy(dr, ["below"])).values).toEqual({ below: "value 5" });
    expect((await kept(nb.driver(aged))).values).toEqual({ below: "value 5" });
  });
});
