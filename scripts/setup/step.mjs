// Must a step be done, and how is it done so that an interruption leaves it undone?
import fs from "node:fs";
import { showProgress } from "../process/progress.mjs";
import { readStamp, removeStamp, writeStamp } from "./stamp.mjs";

/**
 * @typedef {object} Step
 * @property {string} name What the user reads, such as "packages".
 * @property {string} stamp Where the stamp lies: beside what the step makes.
 * @property {() => string} digest The digest of the step's inputs.
 * @property {readonly string[]} makes Paths that exist once it is done.
 * @property {() => boolean} [stillRuns] Asked each time, where what exists may have ceased to work.
 * @property {() => Promise<boolean>} [isDoneByHand] Is the work there already, although no stamp says so?
 * @property {(note: (text: string) => void) => Promise<void>} run
 */

/**
 * @param {Step} step
 * @returns {boolean}
 */
export function isDone(step) {
  if (readStamp(step.stamp) !== step.digest() || !step.makes.every((made) => fs.existsSync(made))) return false;
  return step.stillRuns?.() ?? true;
}

/**
 * Does a step unless it is done, and stamps it last.
 *
 * @param {Step} step
 * @param {{ force?: boolean, show?: (title: string) => import("../process/progress.mjs").Progress }} [options]
 * @returns {Promise<"unchanged" | "found" | "done">}
 */
export async function doStep(step, { force = false, show = showProgress } = {}) {
  if (!force && isDone(step)) return "unchanged";
  const progress = show(`setup: ${step.name}`);
  try {
    // Taken before the work: what is edited meanwhile counts as changed next time.
    const digest = step.digest();
    const found = !force && (await step.isDoneByHand?.()) === true;
    if (!found) {
      removeStamp(step.stamp);
      await step.run(progress.note);
    }
    writeStamp(step.stamp, digest);
    progress.end(found ? "found" : "done");
    return found ? "found" : "done";
  } catch (error) {
    progress.end("failed");
    throw error;
  }
}
