// What shall be timed, and with which programs?
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { refusal } from "../scripts/process/failure.mjs";

/** @typedef {"graphs" | "deep" | "values" | "workers" | "cold" | "kernel"} Part */

/**
 * @typedef {object} Options
 * @property {readonly Part[]} parts
 * @property {string | undefined} json Where the figures are written.
 * @property {boolean} quick One repetition of each instead of several: shows that all works, its figures mean little.
 */

/**
 * @typedef {object} Pythons
 * @property {string} python The peers', with Hamilton.
 * @property {string} jupyter The project's, with jupyter_client and ipykernel.
 */

/** @type {readonly Part[]} */
const all = ["graphs", "deep", "values", "workers", "cold", "kernel"];

/** Where peers are installed. */
export const peersFolder = fileURLToPath(new URL(".peers", import.meta.url));

/**
 * Asked before the peers are installed, which takes minutes.
 *
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws {import("../scripts/process/failure.mjs").Failure} For what is not known, or a file that cannot be written.
 */
export function readOptions(args) {
  /** @type {Part[]} */
  const parts = [];
  let json;
  let quick = false;
  for (let at = 0; at < args.length; at++) {
    const [flag = "", ...inline] = (args[at] ?? "").split("=");
    if (flag === "--quick" && inline.length === 0) {
      quick = true;
      continue;
    }
    if (!["--json", "--only"].includes(flag)) throw refusal(`"${flag}" is not known here.`, known);
    const value = inline.length > 0 ? inline.join("=") : args[++at];
    if (!value || value.startsWith("--")) throw refusal(`"${flag}" needs a value.`, known);
    // npm runs us in the project's folder; a path means the folder in which the user typed it.
    if (flag === "--json") json = path.resolve(process.env.INIT_CWD ?? process.cwd(), value);
    else parts.push(...value.split(",").map(partOf));
  }
  if (json !== undefined) checkWritable(json);
  return { parts: parts.length === 0 ? all : all.filter((part) => parts.includes(part)), json, quick };
}

/** @param {string} file */
function checkWritable(file) {
  const exists = fs.existsSync(file);
  if (exists && fs.statSync(file).isDirectory()) {
    throw refusal(`--json: ${file} is a folder.`, `Name a file, such as ${path.join(file, "bench.json")}.`);
  }
  try {
    fs.accessSync(exists ? file : path.dirname(file), fs.constants.W_OK);
  } catch (error) {
    const why = /** @type {Error} */ (error).message;
    throw refusal(`--json: ${file} cannot be written (${why}).`, "Name another file, or make its folder first.");
  }
}

/** @returns {Pythons} As `npm run bench` hands them over. */
export function readPythons() {
  return { python: pythonFrom("CELLAR_BENCH_PEERS"), jupyter: pythonFrom("CELLAR_BENCH_JUPYTER") };
}

const known =
  "Options: --json FILE, --only graphs|deep|values|workers|cold|kernel, --quick. For example: npm run bench -- --only graphs";

/**
 * @param {string} name
 * @returns {Part}
 */
function partOf(name) {
  const found = all.find((part) => part === name);
  if (found === undefined) throw refusal(`--only does not know "${name}".`, known);
  return found;
}

/**
 * @param {string} variable
 * @returns {string}
 */
function pythonFrom(variable) {
  const python = process.env[variable];
  if (python === undefined)
    throw refusal(`${variable} is not set.`, "Begin with `npm run bench`: it installs the peers first.");
  return python;
}
