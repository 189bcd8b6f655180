import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Builder } from "../../../src/index.ts";
import { notebook } from "../../driver/notebook.ts";

const nb = notebook();

/** How many bodies are in flight, the most that ever were, and how many have begun. */
let flight = { now: 0, most: 0, begun: 0 };
beforeEach(() => {
  flight = { now: 0, most: 0, begun: 0 };
  const body = async (): Promise<void> => {
    flight.begun++;
    flight.most = Math.max(flight.most, ++flight.now);
    await turns();
    flight.now--;
  };
  Object.assign(globalThis, { flight: { body, begun: () => flight.begun } });
});
afterEach(() => {
  delete (globalThis as Record<string, unknown>)["flight"];
});

async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const text = `import { collect, type Each, parallelizable } from "cellar";
const flight = (globalThis as any).flight;
export const item = parallelizable((count: number) => Array.from({ length: count }, (_, i) => i));
export const half = async (item: Each<number>) => { await flight.body(); return item / 2; };
export const twice = async (item: Each<number>) => { await flight.body(); return item * 2; };
export const halves = collect({}, (half: number[]) => half.reduce((a, b) => a + b, 0));
export const doubles = collect({}, (twice: number[]) => twice.reduce((a, b) => a + b, 0));
export const a = async () => { await flight.body(); return 1; };
export const b = async () => { await flight.body(); return 2; };
export const c = async () => { await flight.body(); return 3; };
export const fails = async () => { while (flight.begun() < 2) await new Promise((done) => setImmediate(done)); throw new Error("no luck"); };`;

const uncached = () => new Builder().withModules(nb.cell(text)).build();
const names = ["halves", "doubles", "a", "b", "c"];
const asking = { inputs: { count: 10 } };
const sums = { halves: 22.5, doubles: 90, a: 1, b: 2, c: 3 };

describe.each([1, 3, 16])("concurrency %i", (concurrency) => {
  it("is of the whole run, without a cache as with one: items of all lists and other nodes together", async () => {
    for (const dr of [uncached(), nb.driver(text)]) {
      flight.most = 0;
      expect(await dr.execute(names, { ...asking, concurrency })).toEqual(sums);
      expect(flight).toMatchObject({ now: 0, most: concurrency });
    }
  });
});

describe("without a cache", () => {
  it('no item begins once the run has failed with onError: "stop"', async () => {
    const running = uncached().execute(["halves", "fails"], { ...asking, concurrency: 2, onError: "stop" });
    await expect(running).rejects.toThrow("no luck");
    const { begun } = flight;
    await turns(50);
    expect([flight.begun, begun < 10]).toEqual([begun, true]);
  });

  it("no item begins once the run was aborted", async () => {
    const stop = new AbortController();
    const running = uncached().execute(["halves"], { ...asking, concurrency: 2, signal: stop.signal });
    while (flight.begun < 2) await turns(1);
    stop.abort();
    await expect(running).rejects.toThrow("interrupted");
    const { begun } = flight;
    await turns(50);
    expect([flight.begun, begun < 10]).toEqual([begun, true]);
  });

  it("items that wait for a slot go on where another node has failed, and the run goes on", async () => {
    const running = uncached().execute(["halves", "fails"], { ...asking, concurrency: 2, onError: "continue" });
    await expect(running).rejects.toThrow("no luck");
    expect(flight.begun).toBe(10);
  });
});
