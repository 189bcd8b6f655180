// How many tests passed and failed, by vitest's own report? A file that could not be loaded is a failure too.

/**
 * @typedef {object} VitestReport The fields that we read of vitest's JSON report.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests Skipped ones.
 * @property {{ name: string, status: string, assertionResults: { status: string }[] }[]} testResults One per file.
 */

/**
 * @param {VitestReport | undefined} report Nothing if vitest ended without writing it.
 * @param {number} exitCode What vitest ended with.
 * @returns {import("./tally.mjs").Tally & { skipped: number }}
 */
export function countVitest(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  // An error outside of any test, such as an unhandled rejection, only shows in the exit code.
  const unseen = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + unseen, skipped: report.numPendingTests };
}
