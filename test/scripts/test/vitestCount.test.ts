import { expect, test } from "vitest";
import { countVitest } from "../../../scripts/test/vitestCount.mjs";

function report(passed: number, failed: number, files: { status: string; tests: string[] }[] = []) {
  const testResults = files.map(({ status, tests }) => ({
    name: "a.test.ts",
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  }));
  return { numPassedTests: passed, numFailedTests: failed, numPendingTests: 0, testResults };
}

test("each test counts once", () => {
  const files = [{ status: "failed", tests: ["passed", "failed"] }];
  expect(countVitest(report(1, 1, files), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("a file that could not be loaded counts as a failure, although no test in it ran", () => {
  expect(countVitest(report(7, 0, [{ status: "failed", tests: [] }]), 1)).toMatchObject({ passed: 7, failed: 1 });
});

test("an error outside of any test counts as a failure", () => {
  expect(countVitest(report(7, 0), 1)).toMatchObject({ passed: 7, failed: 1 });
});

test("vitest that ends without a report counts as a failure", () => {
  expect(countVitest(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
});
