// Are the sources formatted, and free of what the linter forbids?
import path from "node:path";
import { project } from "../setup/project.mjs";
import { runCheck } from "./runCheck.mjs";

const biome = path.join(project.modules, "@biomejs", "biome", "bin", "biome");

/** @returns {Promise<import("./tally.mjs").Tally>} */
export function checkLint() {
  return runCheck("lint and format", [[biome, "ci", "--colors=off"]]);
}
