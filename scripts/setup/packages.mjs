// Are the npm packages those of the lockfile, and do the native ones load? If not: `npm ci`.
import fs from "node:fs";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { explainFailure } from "../process/failure.mjs";
import { digestInputs } from "./digest.mjs";
import { npmCommand } from "./npmCommand.mjs";
import { project } from "./project.mjs";

/** Loads each native package once: a binary that is missing or made for another Node fails here, not in a cell. */
const loadNative = `
  const Database = require("better-sqlite3");
  new Database(":memory:").close();
  require("zeromq");
`;

/** @type {import("./step.mjs").Step} */
export const packages = {
  name: "packages",
  stamp: path.join(project.modules, ".cellar-setup", "packages"),
  makes: [path.join(project.modules, ".package-lock.json")],
  digest: () =>
    digestInputs({
      root: project.root,
      paths: [project.lockfile],
      facts: [process.versions.modules, process.platform, process.arch],
    }),
  async isDoneByHand() {
    const installed = path.join(project.modules, ".package-lock.json");
    if (!fs.existsSync(installed)) return false;
    const same = isInstalled(readLockfile(project.lockfile), readLockfile(installed));
    return same && (await checkNative()).code === 0;
  },
  async run(note) {
    const { command, args } = npmCommand();
    // "info" tells what npm fetches and compiles; an outer `npm --silent` would otherwise hide even its errors.
    const flags = ["ci", "--no-audit", "--no-fund", "--foreground-scripts", "--loglevel=info"];
    const ended = await runChild(command, [...args, ...flags], { cwd: project.root, onLine: followNpm(note) });
    if (ended.code !== 0) throw explainFailure("npm ci", withoutChatter(ended.output));
    note("trying the native packages");
    const native = await checkNative();
    if (native.code !== 0) throw explainFailure("Loading the native packages", native.output);
  },
};

/** @typedef {Record<string, { version?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }>} LockedPackages */

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function readLockfile(file) {
  return JSON.parse(fs.readFileSync(file, "utf8")).packages;
}

/**
 * @param {LockedPackages} locked What the lockfile wants.
 * @param {LockedPackages} installed What npm wrote down after its last install; it does so last.
 * @returns {boolean}
 */
export function isInstalled(locked, installed) {
  return Object.entries(locked).every(([place, wanted]) => {
    if (!place.includes("node_modules/") || wanted.link) return true;
    const there = installed[place];
    // Optional packages are left out where they do not suit the platform.
    if (there === undefined) return wanted.optional === true || wanted.devOptional === true;
    return there.version === wanted.version && there.integrity === wanted.integrity;
  });
}

function checkNative() {
  return runChild(process.execPath, ["-e", loadNative], { cwd: path.join(project.root, "kernel-ext") });
}

/**
 * @param {(text: string) => void} note
 * @returns {(line: string) => void}
 */
function followNpm(note) {
  let fetched = 0;
  return (line) => {
    if (/^npm http (fetch|cache)/.test(line)) note(`${++fetched} files fetched`);
    const script = /^npm info run (\S+) (\w+)/.exec(line);
    if (script) note(`${script[1]}, script "${script[2]}"`);
  };
}

/**
 * @param {string} output
 * @returns {string}
 */
function withoutChatter(output) {
  return output
    .split("\n")
    .filter((line) => !/^npm (http|info|warn|verbose)\b/i.test(line))
    .join("\n");
}
