// Do the types hold, in the sources, the tests and these scripts?
import fs from "node:fs";
import path from "node:path";
import { compiledFolders } from "../setup/build.mjs";
import { project } from "../setup/project.mjs";
import { runCheck } from "./runCheck.mjs";

const tsc = path.join(project.modules, "typescript", "bin", "tsc");

/** What is compiled by others, or not at all. */
const onlyChecked = ["labextension", "test", "scripts", "bench"];

/** @returns {Promise<import("./tally.mjs").Tally>} */
export async function checkTypes() {
  const present = onlyChecked.filter((folder) => fs.existsSync(path.join(project.root, folder, "tsconfig.json")));
  return runCheck("types", [
    ...compiledFolders.map((folder) => [tsc, "-p", folder]),
    ...present.map((folder) => [tsc, "-p", folder, "--noEmit", "--incremental", "--tsBuildInfoFile", notesOf(folder)]),
  ]);
}

/**
 * @param {string} folder
 * @returns {string} What tsc remembers of a folder that it only checks: a second check takes a moment.
 */
function notesOf(folder) {
  return path.join(project.modules, ".cellar-setup", `${folder}.tsbuildinfo`);
}
