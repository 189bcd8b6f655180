// How many checks passed and failed? One line, the last that a test run prints.

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * @param {readonly Tally[]} parts
 * @returns {Tally}
 */
export function addTallies(parts) {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
  };
}

/**
 * @param {Tally} tally
 * @returns {string} The last line.
 */
export function tallyLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/**
 * @param {Tally} tally
 * @returns {number} The exit code: nothing tried is a failure too.
 */
export function tallyExitCode({ passed, failed }) {
  return failed > 0 || passed === 0 ? 1 : 0;
}

/**
 * @param {boolean} isRight
 * @returns {Tally} A part that counts as one check.
 */
export function oneCheck(isRight) {
  return isRight ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
