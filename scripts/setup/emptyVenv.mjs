// How is an empty virtual environment made, with nothing but pip? In two steps, so that the cause of a failure is seen.
import { runChild } from "../process/child.mjs";
import { explainFailure } from "../process/failure.mjs";
import { venvPython } from "./project.mjs";
import { findPython, lacksVenv } from "./python.mjs";
import { pythonEnvironment } from "./pythonEnvironment.mjs";

/**
 * @param {string} folder Emptied if it is there.
 * @param {(text: string) => void} note
 * @param {import("./python.mjs").Python} [python] The first suitable one by default.
 * @throws {import("../process/failure.mjs").Failure} With a remedy.
 */
export async function makeEmptyVenv(folder, note, python = findPython()) {
  note(`venv with Python ${python.version}`);
  const [program = "", ...args] = python.command;
  await run(python, "python -m venv", program, [...args, "-m", "venv", "--clear", "--without-pip", folder]);
  // `venv` would do it too, but keeps to itself what ensurepip says: that the disk is full, for example.
  note("ensurepip");
  await run(python, "python -m ensurepip", venvPython(folder), ["-Im", "ensurepip", "--upgrade", "--default-pip"]);
}

/**
 * @param {import("./python.mjs").Python} python
 * @param {string} what
 * @param {string} command
 * @param {readonly string[]} args
 */
async function run(python, what, command, args) {
  const ended = await runChild(command, args, { env: pythonEnvironment() });
  if (ended.code === 0) return;
  if (/No module named '?(venv|ensurepip)\b|ensurepip is (not available|disabled)/.test(ended.output)) {
    throw lacksVenv(python);
  }
  throw explainFailure(what, ended.output);
}
