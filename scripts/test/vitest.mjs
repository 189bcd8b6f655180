// Do the tests pass? vitest shows them to people and counts them for us.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { project } from "../setup/project.mjs";
import { countVitest } from "./vitestCount.mjs";

const vitest = path.join(project.modules, "vitest", "vitest.mjs");

/**
 * @param {readonly string[]} args Passed on: paths, and vitest's own options.
 * @param {NodeJS.ProcessEnv} [env] Added to ours.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runVitest(args, env = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-test-"));
  const report = path.join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code } = await runChild(process.execPath, [vitest, "run", ...reporters, ...args], {
      cwd: project.root,
      env: { ...process.env, ...env },
      shown: true,
    });
    const count = countVitest(readReport(report), code);
    if (count.skipped > 0) console.log(`${count.skipped} tests were skipped.`);
    return count;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {import("./vitestCount.mjs").VitestReport | undefined}
 */
function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
}
