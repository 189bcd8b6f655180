// How does a script begin and end? Signals reach its commands, a failure is told with its remedy, the exit code is right.
import { endWithChildren } from "./child.mjs";
import { tellFailure } from "./failure.mjs";

/**
 * Runs a script's main function.
 *
 * @param {() => Promise<number>} run Returns the exit code.
 */
export async function main(run) {
  endWithChildren();
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(`\n${tellFailure(error)}`);
    process.exitCode = 1;
  }
}
