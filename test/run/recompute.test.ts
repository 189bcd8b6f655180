import { describe, expect, it } from "vitest";
import { notebook, ranBy, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

const draw =
  "const world = globalThis as any;\nexport function draw() { world.tally('draw'); return world.next++; }\nexport function below(draw: number) { world.tally('below'); return draw * 10; }";
const world = globalThis as { next?: number };

describe("recompute", () => {
  it("replaces what every later run sees, also of a node whose value depends on more than its key", async () => {
    world.next = 1;
    expect((await nb.run(draw, ["below"])).values).toEqual({ below: 10 });
    const again = await nb.run(draw, ["below"], { recompute: ["draw"] });
    expect([again.values, again.words, again.why("draw")]).toEqual([
      { below: 20 },
      { draw: "executed", below: "executed" },
      ["asked to execute by execute({ recompute })"],
    ]);
    const [first, second] = await nb.runTwice(draw, ["draw", "below"]);
    expect([first.values, second.values, second.words]).toEqual([
      { draw: 2, below: 20 },
      { draw: 2, below: 20 },
      { draw: "hit", below: "hit" },
    ]);
  });

  it("R18: to the same value cuts off what is below", async () => {
    const text = "export function a() { return [1]; }\nexport function b(a: number[]) { return a.length; }";
    await nb.run(text, ["b"]);
    const ran = await nb.run(text, ["b"], { recompute: ["a"] });
    expect(ran.words).toEqual({ a: "unchanged", b: "hit" });
    expect((await nb.run(text, ["b"])).words).toEqual({ a: "hit", b: "hit" });
  });

  it("of everything, in one run or in every run of a driver", async () => {
    const text = "export function a(x: number) { return x; }\nexport function b(a: number) { return a; }";
    await nb.run(text, ["b"], { inputs: { x: 1 } });
    expect((await nb.run(text, ["b"], { inputs: { x: 1 }, recompute: true })).words).toEqual({
      x: "given",
      a: "unchanged",
      b: "unchanged",
    });
    for (let turn = 0; turn < 2; turn++) {
      const ran = await nb.run(text, ["b"], { inputs: { x: 1 }, cache: { recompute: ["a"] } });
      expect([ran.words, ran.why("a")]).toEqual([
        { x: "given", a: "unchanged", b: "hit" },
        ["asked to execute by withCache({ recompute })"],
      ]);
    }
    expect((await nb.run(text, ["b"], { inputs: { x: 1 } })).words).toEqual({ x: "given", a: "hit", b: "hit" });
  });

  it("reaches nodes of the asked part only", async () => {
    world.next = 1;
    await nb.run(draw, ["below"]);
    const ran = await nb.run(`${draw}\nexport function other() { return 1; }`, ["other"], { recompute: ["draw"] });
    expect([ran.words, count["draw"]]).toEqual([{ other: "executed" }, 1]);
    expect((await nb.run(draw, ["draw"])).values).toEqual({ draw: 1 });
  });

  it("never joins a computation that is under way, and the newest execution wins, whichever ends last", async () => {
    const text =
      "const world = globalThis as any;\nexport async function draw() { const mine = world.next++; await world.doors[mine]; return mine; }";
    const doors: Promise<void>[] = [];
    const open: (() => void)[] = [];
    for (let i = 0; i < 3; i++) doors.push(new Promise((resolve) => open.push(resolve)));
    Object.assign(globalThis, { next: 0, doors });
    const [older, newer] = [nb.driver(text), nb.driver(text)];
    const first = older.execute(["draw"]);
    await turns();
    const second = newer.execute(["draw"], { recompute: ["draw"] });
    await turns();
    open[1]!();
    expect(await second).toEqual({ draw: 1 });
    open[0]!();
    expect(await first).toEqual({ draw: 0 });
    expect((await ranBy(nb.driver(text), ["draw"])).values).toEqual({ draw: 1 });
  });
});

describe("two drivers of one process at once", () => {
  const text =
    "const world = globalThis as any;\nexport async function slow(x: number) { world.tally('slow'); await world.doors[0]; if (x < 0) throw new Error('below zero'); return [x]; }\nexport function after(slow: number[]) { world.tally('after'); return slow[0]! + 1; }";
  const door = () => {
    let open!: () => void;
    Object.assign(globalThis, {
      doors: [
        new Promise<void>((resolve) => {
          open = resolve;
        }),
      ],
    });
    return open;
  };

  it("R25: compute one key once; the other run says that it was a hit", async () => {
    const open = door();
    const runs = [
      ranBy(nb.driver(text), ["after"], { inputs: { x: 1 } }),
      ranBy(nb.driver(text), ["after", "slow"], { inputs: { x: 1 } }),
    ];
    await turns();
    open();
    const [first, second] = await Promise.all(runs);
    expect([first!.values, second!.values]).toEqual([{ after: 2 }, { after: 2, slow: [1] }]);
    expect([first!.words["slow"], second!.words["slow"]]).toEqual(["executed", "hit"]);
    expect(count["slow"]).toBe(1);
    expect((await nb.run(text, ["after"], { inputs: { x: 1 } })).words["after"]).toBe("hit");
  });

  it("share the failure of the one that started, and both try again next time", async () => {
    const open = door();
    const runs = [nb.driver(text), nb.driver(text)].map((dr) => dr.execute(["after"], { inputs: { x: -1 } }));
    await turns();
    open();
    const ends = await Promise.allSettled(runs);
    expect(ends.map((end) => end.status === "rejected" && String(end.reason))).toEqual(
      Array(2).fill("CellarError: `slow` failed: Error: below zero"),
    );
    expect(count["slow"]).toBe(1);
    await expect(nb.run(text, ["after"], { inputs: { x: -1 } })).rejects.toThrow("below zero");
    expect(count["slow"]).toBe(2);
  });

  it("one that is stopped does not take the other with it", async () => {
    const open = door();
    const stop = new AbortController();
    const stopped = nb.driver(text).execute(["after"], { inputs: { x: 1 }, signal: stop.signal });
    await turns();
    const other = ranBy(nb.driver(text), ["after"], { inputs: { x: 1 } });
    await turns();
    stop.abort();
    await expect(stopped).rejects.toThrow("interrupted");
    open();
    expect((await other).values).toEqual({ after: 2 });
    expect((await nb.run(text, ["after"], { inputs: { x: 1 } })).words["slow"]).toBe("hit");
  });

  it("compute a value that cannot be stored each for itself", async () => {
    const open = door();
    const live =
      "const world = globalThis as any;\nexport async function live(x: number) { world.tally('live'); await world.doors[0]; return () => x; }\nexport const after = (live: () => number) => live();";
    const runs = [nb.driver(live), nb.driver(live)].map((dr) => dr.execute(["after"], { inputs: { x: 1 } }));
    await turns();
    open();
    expect(await Promise.all(runs)).toEqual([{ after: 1 }, { after: 1 }]);
    expect(count["live"]).toBe(2);
  });
});

/** Lets everything run on that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
