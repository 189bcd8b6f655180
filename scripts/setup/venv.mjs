// Does the private Python environment hold exactly the pinned packages? If not: `venv` and `pip install`.
import fs from "node:fs";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { explainFailure, Failure } from "../process/failure.mjs";
import { digestInputs } from "./digest.mjs";
import { project, venvPython } from "./project.mjs";
import { findPython } from "./python.mjs";

const listInstalled =
  "import importlib.metadata as m; [print(d.metadata['Name'] + '==' + d.version) for d in m.distributions()]";

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
    isDoneByHand: async () =>
      isAlive(folder) && isSatisfied(fs.readFileSync(requirements, "utf8"), await installedIn(folder)),
    async run(note) {
      if (!isAlive(folder)) await makeVenv(folder, note);
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
 * @param {(text: string) => void} note
 */
async function makeVenv(folder, note) {
  const python = findPython();
  note(`venv with Python ${python.version}`);
  const [program = "", ...args] = python.command;
  const ended = await runChild(program, [...args, "-m", "venv", "--clear", folder], { env: pythonEnvironment() });
  if (ended.code === 0) return;
  if (/ensurepip/.test(ended.output)) {
    throw new Failure(
      `Python ${python.version} (${python.place}) cannot make a virtual environment: pip is missing from it.`,
      "Debian, Ubuntu: apt install python3-venv",
      ended.output,
    );
  }
  throw explainFailure("python -m venv", ended.output);
}

/**
 * @param {string} folder
 * @returns {boolean} False too for one whose Python was uninstalled, or that was moved here: its programs point elsewhere.
 */
function isAlive(folder) {
  const config = path.join(folder, "pyvenv.cfg");
  if (!fs.existsSync(venvPython(folder)) || !fs.existsSync(config)) return false;
  const madeAt = /^command = .* (.+)$/m.exec(fs.readFileSync(config, "utf8"))?.[1];
  return madeAt === undefined || path.resolve(madeAt) === path.resolve(folder);
}

/**
 * @param {string} folder
 * @returns {Promise<string>} Lines of `name==version`.
 */
async function installedIn(folder) {
  const ended = await runChild(venvPython(folder), ["-c", listInstalled], { env: pythonEnvironment() });
  return ended.code === 0 ? ended.output : "";
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

/** @returns {NodeJS.ProcessEnv} Ours, without what would lead Python to packages outside of its environment. */
export function pythonEnvironment() {
  const { PYTHONHOME: _, PYTHONPATH: __, ...rest } = process.env;
  return rest;
}
