// Are the npm packages those of the lockfile, and do the native ones load? If not: `npm ci`.
import fs from "node:fs";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { explainFailure } from "../process/failure.mjs";
import { digestInputs } from "./digest.mjs";
import { npmCommand } from "./npmCommand.mjs";
import { project } from "./project.mjs";

const nativePackages = ["better-sqlite3", "zeromq"];

/** Loads each once: a binary that is missing or made for another Node fails here, not in a cell. */
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
  isDoneByHand: async () => isAsLocked() && (await checkNative()).code === 0,
  async run(note) {
    if (await rebuildSuffices(note)) return;
    const ended = await runNpm(["ci", "--no-audit", "--no-fund"], note);
    if (ended.code !== 0) throw explainFailure("npm ci", withoutChatter(ended.output));
    note("trying the native packages");
    const native = await checkNative();
    if (native.code !== 0) throw explainFailure("Loading the native packages", native.output);
  },
};

/**
 * After another Node only the binaries do not suit: no reason to fetch all again, nor to lose it where there is no network.
 *
 * @param {(text: string) => void} note
 * @returns {Promise<boolean>} False if `npm ci` has to do it.
 */
async function rebuildSuffices(note) {
  if (!isAsLocked() || !isOfAnotherNode((await checkNative()).output)) return false;
  note("building the native packages for this Node");
  const ended = await runNpm(["rebuild", ...nativePackages], note);
  const tried = ended.code === 0 ? await checkNative() : ended;
  if (tried.code === 0) return true;
  const failure = explainFailure("Building the native packages for this Node", withoutChatter(tried.output));
  // What we know the cause of, `npm ci` would meet as well.
  if (failure.remedy) throw failure;
  return false;
}

/**
 * @param {string} output What loading the native packages said.
 * @returns {boolean} Not so for those of another platform: there more than the binaries is wrong.
 */
export function isOfAnotherNode(output) {
  return output.includes("NODE_MODULE_VERSION");
}

/**
 * @param {readonly string[]} args
 * @param {(text: string) => void} note
 */
function runNpm(args, note) {
  const { command, args: first } = npmCommand();
  // "info" tells what npm fetches and compiles; an outer `npm --silent` would otherwise hide even its errors.
  const flags = ["--foreground-scripts", "--loglevel=info"];
  return runChild(command, [...first, ...args, ...flags], { cwd: project.root, onLine: followNpm(note) });
}

/** @typedef {Record<string, { version?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }>} LockedPackages */

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function readLockfile(file) {
  return JSON.parse(fs.readFileSync(file, "utf8")).packages;
}

/** @returns {boolean} Is there what the lockfile wants, apart from binaries? */
function isAsLocked() {
  const installed = path.join(project.modules, ".package-lock.json");
  return fs.existsSync(installed) && isInstalled(readLockfile(project.lockfile), readLockfile(installed));
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
 * @returns {string} What may tell the cause: not that there was no ready-made binary to fetch, since then it is compiled.
 */
export function withoutChatter(output) {
  return output
    .split("\n")
    .filter(
      (line) => !/^(npm (http|info|warn|verbose)|prebuild-install (http|info|warn)|gyp (http|info|verb))\b/i.test(line),
    )
    .join("\n");
}
