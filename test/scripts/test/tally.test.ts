import { expect, test } from "vitest";
import { addTallies, oneCheck, tallyExitCode, tallyLine } from "../../../scripts/test/tally.mjs";

test("the last line adds up all parts", () => {
  expect(tallyLine(addTallies([oneCheck(true), oneCheck(false), { passed: 40, failed: 2 }]))).toBe(
    "41 passed, 3 failed",
  );
});

test("a run in which nothing was tried fails", () => {
  expect(tallyExitCode(addTallies([]))).toBe(1);
});

test("one failure among many fails the run", () => {
  expect(tallyExitCode({ passed: 500, failed: 1 })).toBe(1);
  expect(tallyExitCode({ passed: 500, failed: 0 })).toBe(0);
});
