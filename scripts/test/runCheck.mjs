// Does a check made of commands hold? Quiet if so; otherwise all that they said.
import { runChild } from "../process/child.mjs";
import { showProgress } from "../process/progress.mjs";
import { project } from "../setup/project.mjs";
import { oneCheck } from "./tally.mjs";

/**
 * @param {string} name What the user reads.
 * @param {readonly (readonly string[])[]} commands Scripts for Node with their arguments; all run, although one fails.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runCheck(name, commands) {
  const progress = showProgress(`check: ${name}`);
  let complaints = "";
  for (const args of commands) {
    const ended = await runChild(process.execPath, [...args], { cwd: project.root });
    if (ended.code !== 0) complaints += ended.output;
  }
  progress.end(complaints === "" ? "ok" : "failed");
  if (complaints !== "") console.log(complaints.replace(/^/gm, "  | "));
  return oneCheck(complaints === "");
}
