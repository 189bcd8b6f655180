// What shall be timed, and with which programs?
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { benchFailure } from "./process/failure.mjs";

/** @typedef {"graphs" | "cold" | "kernel"} Part */

/**
 * @typedef {object} Options
 * @property {readonly Part[]} parts
 * @property {string | undefined} json Where the figures are written.
 * @property {string} python The peers' Python, with Hamilton.
 * @property {string} jupyter The project's Python, with jupyter_client and ipykernel.
 */

/** @type {readonly Part[]} */
const all = ["graphs", "cold", "kernel"];

/** Where peers are installed. */
export const peersFolder = fileURLToPath(new URL(".peers", import.meta.url));

/**
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  /** @type {Part[]} */
  const parts = [];
  let json;
  for (let at = 0; at < args.length; at++) {
    const [flag = "", ...inline] = (args[at] ?? "").split("=");
    const value = inline.length > 0 ? inline.join("=") : args[++at];
    if (value === undefined) throw benchFailure(`"${flag}" needs a value, or is not known. ${known}`);
    // npm runs us in the project's folder; a path means the folder in which the user typed it.
    if (flag === "--json") json = path.resolve(process.env.INIT_CWD ?? process.cwd(), value);
    else if (flag === "--only") parts.push(...value.split(",").map(partOf));
    else throw benchFailure(`"${flag}" is not known here. ${known}`);
  }
  return {
    parts: parts.length === 0 ? all : all.filter((part) => parts.includes(part)),
    json,
    python: pythonFrom("CELLAR_BENCH_PEERS"),
    jupyter: pythonFrom("CELLAR_BENCH_JUPYTER"),
  };
}

/**
 * Better now than after minutes of timing.
 *
 * @param {string} file
 */
export function checkWritable(file) {
  try {
    fs.accessSync(fs.existsSync(file) ? file : path.dirname(file), fs.constants.W_OK);
  } catch (error) {
    throw benchFailure(`--json: ${file} cannot be written (${/** @type {Error} */ (error).message}).`);
  }
}

const known = "Options: --json FILE, --only graphs|cold|kernel.";

/**
 * @param {string} name
 * @returns {Part}
 */
function partOf(name) {
  const found = all.find((part) => part === name);
  if (found === undefined) throw benchFailure(`--only does not know "${name}". ${known}`);
  return found;
}

/**
 * @param {string} variable
 * @returns {string}
 */
function pythonFrom(variable) {
  const python = process.env[variable];
  if (python === undefined) throw benchFailure("Begin with `npm run bench`: it installs the peers first.");
  return python;
}
