// Does the private Python environment hold exactly the pinned packages? If not: an empty one, and `pip install`.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { explainFailure } from "../process/failure.mjs";
import { digestInputs } from "./digest.mjs";
import { makeEmptyVenv } from "./emptyVenv.mjs";
import { project, venvPython } from "./project.mjs";
import { pythonEnvironment } from "./pythonEnvironment.mjs";

/** Finds pip in the folder of this very Python's version: not so after the Python below was replaced by another. */
const findPip = "import importlib.util as u, sys; sys.exit(u.find_spec('pip') is None)";

/** pip writes RECORD last: a package without it is the half of one, of which pip itself says that it is installed. */
const listInstalled = `
import importlib.metadata as m
for d in m.distributions():
    half = d.read_text("METADATA") and not d.read_text("RECORD")
    print("half: " if half else "", d.metadata["Name"], "==", d.version, sep="")
`;

/**
 * @param {object} kind
 * @param {string} kind.name What the user reads.
 * @param {string} kind.folder Where the environment lies.
 * @param {string} kind.requirements The file with the pinned packages.
 * @returns {import("./step.mjs").Step}
 */
export function venvStep({ name, folder, requirements }) {
  return {
    name,
    stamp: path.join(folder, ".cellar-setup", "packages"),
    makes: [venvPython(folder)],
    digest: () => digestInputs({ root: project.root, paths: [requirements], facts: [folder, process.platform] }),
    stillRuns: () => isAlive(folder),
    isDoneByHand: async () =>
      isAlive(folder) && isSatisfied(fs.readFileSync(requirements, "utf8"), await installedIn(folder)),
    async run(note) {
      if (!isAlive(folder) || !isWhole(await installedIn(folder))) await makeEmptyVenv(folder, note);
      note("pip install");
      const args = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", requirements];
      const ended = await runChild(venvPython(folder), args, { env: pythonEnvironment(), onLine: note });
      if (ended.code !== 0) throw explainFailure("pip install", ended.output);
    },
  };
}

export const venv = venvStep({ name: "python", folder: project.venv, requirements: project.requirements });

/**
 * @param {string} folder
 * @returns {boolean} False too for one whose Python was uninstalled or replaced, that lost its pip, or that was moved here: its programs point elsewhere.
 */
export function isAlive(folder) {
  const config = path.join(folder, "pyvenv.cfg");
  if (!fs.existsSync(venvPython(folder)) || !fs.existsSync(config)) return false;
  const madeBy = /^command = (.+)$/m.exec(fs.readFileSync(config, "utf8"))?.[1];
  if (madeBy !== undefined && !madeBy.trimEnd().endsWith(` ${folder}`)) return false;
  return spawnSync(venvPython(folder), ["-c", findPip], { env: pythonEnvironment() }).status === 0;
}

/**
 * @param {string} folder
 * @returns {Promise<string>} Lines of `name==version`, with `half: ` before what pip was installing when it was stopped.
 */
export async function installedIn(folder) {
  const ended = await runChild(venvPython(folder), ["-c", listInstalled], { env: pythonEnvironment() });
  return ended.code === 0 ? ended.output : "";
}

/**
 * @param {string} installed Lines as above.
 * @returns {boolean} False if a package is there by half, or none can be told: then only a new environment is sure to be right.
 */
export function isWhole(installed) {
  return installed !== "" && !/^half: /m.test(installed);
}

/**
 * @param {string} requirements Lines of `name==version`, perhaps with a marker of the platform after `;`.
 * @param {string} installed Lines of `name==version`.
 * @param {NodeJS.Platform} [platform]
 * @returns {boolean} Is each pinned package of this platform installed in just that version?
 */
export function isSatisfied(requirements, installed, platform = process.platform) {
  const there = new Set(installed.split("\n").map(normalName));
  return requirements
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "" && suits(line, platform))
    .every((line) => there.has(normalName(line.split(";")[0] ?? "")));
}

/**
 * @param {string} line
 * @param {NodeJS.Platform} platform
 * @returns {boolean}
 */
function suits(line, platform) {
  const marker = /;\s*sys_platform (==|!=) "(\w+)"/.exec(line);
  return marker === null || (marker[2] === platform) === (marker[1] === "==");
}

/**
 * @param {string} line
 * @returns {string} Python's names are equal up to case, `-`, `_` and `.`.
 */
function normalName(line) {
  const [name = "", version = ""] = line.trim().split("==");
  return `${name.toLowerCase().replace(/[-_.]+/g, "-")}==${version}`;
}
