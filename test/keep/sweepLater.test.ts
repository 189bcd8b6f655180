import { expect, test } from "vitest";
import { type Later, sweepLater } from "../../src/keep/sweepLater.ts";

/** A clock that strikes when it is told to. */
function alarm() {
  const waiting = new Set<() => void>();
  const asked: number[] = [];
  const later: Later = (work, ms) => {
    asked.push(ms);
    waiting.add(work);
    return { stop: () => waiting.delete(work) };
  };
  const strike = async () => {
    const due = [...waiting];
    waiting.clear();
    for (const work of due) work();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { later, strike, asked, waiting };
}

test("what was marked is swept after the grace, once, and again while something has to wait", async () => {
  const clock = alarm();
  const left = [2, 1, 0];
  let swept = 0;
  const sweeper = sweepLater(clock.later, async () => ({ payloads: 1, bytes: 1, left: left[swept++]! }));
  sweeper.begin();
  sweeper.begin();
  expect(clock.waiting.size).toBe(1);
  for (const more of [1, 1, 0]) {
    await clock.strike();
    expect(clock.waiting.size).toBe(more);
  }
  expect([swept, clock.asked]).toEqual([3, [60_001, 60_001, 60_001]]);
  sweeper.begin();
  expect(clock.waiting.size).toBe(1);
});

test("stopped, it sweeps no more, and begins no more; also where a sweep is under way", async () => {
  const clock = alarm();
  let swept = 0;
  const sweeper = sweepLater(clock.later, async () => ({ payloads: 0, bytes: 0, left: ++swept }));
  sweeper.begin();
  const striking = clock.strike();
  sweeper.stop();
  await striking;
  sweeper.begin();
  await clock.strike();
  expect([swept, clock.waiting.size]).toEqual([1, 0]);
});

test("a store that fails is left to whoever uses it next", async () => {
  const clock = alarm();
  const sweeper = sweepLater(clock.later, () => Promise.reject(new Error("closed")));
  sweeper.begin();
  await clock.strike();
  expect(clock.waiting.size).toBe(0);
});
