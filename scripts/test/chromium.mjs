// Which Chromium do the browser tests drive? The one named, one that is installed, or one that we may install.
import fs from "node:fs";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { Failure } from "../process/failure.mjs";
import { showProgress } from "../process/progress.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const usualPlaces = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const remedies = {
  linux: "Debian: sudo apt install chromium\nUbuntu: sudo snap install chromium\nFedora: sudo dnf install chromium",
  darwin: "brew install --cask chromium",
  win32: "winget install Google.Chrome",
};

/**
 * @typedef {{ env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform }} Surroundings
 */

/**
 * @param {Surroundings} [surroundings]
 * @returns {string | undefined} The program's path.
 * @throws {Failure} If CHROMIUM names a program that is not there.
 */
export function findChromium({ env = process.env, platform = process.platform } = {}) {
  if (env.CHROMIUM) {
    if (fs.existsSync(env.CHROMIUM)) return env.CHROMIUM;
    throw new Failure(`CHROMIUM is set to "${env.CHROMIUM}", where nothing is.`, "Correct or unset it.");
  }
  const folders = (env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const suffix = platform === "win32" ? ".exe" : "";
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  return [...onPath, ...(usualPlaces[platform] ?? [])].find((place) => fs.existsSync(place));
}

/**
 * Finds Chromium, and installs it where that is ours to do: as root on a system with apt.
 *
 * @param {Surroundings} [surroundings]
 * @returns {Promise<string>} The program's path.
 * @throws {Failure} With what to install.
 */
export async function provideChromium({ env = process.env, platform = process.platform } = {}) {
  const found = findChromium({ env, platform });
  if (found !== undefined) return found;
  if (platform === "linux" && process.getuid?.() === 0 && (await aptInstall("chromium", env))) {
    const installed = findChromium({ env, platform });
    if (installed !== undefined) return installed;
  }
  const remedy = remedies[platform] ?? "Install Chromium or Chrome.";
  throw new Failure(
    "The browser tests need Chromium.",
    `${remedy}\nIf it is installed elsewhere: CHROMIUM=/path/to/it npm test`,
  );
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>}
 */
async function aptInstall(name, env) {
  const progress = showProgress(`test: installing ${name} (apt)`);
  const run = (/** @type {string[]} */ ...args) =>
    runChild("apt-get", args, { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, onLine: progress.note });
  const install = () => run("install", "-y", "--no-install-recommends", name);
  let ended = await install();
  // A bare image has no package lists yet.
  if (ended.code !== 0 && (await run("update")).code === 0) ended = await install();
  progress.end(ended.code === 0 ? "done" : "failed");
  return ended.code === 0;
}
