import { expect, test } from "vitest";
import { silence } from "../../../src/run/lease/silence.ts";

const lease = { fence: 7, beatAt: 1000 };
const terms = { expiryMs: 100, mostGapMs: 40 };

test("R25: a lease is silent once nothing was heard of it for the whole time, on the listener's own clock", () => {
  const isSilent = silence(lease, 5000, terms);
  expect([5030, 5060, 5099, 5100].map((at) => isSilent(lease, at))).toEqual([false, false, false, true]);
});

test("R25: each sign of life, and a new owner, begins the time anew, whatever its clock says", () => {
  const isSilent = silence(lease, 0, terms);
  expect([30, 60, 90].map((at) => isSilent(lease, at))).toEqual([false, false, false]);
  expect(isSilent({ ...lease, beatAt: 3 }, 120)).toBe(false);
  expect([150, 180, 210].map((at) => isSilent({ ...lease, beatAt: 3 }, at))).toEqual([false, false, false]);
  expect(isSilent({ fence: 8, beatAt: 3 }, 219)).toBe(false);
  expect([259, 299, 339].map((at) => isSilent({ fence: 8, beatAt: 3 }, at))).toEqual([false, false, true]);
});

test("R25: a listener that was stopped itself has not heard silence", () => {
  const isSilent = silence(lease, 0, terms);
  expect([10_000, 20_000].map((at) => isSilent(lease, at))).toEqual([false, false]);
  expect(isSilent(lease, 20_020)).toBe(true);
});
