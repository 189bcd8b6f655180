// How does a test run end? Its parts one after the other, then one line with the sum, whatever happened before.
import { isRefusal, tellFailure } from "../process/failure.mjs";
import { addTallies, oneCheck, tallyExitCode, tallyLine } from "./tally.mjs";

/**
 * @param {readonly (() => Promise<import("./tally.mjs").Tally>)[]} parts A part that throws counts as failed and ends the run.
 * @throws {import("../process/failure.mjs").Failure} A refusal: no test was asked for, and no line tells of any.
 * @returns {Promise<number>} The exit code.
 */
export async function runParts(parts) {
  /** @type {import("./tally.mjs").Tally[]} */
  const tallies = [];
  try {
    for (const part of parts) tallies.push(await part());
  } catch (error) {
    if (isRefusal(error)) throw error;
    console.log(`\n${tellFailure(error)}`);
    tallies.push(oneCheck(false));
  }
  const sum = addTallies(tallies);
  console.log(`\n${tallyLine(sum)}`);
  return tallyExitCode(sum);
}
